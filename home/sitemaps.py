"""The sitemap and robots.txt: what crawlers are told."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from home.library.languages import path_in
from portfolio.models import Theme
from portfolio.publication.documents import ENTRY_KINDS
from portfolio.publication.models import PublicDocument

KEPT_OUT = ("/admin/", "/account/")
KEPT_OUT_IN_EACH_LANGUAGE = ("contact/", "progress/")


class _CanonicalSitemap(Sitemap[Any]):
    """Addresses under the canonical host, whatever host the request named."""

    limit = 5_000

    @property
    def protocol(self) -> str:  # type: ignore[override]  # never written, and the settings may change
        return urlsplit(settings.WAGTAILADMIN_BASE_URL).scheme

    def get_protocol(self, protocol: str | None = None) -> str:
        return self.protocol

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc


class DocumentSitemap(_CanonicalSitemap):
    """Every public document with the time of its last change."""

    def items(self) -> QuerySet[PublicDocument]:
        return PublicDocument.objects.order_by("pk").only("path", "updated_at")

    def location(self, item: PublicDocument) -> str:
        return item.path or ""

    def lastmod(self, item: PublicDocument) -> Any:
        return item.updated_at


class LibrarySitemap(_CanonicalSitemap):
    """The library in each language that has entries. Searches in it are no pages of their own."""

    def items(self) -> list[str]:
        documents = PublicDocument.objects.filter(kind__in=ENTRY_KINDS)
        found = set(documents.values_list("locale", flat=True).distinct())
        return [code for code, _name in settings.LANGUAGES if code in found]

    def location(self, item: str) -> str:
        return path_in(item)


class ThemeSitemap(_CanonicalSitemap):
    def items(self) -> QuerySet[Theme]:
        codes = [code for code, _name in settings.LANGUAGES]
        return Theme.objects.filter(locale__language_code__in=codes).select_related("locale").order_by("pk")

    def location(self, item: Theme) -> str:
        with translation.override(item.locale.language_code):
            return reverse("theme", args=[item.slug])


SITEMAPS = {"pages": DocumentSitemap, "library": LibrarySitemap, "themes": ThemeSitemap}


@transaction.non_atomic_requests
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Answer with the addresses of the sitemaps, each of at most 5,000 pages, under the canonical host."""
    base = canonical_base()
    addresses = [
        f"{base}{reverse('sitemap_section', args=[section])}" + (f"?p={number}" if number > 1 else "")
        for section, sitemap in SITEMAPS.items()
        for number in sitemap().paginator.page_range
    ]
    context = {"sitemaps": [{"location": address} for address in addresses]}
    return TemplateResponse(request, "sitemap_index.xml", context, content_type="application/xml")


def canonical_base() -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")


@transaction.non_atomic_requests
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Answer robots.txt: everything public may be read, sign-in and forms need not be."""
    paths = [*KEPT_OUT, *(f"{root}{path}" for root in _roots() for path in KEPT_OUT_IN_EACH_LANGUAGE)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths), ""]
    lines.append(f"Sitemap: {canonical_base()}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _roots() -> list[str]:
    """Return where the site begins in each language: `/`, `/es/`."""
    roots = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            roots.append(reverse("public_page", args=[""]))
    return roots
