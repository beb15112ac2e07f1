"""`manage.py create_site`: the standing pages of a new portfolio, at the address it will have."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from wagtail.models import Site

from home.site_tree import ensure_site_tree


class Command(BaseCommand):
    help = "Makes the home page, the index pages and the plain pages, where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        made = ensure_site_tree()
        self.stdout.write(f"Made the pages {', '.join(made)}." if made else "Nothing was missing.")
        if _give_address():
            self.stdout.write(f"The site's address is {settings.WAGTAILADMIN_BASE_URL}.")


def _give_address() -> bool:
    """Replace the `localhost` of Wagtail's own migration by the address from the settings."""
    url = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = url.port or (443 if url.scheme == "https" else 80)
    new = Site.objects.filter(is_default_site=True, hostname="localhost").first()
    if new is None or url.hostname in (None, "localhost"):
        return False
    new.hostname, new.port = str(url.hostname), port
    new.save()
    return True
