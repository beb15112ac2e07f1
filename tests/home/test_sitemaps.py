"""What crawlers are told."""

import re

import pytest
from django.test import Client
from wagtail.models import Locale

from home.models import HomePage
from portfolio.models import DistrictIndexPage, DistrictPage
from portfolio.publication import log
from tests import factories
from tests.home.test_locales import translated

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def portfolio(settings: object) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://portfolio.example.org"
    factories.make_site()
    log.flush()


def test_sitemap_lists_public_pages_only_under_the_canonical_host(client: Client) -> None:
    parent = DistrictIndexPage.objects.get()
    live = factories.publish(factories.add_draft(parent, factories.district_page(title="Public")))
    factories.add_draft(parent, factories.district_page(title="Draft only", slug="draft-only"))

    index = client.get("/sitemap.xml").content.decode()
    pages = client.get("/sitemap-pages.xml").content.decode()

    assert "<loc>https://portfolio.example.org/sitemap-pages.xml</loc>" in index
    assert f"<loc>https://portfolio.example.org/districts/{live.slug}/</loc>" in pages
    assert "draft-only" not in pages
    assert "testserver" not in index + pages


def test_the_library_is_listed_in_each_language_that_has_entries(client: Client) -> None:
    def listed() -> list[str]:
        found = client.get("/sitemap-library.xml").content.decode()
        return re.findall("<loc>(.*?)</loc>", found)

    base = "https://portfolio.example.org"
    assert f"{base}/sitemap-library.xml" in client.get("/sitemap.xml").content.decode()
    assert listed() == []
    factories.publish(factories.add_draft(DistrictIndexPage.objects.get(), factories.district_page()))
    assert listed() == [f"{base}/library/"]
    spanish = Locale.objects.create(language_code="es")
    translated(HomePage.objects.get(), spanish)
    translated(DistrictIndexPage.objects.get(), spanish)
    assert listed() == [f"{base}/library/"]
    translated(DistrictPage.objects.get(), spanish)
    assert listed() == [f"{base}/library/", f"{base}/es/library/"]


def test_sitemap_without_such_a_section_or_page_is_404(client: Client) -> None:
    assert client.get("/sitemap-nonsense.xml").status_code == 404
    assert client.get("/sitemap-pages.xml?p=999").status_code == 404


def test_robots_names_the_sitemap_and_keeps_sign_in_out(client: Client) -> None:
    robots = client.get("/robots.txt").content.decode()

    assert "Sitemap: https://portfolio.example.org/sitemap.xml" in robots
    assert "Disallow: /admin/" in robots
    assert "Disallow: /contact/" in robots
    assert "Disallow: /es/progress/" in robots
