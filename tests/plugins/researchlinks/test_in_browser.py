"""The bibliography in a real browser: on a phone and a desktop, light and dark, and without scripts."""

from typing import TYPE_CHECKING, Any

import pytest

from tests import factories
from tests.browser.axe import assert_sound
from tests.plugins.researchlinks.conftest import SMALL, TRIAL, link, linking, record

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on")]
ADDRESSES = ("/x/researchlinks/", "/x/researchlinks/?evidence_tier=2", "/innovations/maker-mondays/")
NOTE = "Ninth graders who built what they had designed failed algebra a third less often than others."


@pytest.fixture
def own() -> str:
    """Return the address of a work, among a few others."""
    algebra, reading = factories.ThemeFactory(name="Algebra"), factories.ThemeFactory(name="Reading")
    trial = record("Algebra in the workshop", 2021, note=NOTE, **TRIAL)
    retracted = record("Bridges of paper", 2015, is_retracted=True, **SMALL)
    linking(link(trial), link(retracted), title="Maker Mondays", themes=[algebra])
    linking(link(trial, "contradicts"), link(record("Untold", 2001)), title="Quiet rooms", themes=[reading])
    return f"/x/researchlinks/works/{trial.public_id}/"


def test_axe_finds_nothing(live_server: Any, chromium: "Browser", own: str) -> None:
    assert_sound(chromium, live_server.url, (*ADDRESSES, own))


def test_a_reader_without_scripts_narrows_and_comes_to_an_entry(
    live_server: Any, chromium: "Browser", own: str
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/x/researchlinks/")
    assert page.locator("#Found").inner_text() == "3 studies"
    page.get_by_role("navigation", name="Filters").get_by_role("link", name="Strong evidence").click()
    assert page.locator("#Found").inner_text() == "1 study"
    page.get_by_role("link", name="Algebra in the workshop").click()
    assert page.url.endswith(own)
    page.get_by_role("main").get_by_role("link", name="Maker Mondays").click()
    assert "/innovations/" in page.url
    context.close()
