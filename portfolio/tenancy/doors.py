"""What someone may read of others' work: the public side of it, and nothing else.

Page permissions say what a person may change. The questions here are about *names*: wherever the
admin shows a title to someone who cannot open the page.
"""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, PageQuerySet, PageViewRestriction
from wagtail.permissions import page_permission_policy

from portfolio.tenancy.spaces import sees_all_districts
from portfolio.tenancy.viewer import viewer


def _own_paths(user: Any) -> list[str]:
    """Return the tree paths below which `user` has any page permission. No query after the first."""
    if not user.is_authenticated:
        return []
    return [grant.page.path for grant in page_permission_policy.get_cached_permissions_for_user(user)]


def _restricted_paths(user: Any) -> list[str]:
    if not hasattr(user, "_restricted_page_paths"):
        paths = PageViewRestriction.objects.values_list("page__path", flat=True)
        user._restricted_page_paths = list(paths)
    return list(user._restricted_page_paths)


def may_see_drafts(user: Any, page: Page) -> bool:
    """Whether `user` works on `page`, and so reads what is not published of it."""
    return sees_all_districts(user) or page.path.startswith(tuple(_own_paths(user)))


def may_name(user: Any, page: Page) -> bool:
    """Whether `user` may read the title of `page` as the public has it, or works on it."""
    public = page.live and not page.path.startswith(tuple(_restricted_paths(user)))
    return public or may_see_drafts(user, page)


def nameable_pages(user: Any) -> Q:
    """Return the condition on pages that `may_name` asks of one."""
    if sees_all_districts(user):
        return Q()
    condition = Q(pk__in=Page.objects.live().public().values("pk"))
    for path in _own_paths(user):
        condition |= Q(path__startswith=path)
    return condition


def title_for_viewer(page: Page) -> str:
    """Return the title of `page` for whoever looks: the draft's, the public one, or none at all."""
    user = viewer()
    if user is None or may_see_drafts(user, page):
        return page.draft_title or page.title
    return page.title if may_name(user, page) else _("A page that is not public")


def keep_chooser_to_nameable_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """List in the page chooser what its user may name; a parent they may not name is not there."""
    parent = (request.resolver_match.kwargs if request.resolver_match else {}).get("parent_page_id")
    allowed = nameable_pages(request.user)
    if parent and not Page.objects.filter(allowed, pk=parent).exists():
        raise Http404
    return pages.filter(allowed)
