"""Where a page went that is no longer at an address."""

from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect

from portfolio.publication.models import PublicDocument


def moved_to(site_id: int, path: str) -> str | None:
    """Return the path of the public page that used to be at `path`, or None."""
    old = Redirect.normalise_path(path)
    found = Redirect.objects.filter(Q(site=site_id) | Q(site=None), old_path=old, redirect_page__isnull=False)
    pages = found.values("redirect_page")
    return (
        PublicDocument.objects.filter(site_id=site_id, page_id__in=pages)
        .values_list("path", flat=True)
        .first()
    )
