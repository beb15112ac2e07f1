"""Importing references and merging records, on a phone and a desktop: usable, and axe finds nothing."""

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from plugins.researchlinks.models import ResearchRecord
from tests import factories
from tests.browser.axe import WCAG, wrong_with
from tests.plugins.researchlinks.conftest import record

pytestmark = pytest.mark.django_db(transaction=True)
WHERE = "wagtailsnippets_researchlinks_researchrecord:"
BIB = """@article{one, title={Algebra by hand, and why}, year={2020}, doi={10.5555/one}}
@article{two, title={Two studies}, year={2021}, doi={10.5555/two}}
@article{broken, title={Open, year={2021}
@article{three, title={Three studies}, year={2022}}"""
SCREEN = ".research-screen"


@pytest.fixture
def desk(page: Page, live_server: Any, client: Any, settings: Any) -> Page:
    settings.REQUIRE_TOTP = False
    factories.make_site()
    client.force_login(factories.UserFactory(is_superuser=True, is_staff=True))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return page


def assert_sound(page: Page, title: str) -> None:
    """Look at the screen with this title on a phone and a desktop, light and dark."""
    expect(page).to_have_title(re.compile(title))
    expect(page.locator(SCREEN)).to_be_visible()
    for scheme, width in (("light", 390), ("dark", 1280)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        assert not wrong_with(page, SCREEN, WCAG)


def test_references_are_pasted_looked_at_confirmed_and_compared(desk: Page, live_server: Any) -> None:
    record("Algebra by hand", 2020, kind="doi", identifier="10.5555/one")
    desk.goto(live_server.url + reverse(f"{WHERE}list"))
    desk.get_by_role("link", name="Import", exact=True).click()
    assert_sound(desk, "Import references")
    desk.get_by_label("Or paste it").fill(BIB)
    desk.get_by_role("button", name="Show what it holds").click()
    expect(desk.get_by_text("2 works are new and would be added")).to_be_visible()
    assert_sound(desk, "What would be imported")

    desk.get_by_role("button", name="Add 2 records").click()
    desk.get_by_role("link", name="1 Here already, differs").click()
    assert_sound(desk, "What was imported")
    desk.get_by_role("link", name="Compare").click()
    assert_sound(desk, "Compare with what was imported")
    desk.get_by_role("group", name="Title").get_by_label("In the file").check()
    desk.get_by_role("button", name="Save the record").click()

    expect(desk.get_by_text("has what you chose")).to_be_visible()
    titles = {"Algebra by hand, and why", "Two studies", "Three studies"}
    assert set(ResearchRecord.objects.values_list("title", flat=True)) == titles


def test_two_records_become_one(desk: Page, live_server: Any) -> None:
    older = record("Algebra by hand", 2020, kind="doi", identifier="10.5555/one")
    newer = record("Algebra, by hand", 2020, kind="eric", identifier="EJ1234567", note="Read this")
    newer.csl["DOI"] = "10.5555/one"
    newer.save()
    desk.goto(live_server.url + reverse(f"{WHERE}edit", args=[newer.pk]))
    desk.get_by_role("link", name="Compare them").click()
    assert_sound(desk, "Make one record of two")

    desk.get_by_role("button", name="Make one record").click()

    expect(desk.get_by_text("The two are one record now")).to_be_visible()
    older.refresh_from_db()
    assert (older.title, older.note) == ("Algebra by hand", "Read this")
    desk.goto(live_server.url + reverse(f"{WHERE}twins"))
    expect(desk.get_by_text("No work is here twice.")).to_be_visible()
    assert_sound(desk, "The same work twice")
