"""What a reader takes away, in a real browser: scenario 7, with a script and without."""

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from portfolio.models import DistrictIndexPage
from portfolio.publication import log
from tests import factories
from tests.browser.axe import assert_sound
from tests.home.test_pages import live

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)

TITLES = ("Four rooms", "Maker Mondays", "The long bus ride")
SHEETS = re.compile(rb"/Type\s*/Page\b(?!s)")
KEPT = "#Shortlist .card__title"


@pytest.fixture
def site(live_server: Any) -> str:
    """Three innovations, each of which states something else."""
    factories.make_site()
    log.flush()
    theme = factories.ThemeFactory(name="Making", slug="making")
    for number, (title, facts) in enumerate(
        zip(TITLES, ({"staff_fte": 1.5}, {"cost_band": ""}, {"maturity": "stopped"}), strict=True)
    ):
        row = factories.DistrictFactory(name=f"District {number}", students=300 * (number + 1), locale=43)
        district = live(DistrictIndexPage.objects.get(), factories.district_page(district=row))
        page = factories.innovation_page([theme], title=title, **facts)
        page.results = [factories.result_row()]
        live(district, page)
    return str(live_server.url)


def keep(page: "Page", site: str, *titles: str) -> None:
    page.goto(f"{site}/innovations/")
    for title in titles:
        page.get_by_role("button", name=f"Keep {title}").click()
        expect(page.get_by_role("button", name=f"Kept {title}")).to_be_visible()


def test_scenario_7_three_compared_one_removed_and_printed_on_one_page(site: str, page: "Page") -> None:
    keep(page, site, *TITLES)
    expect(page.get_by_role("status").first).to_have_text("Kept on your shortlist.")
    page.get_by_role("link", name="Shortlist 3").click()
    expect(page.locator(KEPT)).to_have_text(list(TITLES))
    page.get_by_role("button", name="Compare side by side").click()
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(4)

    table.get_by_role("link", name="Remove Maker Mondays").click()

    expect(table.locator(".compare__title")).to_have_text(["Four rooms", "The long bus ride"])
    staff = table.get_by_role("row", name="Staff added").get_by_role("cell")
    expect(staff).to_have_text([re.compile("1.5"), re.compile("Not stated")])
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    assert len(SHEETS.findall(page.pdf(prefer_css_page_size=True))) == 1
    assert not page.context.cookies()


def test_scenario_7_as_a_screen_reader_has_it(site: str, page: "Page") -> None:
    page.goto(f"{site}/innovations/")
    for title in TITLES:
        page.get_by_role("button", name=f"Keep {title}").click()
        expect(page.get_by_role("button", name=f"Kept {title}")).to_be_visible()
    expect(page.get_by_role("status").first).to_have_text("Kept on your shortlist.")
    page.get_by_role("link", name="Shortlist 3").click()
    expect(page.get_by_role("form", name="Entries on this list")).to_match_aria_snapshot("""
    - form "Entries on this list":
      - button "Compare side by side"
      - list:
        - listitem:
          - article:
            - heading "Four rooms" [level=2]
          - paragraph:
            - checkbox "Compare Four rooms" [checked]
            - link "Remove Four rooms"
        - listitem:
          - article:
            - heading "Maker Mondays" [level=2]
          - paragraph:
            - checkbox "Compare Maker Mondays" [checked]
        - listitem:
          - article:
            - heading "The long bus ride" [level=2]
          - paragraph:
            - checkbox "Compare The long bus ride" [checked]
    """)

    page.get_by_role("button", name="Compare side by side").click()
    table = page.get_by_role("table", name="Innovations side by side")
    expect(table).to_match_aria_snapshot("""
    - table "Innovations side by side":
      - rowgroup:
        - row:
          - columnheader "What is compared"
          - columnheader "Four rooms Remove Four rooms":
            - link "Four rooms"
            - link "Remove Four rooms"
          - columnheader "Maker Mondays Remove Maker Mondays"
          - columnheader "The long bus ride Remove The long bus ride"
      - rowgroup:
        - row "Maturity Growing Growing Stopped":
          - rowheader "Maturity"
          - cell "Growing"
          - cell "Growing"
          - cell "Stopped"
    """)

    table.get_by_role("link", name="Remove Maker Mondays").click()
    expect(table.get_by_role("columnheader")).to_have_count(3)
    expect(table).to_match_aria_snapshot("""
    - table "Innovations side by side":
      - rowgroup:
        - row "Staff added 1.5 full-time equivalent Not stated":
          - rowheader "Staff added"
          - cell "1.5 full-time equivalent"
          - cell "Not stated"
    """)


def test_three_are_printed_on_one_page(site: str, page: "Page") -> None:
    keep(page, site, *TITLES)
    page.goto(f"{site}/shortlist/")
    page.get_by_role("button", name="Compare side by side").click()

    assert len(SHEETS.findall(page.pdf(prefer_css_page_size=True))) == 1


def test_a_shortlist_is_there_on_the_next_visit_and_shorter_once_one_is_removed(
    site: str, page: "Page"
) -> None:
    keep(page, site, *TITLES[:2])
    page.goto(f"{site}/shortlist/")
    page.wait_for_url("**/shortlist/?e=*")
    page.get_by_role("link", name="Remove Four rooms").click()
    expect(page.locator(KEPT)).to_have_text(["Maker Mondays"])

    later = page.context.new_page()
    later.goto(f"{site}/innovations/")
    expect(later.get_by_role("link", name="Shortlist 1")).to_be_visible()
    later.get_by_role("button", name="Kept Maker Mondays").click()
    expect(later.locator("#Kept")).to_be_hidden()
    later.goto(f"{site}/shortlist/")
    expect(later.get_by_text("Nothing is on this list yet.")).to_be_visible()


def test_an_entry_is_kept_from_its_own_page_and_from_what_a_search_finds(site: str, page: "Page") -> None:
    page.goto(f"{site}/innovations/maker-mondays/")
    button = page.locator(".entry__head").get_by_role("button", name="Keep Maker Mondays")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#Kept")).to_have_text(re.compile("1"))

    page.goto(f"{site}/library/")
    page.locator("#Words").fill("bus")
    expect(page.locator("#Results .card__title")).to_have_text(["The long bus ride"])
    page.get_by_role("button", name="Keep The long bus ride").click()
    expect(page.locator("#Kept")).to_have_text(re.compile("2"))


def test_a_list_that_was_sent_is_kept_beside_ones_own(site: str, page: "Page", chromium: "Browser") -> None:
    keep(page, site, "Four rooms", "Maker Mondays")
    page.goto(f"{site}/shortlist/")
    page.wait_for_url("**/shortlist/?e=*")

    other = chromium.new_context().new_page()
    keep(other, site, "The long bus ride")
    other.goto(page.url)
    expect(other.locator(KEPT)).to_have_text(["Four rooms", "Maker Mondays"])
    other.get_by_role("button", name="Keep all of it in this browser").click()
    expect(other.locator(KEPT)).to_have_text(["The long bus ride", "Four rooms", "Maker Mondays"])
    expect(other.locator("#NotOwn")).to_be_hidden()
    other.context.close()


def test_without_a_script_an_address_opens_the_list_and_the_comparison(
    site: str, page: "Page", chromium: "Browser"
) -> None:
    keep(page, site, *TITLES)
    page.goto(f"{site}/shortlist/")
    page.wait_for_url("**/shortlist/?e=*")

    context = chromium.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(page.url)
    expect(plain.locator(KEPT)).to_have_text(list(TITLES))
    expect(plain.get_by_role("button", name="Keep")).to_have_count(0)
    plain.get_by_role("link", name="Remove Four rooms").click()
    expect(plain.locator(KEPT)).to_have_text(list(TITLES[1:]))
    plain.get_by_role("button", name="Compare side by side").click()
    expect(plain.locator(".compare__title")).to_have_text(list(TITLES[1:]))
    plain.get_by_role("link", name="Show only what differs").click()
    expect(plain.get_by_role("rowheader", name="Start year")).to_have_count(0)
    context.close()


def test_what_another_script_left_in_the_browser_does_no_harm(site: str, page: "Page") -> None:
    for left in ("{", "7", "null", '["javascript:alert(1)", {}, null, 7, "\\"><img src=x>"]'):
        page.goto(f"{site}/innovations/")
        page.evaluate("left => localStorage.setItem('groundwork.shortlist', left)", left)
        page.goto(f"{site}/shortlist/")
        expect(page.get_by_text("Nothing is on this list yet.")).to_be_visible()
        keep(page, site, "Four rooms")
        expect(page.get_by_role("link", name="Shortlist 1")).to_be_visible()


def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    site: str, page: "Page", chromium: "Browser"
) -> None:
    keep(page, site, *TITLES)
    page.goto(f"{site}/shortlist/")
    page.wait_for_url("**/shortlist/?e=*")
    asked = page.url.partition("?")[2]
    addresses = (
        f"/shortlist/?{asked}",
        "/shortlist/",
        f"/compare/?{asked}",
        "/compare/",
        "/innovations/",
    )
    assert_sound(chromium, site, addresses)
