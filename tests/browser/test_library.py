"""The library in a real browser: scenario 6, by keyboard alone, with a script and without."""

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from portfolio.models import DistrictIndexPage
from portfolio.publication import log
from search.turns import turn
from tests import factories
from tests.browser.axe import assert_sound, unfold
from tests.home.test_pages import live

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request, Route

pytestmark = pytest.mark.django_db(transaction=True)

FOUND = "#Results .card__title"


@pytest.fixture
def library(live_server: Any) -> str:
    """The library's address; one entry in it fits scenario 6, others fail it by one filter each."""
    factories.make_site()
    log.flush()
    theme = factories.ThemeFactory(name="Competency-based learning", slug="competency-based-learning")
    index = DistrictIndexPage.objects.get()
    kestrel, oakmere, dunmore = (
        live(index, factories.district_page(district=factories.DistrictFactory(**facts)))
        for facts in (
            {
                "name": "Kestrel Plains",
                "leaid": "2000001",
                "state": "KS",
                "students": 290,
                "locale": 43,
                "is_sample": False,
            },
            {"name": "Oakmere", "leaid": "9900002", "students": 24_000, "locale": 12},
            {"name": "Dunmore Ridge", "leaid": "9900003", "students": 3_100, "locale": 41},
        )
    )
    for district, title, cost in (
        (kestrel, "Four rooms, no grades", "low"),
        (kestrel, "A room for each subject", "high"),
        (oakmere, "Report cards in a city", "low"),
        (dunmore, "Report cards on the ridge", "low"),
    ):
        live(district, factories.innovation_page([theme], title=title, cost_band=cost))
    live(kestrel, factories.innovation_page(title="The long bus ride", cost_band="low"))
    return f"{live_server.url}/library/"


def tab_to(page: "Page", selector: str) -> None:
    """Press Tab until what `selector` finds has the focus."""
    for _press in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def test_scenario_6_by_keyboard_alone(library: str, page: "Page") -> None:
    page.goto(library)
    tab_to(page, "#Words")
    page.keyboard.type("competency")
    expect(page.locator(FOUND)).to_have_count(4)
    assert page.evaluate("document.activeElement.id") == "Words"

    tab_to(page, "[name=locale][value=rural]")
    assert page.locator(".option:has(:focus) .facet__count").inner_text() == "3"
    page.keyboard.press("Space")
    expect(page.locator(FOUND)).to_have_count(3)
    assert page.evaluate("document.activeElement.value") == "rural"

    tab_to(page, "#Facet-cost summary")
    page.keyboard.press("Enter")
    tab_to(page, "[name=cost][value=low]")
    assert page.locator(".option:has(:focus) .facet__count").inner_text() == "2"
    page.keyboard.press("Space")
    expect(page.locator(FOUND)).to_have_count(2)

    tab_to(page, "#Range-enrollment summary")
    page.keyboard.press("Enter")
    tab_to(page, "[name=enrollment_max]")
    page.keyboard.type("2499")
    page.keyboard.press("Enter")
    expect(page.locator(FOUND)).to_have_text(["Four rooms, no grades"])
    assert page.evaluate("document.activeElement.name") == "enrollment_max"
    expect(page.locator("#Announced")).to_have_text(re.compile("1 entry\\s+for “competency”"))

    assert page.url == f"{library}?cost=low&enrollment_max=2499&locale=rural&q=competency"
    shared = page.context.new_page()
    shared.goto(page.url)
    expect(shared.locator(FOUND)).to_have_text(["Four rooms, no grades"])
    expect(shared.locator("[name=locale][value=rural]")).to_be_checked()


def test_scenario_6_as_a_screen_reader_has_it(library: str, page: "Page") -> None:
    announced = page.get_by_role("main").get_by_role("status")
    page.goto(library)
    expect(page.get_by_role("search")).to_match_aria_snapshot("""
    - search:
      - searchbox "What are you looking for?"
      - button "Search"
    """)

    page.get_by_role("searchbox", name="What are you looking for?").fill("competency")
    expect(announced).to_have_text(re.compile(r"4 entries\s+for “competency”"))
    expect(page.locator("#Filters")).to_match_aria_snapshot("""
    - group:
      - heading "Filter" [level=2]
      - textbox "Places like mine"
      - group:
        - group "Locale":
          - list:
            - listitem:
              - checkbox "City 1"
            - listitem:
              - checkbox "Rural 3" [checked=false]
    """)

    page.get_by_role("checkbox", name="Rural 3").check()
    expect(announced).to_have_text(re.compile("3 entries"))
    page.locator("#Facet-cost summary").click()
    expect(page.get_by_role("group", name="Cost of the first year", exact=True)).to_match_aria_snapshot("""
    - group "Cost of the first year":
      - list:
        - listitem:
          - checkbox "Under $25,000 2"
        - listitem:
          - checkbox "$100,000 to $500,000 1"
    """)
    page.get_by_role("checkbox", name="Under $25,000 2").check()
    expect(announced).to_have_text(re.compile("2 entries"))
    page.locator("#Range-enrollment summary").click()
    most = page.get_by_role("group", name="Students in the district").get_by_role("spinbutton", name="to")
    most.fill("2499")
    most.press("Enter")

    expect(announced).to_have_text(re.compile(r"1 entry\s+for “competency”"))
    expect(page.get_by_role("region", name="1 entry for “competency”")).to_match_aria_snapshot("""
    - region "1 entry for “competency”":
      - heading "1 entry for “competency”" [level=2]
      - list "Filters that are on":
        - listitem:
          - 'link "Take away: Cost of the first year: Under $25,000"'
        - listitem:
          - 'link "Take away: Locale: Rural"'
        - listitem:
          - 'link "Take away: Students in the district: 2,499 or less"'
        - listitem:
          - link "Clear all"
      - list:
        - listitem:
          - article:
            - heading "Four rooms, no grades" [level=3]:
              - link "Four rooms, no grades"
            - paragraph: Kestrel Plains
            - button "Keep Four rooms, no grades"
          - list "Why it was found"
    """)


def test_a_dead_end_is_announced_and_leads_on_by_links(library: str, page: "Page") -> None:
    page.goto(f"{library}?q=competency&locale=city")
    page.get_by_role("searchbox").fill("“bus ride”")
    expect(page.get_by_role("main").get_by_role("status")).to_have_text(re.compile("No entries"))
    expect(page.locator("#Results")).to_match_aria_snapshot("""
    - region /No entries/:
      - heading /No entries/ [level=2]
      - paragraph:
        - strong: Nothing here fits all of that.
      - list:
        - listitem:
          - link "Without the filter “Locale”"
          - text: 1 entry
    """)


def test_zero_hits_suggest_loosening(library: str, page: "Page") -> None:
    page.goto(f"{library}?q=competency&locale=city&cost=high")
    expect(page.locator("#Found")).to_have_text(re.compile("No entries"))
    way = page.locator(".instead li", has_text="Without the filter “Locale”")
    expect(way).to_contain_text("1 entry")

    way.get_by_role("link").click()

    expect(page.locator(FOUND)).to_have_text(["A room for each subject"])


def test_back_leads_to_before_the_typing_began(library: str, page: "Page") -> None:
    page.goto(library)
    page.locator("#Words").press_sequentially("compet", delay=30)
    expect(page.locator(FOUND)).to_have_count(4)
    page.locator("#Words").press_sequentially("ency", delay=30)
    page.wait_for_url("**/?q=competency")
    page.locator("[name=locale][value=city]").check()
    expect(page.locator(FOUND)).to_have_text(["Report cards in a city"])

    page.go_back()
    expect(page.locator(FOUND)).to_have_count(4)
    expect(page.locator("[name=locale][value=city]")).not_to_be_checked()
    expect(page.locator("#Words")).to_have_value("competency")
    page.go_back()
    expect(page.locator("#Found")).to_have_text("8 entries")
    expect(page.locator("#Words")).to_have_value("")
    page.go_forward()
    expect(page.locator("#Words")).to_have_value("competency")
    expect(page.locator(FOUND)).to_have_count(4)


def test_only_the_newest_answer_is_shown(library: str, page: "Page") -> None:
    slow = []
    page.goto(library)
    page.route("**/?q=bus*", lambda route: slow.append(route))
    page.locator("#Words").fill("bus")
    page.wait_for_url("**/?q=bus")
    page.locator("#Words").fill("city")
    expect(page.locator(FOUND).first).to_have_text("Report cards in a city")

    for route in slow:
        route.abort()
    expect(page.locator("#Found")).to_have_text(re.compile("for “city”"))


def test_without_a_script_its_form_does_all_of_it(library: str, chromium: "Browser") -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(library)
    page.locator("#Words").fill("competency")
    page.locator("[name=locale][value=rural]").check()
    page.locator("#Facet-cost summary").click()
    page.locator("[name=cost][value=low]").check()
    page.locator("#Range-enrollment summary").click()
    page.locator("[name=enrollment_max]").fill("2499")
    page.get_by_role("button", name="Show results").click()

    expect(page.locator(FOUND)).to_have_text(["Four rooms, no grades"])
    assert page.url == f"{library}?cost=low&enrollment_max=2499&locale=rural&q=competency"
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator(FOUND)).to_have_count(4)
    context.close()


def test_a_search_is_kept_in_this_browser_and_removed(library: str, page: "Page") -> None:
    page.goto(f"{library}?q=competency&locale=rural")
    page.get_by_role("button", name="Save it in this browser").click()

    page.goto(library)
    saved = page.get_by_role("region", name="Searches saved in this browser")
    saved.get_by_role("link", name="“competency”, Locale: Rural").click()
    expect(page.locator(FOUND)).to_have_count(3)
    expect(page.get_by_role("button", name="Save it in this browser")).to_be_hidden()

    page.get_by_role("button", name="Remove: “competency”, Locale: Rural").click()
    expect(saved).to_be_hidden()
    expect(page.get_by_role("button", name="Save it in this browser")).to_be_visible()
    assert not page.context.cookies()


def test_what_another_script_left_in_the_browser_does_no_harm(library: str, page: "Page") -> None:
    page.goto(library)
    for kept in ("{", "7", '[{"address": "javascript:alert(1)", "words": "x"}, {}, null]'):
        page.evaluate("kept => localStorage.setItem('groundwork.searches', kept)", kept)
        page.reload()
        expect(page.locator("#Saved")).to_be_hidden()
        page.locator("#Words").fill("bus")
        expect(page.locator(FOUND)).to_have_text(["The long bus ride"])
        page.goto(library)


def test_filters_fold_away_on_a_phone(library: str, chromium: "Browser") -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{library}?q=competency")
    expect(page.locator("[name=locale][value=rural]")).to_be_hidden()
    page.locator(".filters__summary").click()
    page.locator("[name=locale][value=rural]").check()
    expect(page.locator(FOUND)).to_have_count(3)
    expect(page.locator(".filters__title")).to_contain_text("(1)")
    expect(page.locator("[name=locale][value=rural]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()


def test_axe_finds_nothing(library: str, chromium: "Browser") -> None:
    queries = (
        "",
        "?q=competency&locale=rural",
        "?state=KS&like=2000001",
        "?q=compatency+bus&cost=none&cost_min=1&sort=evidence",
        "?year=2022&licence=CC-BY-4.0",
    )
    assert_sound(chromium, library, queries, look=unfold)


def test_search_is_asked_again_while_very_many_search(library: str, page: "Page", settings: Any) -> None:
    page.goto(library)
    settings.SEARCHES_AT_ONCE = 1
    with turn(), page.expect_response(lambda answer: answer.status == 503):
        page.get_by_role("searchbox").fill("competency")
    expect(page.locator(FOUND)).to_have_count(4)
    assert page.get_by_role("searchbox").input_value() == "competency"


@pytest.fixture
def asked(page: "Page") -> list[str]:
    """The addresses that the page fetches, without host."""
    found: list[str] = []

    def note(request: "Request") -> None:
        if request.resource_type == "fetch":
            found.append(request.url.partition("/library/")[2])

    page.on("request", note)
    return found


@pytest.mark.parametrize(
    ("held", "stays"),
    [
        ("a:text-is('Four rooms, no grades')", True),
        (".card:has-text('Four rooms') [data-keep]", True),
        ("#States summary", True),
        ("a:text-is('The long bus ride')", False),
        (".keep__api", False),
    ],
    ids=["title", "keep", "map", "gone", "other address"],
)
def test_an_answer_leaves_the_focus_where_it_is(library: str, page: "Page", held: str, stays: bool) -> None:
    late: list[Route] = []
    page.goto(library)
    page.route("**/?q=competency*", lambda route: late.append(route))
    with page.expect_request("**/?q=competency*"):
        page.locator("#Words").fill("competency")
    page.locator(f"#Results {held}").focus()
    late[0].continue_()

    expect(page.locator(FOUND)).to_have_count(4)
    expect(page.locator(f"#Results {held}" if stays else "#Found")).to_be_focused()


def test_back_leaves_the_focus_where_it_is(library: str, page: "Page") -> None:
    page.goto(f"{library}?q=xyzzy")
    page.locator("#Words").fill("competency")
    expect(page.locator(FOUND)).to_have_count(4)
    rural, most = page.locator("[name=locale][value=rural]"), page.locator("[name=enrollment_max]")
    rural.press("Space")
    expect(page.locator(FOUND)).to_have_count(3)
    page.locator("#Range-enrollment summary").press("Enter")
    most.fill("2499")
    most.press("Enter")
    expect(page.locator(FOUND)).to_have_count(2)

    page.go_back()
    expect(page.locator(FOUND)).to_have_count(3)
    expect(most).to_be_focused()
    expect(most).to_have_value("")
    rural.focus()
    page.go_back()
    expect(page.locator(FOUND)).to_have_count(4)
    expect(rural).to_be_focused()
    expect(rural).not_to_be_checked()
    page.go_back()
    expect(page.locator("#Found")).to_have_text(re.compile("No entries"))
    expect(rural).to_have_count(0)
    expect(page.locator("#Found")).to_be_focused()


def test_back_does_not_search_for_what_was_half_typed(library: str, page: "Page", asked: list[str]) -> None:
    page.goto(library)
    page.locator("[name=locale][value=rural]").check()
    expect(page.locator(FOUND)).to_have_count(6)
    page.locator("#Mine").press_sequentially("Kestr")
    page.go_back()
    expect(page.locator(FOUND)).to_have_count(8)
    expect(page.locator("#Mine")).to_have_value("")
    assert asked == ["?locale=rural", ""]
    assert page.url == library


def test_what_was_unfolded_stays_so(library: str, page: "Page") -> None:
    page.goto(library)
    page.locator("#States summary").click()
    page.locator("#Facet-cost summary").click()
    for words, count in (("competency", 4), ("xyzzy", 0), ("bus", 1)):
        page.locator("#Words").fill(words)
        expect(page.locator(FOUND)).to_have_count(count)
    expect(page.locator("#States .tiles")).to_be_visible()
    expect(page.locator("[name=cost][value=low]")).to_be_visible()

    page.locator("#States summary").click()
    page.locator("[name=cost][value=low]").check()
    expect(page.locator(".filters__title")).to_contain_text("(1)")
    expect(page.locator("#States .tiles")).to_be_hidden()


def test_each_answer_is_fetched_once(library: str, page: "Page", asked: list[str]) -> None:
    page.goto(library)
    page.clock.install()
    page.clock.pause_at("2100-01-01")
    page.locator("#Words").press_sequentially("competency")
    page.clock.run_for(5000)
    expect(page.locator(FOUND)).to_have_count(4)
    page.keyboard.press("Tab")
    page.clock.run_for(5000)
    assert asked == ["?q=competency&typing=1"]

    for _press in range(2):
        page.locator("#Words").press("Enter")
        expect(page.locator("#Results")).not_to_have_attribute("aria-busy", "true")
    assert asked[1:] == ["?q=competency"]


def test_enter_in_a_filter_fetches_its_answer_once(library: str, page: "Page", asked: list[str]) -> None:
    page.goto(library)
    page.locator("#Mine").fill("Kestrel Plains")
    page.locator("#Mine").press("Enter")
    expect(page.locator("#MineHelp")).to_contain_text("Kestrel Plains, ")
    assert asked == ["?like=Kestrel+Plains"]
    expect(page.locator("#Mine")).to_be_focused()
