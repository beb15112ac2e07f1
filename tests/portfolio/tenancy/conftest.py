"""A small network: a home page, the index pages, and districts to take in."""

import datetime

import pytest
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from portfolio.models import District, DistrictIndexPage, StoryIndexPage


@pytest.fixture
def portfolio_site(db):
    """The tree as a new portfolio has it."""
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Home", slug="portfolio-home", headline="Home"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "Groundwork"}
    )
    home.add_child(instance=DistrictIndexPage(title="Districts", slug="districts"))
    home.add_child(instance=StoryIndexPage(title="Stories", slug="stories"))
    return home


@pytest.fixture
def maple_valley(portfolio_site):
    return District.objects.create(leaid="0100005", name="Maple Valley", state="AL")


@pytest.fixture
def closed_district(portfolio_site, maple_valley):
    return District.objects.create(
        leaid="0100006",
        name="Old Mill",
        state="AL",
        closed_on=datetime.date(2024, 7, 1),
        successor=maple_valley,
    )
