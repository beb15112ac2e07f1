"""What is around every page: the site's name, navigation, footer, and how the answer is cached."""

from collections.abc import Mapping
from typing import Any, TypedDict

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from wagtail.models import Site

from portfolio.publication.encoding import decode
from portfolio.publication.models import PublicDocument

KIND_ORDER = ("innovation", "story", "toolkit", "playbook", "district")
PUBLIC_SECONDS = 5
"""How long a shared cache may keep a page: a withdrawal must be seen within five seconds"""


class Link(TypedDict):
    title: str
    path: str
    current: bool


class Shell(TypedDict):
    """The `site` of every template. `url` is the canonical scheme and host, without a slash."""

    name: str
    tagline: str
    url: str
    home: str
    """The path of the home page in this language; of the usual one where it has none"""
    navigation: list[Link]
    footer: list[Link]
    locales: list[dict[str, str]]
    """`locale`, `path` and `label` of each language that the page exists in; empty for one alone"""


def site_shell(site: Site, locale: str, path: str) -> Shell:
    """Return the shell of `site` for a page at `path`, in one query."""
    with translation.override(locale):
        root = reverse("public_page", args=[""])
        search = Link(title=_("Search"), path=reverse("library"), current=path.startswith(reverse("library")))
        tagline = settings.SITE_TAGLINE or _("What school districts tried, and what came of it")
    asked = Q(kind="home") | Q(locale=locale, kind__in=("index", "page"))
    rows = PublicDocument.objects.filter(asked, site_id=site.pk).order_by("pk")
    homes: dict[str, Link] = {}
    indexes: dict[str, Link] = {}
    footer: list[Link] = []
    for kind, of, title, where, card in rows.values_list("kind", "locale", "title", "path", "card_json"):
        link = Link(title=title, path=where or "", current=path.startswith(where or ""))
        if kind == "home":
            homes[of] = link
        elif kind == "index":
            indexes[decode(card)["lists"]] = link
        elif link["path"].removeprefix(root).count("/") == 1:
            footer.append(link)
    return {
        "name": _name_in(locale, site, {of: link["title"] for of, link in homes.items()}),
        "tagline": tagline,
        "url": settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
        "home": homes[locale]["path"] if locale in homes else "/",
        "navigation": [search, *(indexes[kind] for kind in KIND_ORDER if kind in indexes)],
        "footer": footer,
        "locales": [],
    }


def site_name(site: Site, locale: str) -> str:
    """Return the site's name in a language, in one query; in the usual one, in none."""
    homes = PublicDocument.objects.filter(site_id=site.pk, kind="home")
    is_usual = locale == settings.LANGUAGE_CODE
    return _name_in(locale, site, {} if is_usual else dict(homes.values_list("locale", "title")))


def _name_in(locale: str, site: Site, homes: Mapping[str, str]) -> str:
    """Where the home page is called as the site is, its translation is, too; `homes` are their titles."""
    name = site.site_name or settings.WAGTAIL_SITE_NAME
    is_translated = homes.get(settings.LANGUAGE_CODE) == name
    return homes.get(locale, name) if is_translated else name


def is_signed_in(request: HttpRequest) -> bool:
    """Whether the reader carries a session: then the answer is theirs alone."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def set_caching(request: HttpRequest, response: HttpResponse, *, private: bool = False) -> None:
    """Let caches keep what everyone sees; keep what one reader sees out of them."""
    if private or is_signed_in(request):
        patch_cache_control(response, private=True, no_store=True)
    elif response.status_code == 200:
        patch_cache_control(response, public=True, max_age=0, s_maxage=PUBLIC_SECONDS)


def template_context(request: HttpRequest, site: Site, locale: str, path: str) -> dict[str, Any]:
    shell = site_shell(site, locale, path)
    return {
        "site": shell,
        "canonical_url": f"{shell['url']}{path}",
        "preview": False,
        "restricted": False,
        "counts_reads": settings.COUNT_READS,
    }
