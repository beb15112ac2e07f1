"""Scenario 3: tick three steps of a playbook, open the private link in another browser: still ticked."""

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from portfolio.models import PlaybookIndexPage
from portfolio.publication import log
from tests import factories
from tests.browser.axe import VIEWS, wrong_with
from tests.home.test_pages import live

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = VIEWS[0]
STEPS = 13
THREE = ("1. Play 1", "7. Play 7", "13. Play 13")


@pytest.fixture
def playbook(live_server: Any, settings: Any) -> str:
    """The address of a playbook of thirteen steps, each with a checklist."""
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    factories.make_site()
    log.flush()
    lines = ["Write it down"]
    steps = [
        {"title": f"Play {number}", "how": "<p>Do it.</p>", "checklist": [f"Ask {number} people", *lines]}
        for number in range(1, STEPS + 1)
    ]
    phases = [
        ("phase", {"title": title, "goal": "Be further.", "steps": part})
        for title, part in (("Before", steps[:6]), ("After", steps[6:]))
    ]
    live(PlaybookIndexPage.objects.get(), factories.playbook_page(phases=phases))
    return f"{live_server.url}/playbooks/open-a-workshop/"


def begin(page: "Page", playbook: str) -> str:
    page.goto(playbook)
    page.get_by_role("button", name="Keep my progress").click()
    expect(page.get_by_role("status").filter(has_text="0 of 13 steps done")).to_be_visible()
    return page.url


def tick(page: "Page", *names: str) -> None:
    for name in names:
        page.get_by_role("checkbox", name=name, exact=True).check()


def test_scenario_3_three_are_ticked_on_a_phone_and_there_in_another_browser(
    playbook: str, chromium: "Browser"
) -> None:
    phone = chromium.new_context(**PHONE)
    page = phone.new_page()
    link = begin(page, playbook)
    expect(page.get_by_role("button", name="Save")).to_be_hidden()
    tick(page, *THREE)
    expect(page.locator("#State")).to_have_text("3 of 13 steps done")
    page.get_by_role("checkbox", name="Ask 2 people").focus()
    page.keyboard.press("Space")
    expect(page.locator("[name=was]")).to_have_value(re.compile(r"^\S+ \S+ \S+ \S+$"))
    assert page.locator("#Address").input_value() == link
    assert not phone.cookies()
    phone.close()

    other = chromium.new_context()
    again = other.new_page()
    again.goto(link)
    expect(again.locator("#State")).to_have_text("3 of 13 steps done")
    for name in THREE:
        expect(again.get_by_role("checkbox", name=name, exact=True)).to_be_checked()
    expect(again.get_by_role("checkbox", name="Ask 2 people")).to_be_checked()
    expect(again.locator("#Progress :checked")).to_have_count(4)
    other.close()


def test_without_a_script_a_button_saves_and_the_link_opens_it(playbook: str, chromium: "Browser") -> None:
    plain = chromium.new_context(**PHONE, java_script_enabled=False)
    page = plain.new_page()
    link = begin(page, playbook)
    tick(page, *THREE)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#State")).to_have_text("3 of 13 steps done")
    page.get_by_role("checkbox", name=THREE[1], exact=True).uncheck()
    page.get_by_role("button", name="Save").click()
    plain.close()

    other = chromium.new_context(java_script_enabled=False)
    again = other.new_page()
    again.goto(link)
    expect(again.locator("#State")).to_have_text("2 of 13 steps done")
    expect(again.locator("#Progress :checked")).to_have_count(2)
    other.close()


def test_a_link_is_replaced_without_a_script_and_whoever_has_the_old_one_is_told(
    playbook: str, page: "Page", chromium: "Browser"
) -> None:
    link = begin(page, playbook)
    tick(page, THREE[0])
    expect(page.locator("#State")).to_have_text("1 of 13 steps done")

    plain = chromium.new_context(**PHONE, java_script_enabled=False)
    own = plain.new_page()
    own.goto(link)
    own.locator(".progress__link summary").click()
    own.get_by_role("link", name="End this link, or delete the list").click()
    own.get_by_role("button", name="Get a new link and end this one").click()
    expect(own.get_by_text("The list has a new link, this one.")).to_be_visible()
    expect(own.locator("#State")).to_have_text("1 of 13 steps done")
    assert own.locator("#Address").input_value() == own.url.partition("?")[0] != link

    tick(page, THREE[1])
    expect(page.get_by_text("This link was ended")).to_be_visible()

    own.get_by_role("link", name="End this link, or delete the list").click()
    own.get_by_role("button", name="Delete the list for good").click()  # the browser asks for the tick first
    own.get_by_role("checkbox", name="Delete all ticks.").check()
    own.get_by_role("button", name="Delete the list for good").click()
    expect(own.get_by_role("heading", name="The list is deleted")).to_be_visible()
    plain.close()


def test_what_could_not_be_saved_is_said_and_saved_with_the_button(playbook: str, page: "Page") -> None:
    link = begin(page, playbook)
    page.route(link, lambda route: route.abort())
    tick(page, THREE[0])
    expect(page.locator("#State")).to_have_text("Not saved. Check your connection, then press “Save”.")
    page.unroute(link)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#State")).to_have_text("1 of 13 steps done")


def test_steps_are_taken_away_as_files(playbook: str, page: "Page") -> None:
    page.goto(playbook)
    for name, file in (("for Word", "docx"), ("as Markdown", "md")):
        with page.expect_download() as found:
            page.get_by_role("link", name=name).click()
        assert found.value.suggested_filename == f"open-a-workshop-plan.{file}"


def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(playbook: str, chromium: "Browser") -> None:
    found = {}
    for view in VIEWS:
        context = chromium.new_context(**view)
        page = context.new_page()
        link = begin(page, playbook)
        tick(page, *THREE)
        for address in (link, f"{link}link/", playbook, f"{link[:-2]}/"):
            page.goto(address)
            if wrong := wrong_with(page):
                found[f"{address} at {view['viewport']['width']}"] = wrong
        context.close()

    assert not found
