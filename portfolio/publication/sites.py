"""Which site an address belongs to, and what its addresses begin with."""

import threading
import time
from typing import NamedTuple

from django.conf import settings
from wagtail.models import Site

KEPT_SECONDS = 5
"""How long a process believes that the sites are as they were"""


class PublicSite(NamedTuple):
    id: int
    host: str
    port: int
    is_default: bool
    base: str
    """Canonical scheme and host, without a slash: no link repeats what a request calls us"""


_kept = threading.local()


def site_for(host: str, epoch: str) -> PublicSite | None:
    """Return the site that `host`, "example.org:8000", names, else the default one.

    `epoch` is the log's: another one is another database, whose sites are others too.
    """
    sites = _sites(epoch)
    name, _colon, port = host.partition(":")
    named = [site for site in sites if site.host == name and (not port or str(site.port) == port)]
    default = [site for site in sites if site.is_default]
    return next(iter([*named, *default, *sites]), None)


def base_of(site: Site) -> str:
    """Return the canonical scheme and host of `site`; those of the default one are BASE_URL."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") if site.is_default_site else str(site.root_url)


def _sites(epoch: str) -> list[PublicSite]:
    until, of_epoch, sites = getattr(_kept, "sites", (0.0, "", []))
    now = time.monotonic()
    if now > until or of_epoch != epoch or not epoch:
        sites = [
            PublicSite(site.pk, site.hostname, site.port, site.is_default_site, base_of(site))
            for site in Site.objects.order_by("pk")
        ]
        _kept.sites = (now + KEPT_SECONDS, epoch, sites)
    return list(sites)
