"""What crawlers are told."""

import pytest
from django.test import Client

from portfolio.models import DistrictIndexPage
from portfolio.publication import log
from tests import factories

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


def test_sitemap_without_such_a_section_or_page_is_404(client: Client) -> None:
    assert client.get("/sitemap-nonsense.xml").status_code == 404
    assert client.get("/sitemap-pages.xml?p=999").status_code == 404


def test_robots_names_the_sitemap_and_keeps_sign_in_out(client: Client) -> None:
    robots = client.get("/robots.txt").content.decode()

    assert "Sitemap: https://portfolio.example.org/sitemap.xml" in robots
    assert "Disallow: /admin/" in robots
