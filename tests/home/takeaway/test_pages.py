"""The shortlist and the comparison as a reader meets them, without a script."""

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from home.takeaway.comparison import RESULTS, WORDS
from home.takeaway.views import MOST_COMPARED, MOST_KEPT
from portfolio.models import DistrictIndexPage, ToolkitIndexPage
from portfolio.publication import log
from tests import factories
from tests.home.test_entry_pages import words
from tests.home.test_pages import live

pytestmark = pytest.mark.django_db(transaction=True)

ODD = (
    "", "x", "%00", "%FF", "%E2%80%AE", "%F0%9F%92%A5", "-1", "9" * 400,
    "'%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "00000000-0000-0000-0000-00000000000g", "%D9%A3" * 32,
)  # fmt: skip


@pytest.fixture
def district() -> Page:
    factories.make_site()
    log.flush()
    row = factories.DistrictFactory(name="Kestrel Plains", leaid="9900001", students=290, locale=43)
    page: Page = live(DistrictIndexPage.objects.get(), factories.district_page(district=row))
    return page


@pytest.fixture
def full(district: Page) -> Page:
    """An innovation that states a good deal."""
    results = [factories.result_row(metric=f"Measure {number}") for number in range(RESULTS + 2)]
    page = factories.innovation_page(
        title="Four rooms", staff="Two aides", staff_fte=1.5, months_to_start=4, cost_one_time=6500,
        prerequisites="<ul><li>Four rooms</li><li>Free &amp; open hours</li></ul>",
        what_did_not_work=f"<p>{'Nobody came. ' * WORDS}</p>",
    )  # fmt: skip
    page.results = results
    return live(district, page)


@pytest.fixture
def bare(district: Page) -> Page:
    return live(district, factories.innovation_page(title="One room", maturity="pilot", cost_band=""))


def asking(*pages: Any) -> str:
    return "&".join(f"e={getattr(page, 'translation_key', page)}" for page in pages)


def read(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def rows(page: BeautifulSoup) -> dict[str, list[str]]:
    """The answers of a comparison, by question."""
    found = page.select("table.compare tbody tr:not(.compare__group)")
    return {words(row.th): [words(cell.div) for cell in row.find_all("td")] for row in found}


def titles(page: BeautifulSoup) -> list[str]:
    return [words(title) for title in page.select("main .card__title, main .compare__title")]


def notes(page: BeautifulSoup) -> list[str]:
    return [words(note) for note in page.select("main > .wrap > .notice:not([hidden])")]


def test_a_shortlist_holds_what_its_address_names(client: Client, full: Page, bare: Page) -> None:
    page = read(client, f"/shortlist/?{asking(bare, full, bare)}")

    assert titles(page) == ["One room", "Four rooms"]
    assert notes(page) == []
    assert page.find("meta", attrs={"name": "robots"})["content"].startswith("noindex")
    assert page.select_one("[data-remove]")["href"] == f"/shortlist/?{asking(full)}"


def test_a_shortlist_leads_to_a_comparison(client: Client, full: Page, bare: Page) -> None:
    toolkit = live(ToolkitIndexPage.objects.get(), factories.toolkit_page())
    form = read(client, f"/shortlist/?{asking(full, toolkit, bare)}").select_one("main form")
    assert isinstance(form, Tag)
    ticked = [box["value"] for box in form.select("input[checked]")]

    assert ticked == [str(full.translation_key), str(bare.translation_key)]
    assert titles(read(client, f"{form['action']}?{asking(*ticked)}")) == ["Four rooms", "One room"]


def test_a_shortlist_leads_to_the_plan_of_each_entry_that_has_one(
    client: Client, full: Page, bare: Page
) -> None:
    toolkit = live(ToolkitIndexPage.objects.get(), factories.toolkit_page())
    listed = read(client, f"/shortlist/?{asking(full, toolkit, bare)}")
    links = [link["href"] for link in listed.select(".takeaway__plan a")]

    assert links == [
        f"/plans/{each.translation_key}.{form}" for each in (full, bare) for form in ("docx", "md")
    ]
    assert all(client.get(link).status_code == 200 for link in links)
    names = [link.get_text() for link in listed.select(".takeaway__plan a")]
    assert names[:2] == ["for Word: Four rooms", "as Markdown: Four rooms"]


def test_the_plan_of_an_entry_in_another_language_is_there(client: Client, full: Page) -> None:
    """What is not translated is shown as it is, and so is its plan."""
    Locale.objects.create(language_code="es")
    page = read(client, f"/es/shortlist/?{asking(full)}")

    links = [link["href"] for link in page.select(".takeaway__plan a")]
    assert len(links) == 2
    assert all(client.get(link).status_code == 200 for link in links)


def test_a_shortlist_without_entries_says_how_to_keep_some(client: Client, district: Page) -> None:
    page = read(client, "/shortlist/")

    assert "Press “Keep” on an entry" in words(page.main)
    assert page.main.find("a", class_="button")["href"] == "/library/"


def test_a_comparison_answers_the_same_questions_for_each(client: Client, full: Page, bare: Page) -> None:
    found = rows(read(client, f"/compare/?{asking(full, bare)}"))

    assert found["Maturity"] == ["Growing", "Pilot"]
    assert found["Cost, first year"] == ["Under $25,000 $6,500 once", "Not stated"]
    assert found["Staff added"] == ["1.5 full-time equivalent", "Not stated"]
    assert found["Time to start"] == ["4 months", "Not stated"]
    assert found["What must be in place first"] == ["Four rooms; Free & open hours", "Not stated"]
    assert found["Locale"] == ["Rural", "Rural"]
    assert found["Students in the district"] == ["290", "290"]
    assert found["Start year"] == ["2022", "2022"]
    assert found["Evidence"] == ["Not stated", "Not stated"]
    assert found["Whom to ask"] == ["Not stated", "Not stated"]
    assert found["Results"][1] == "Not stated"


def test_a_comparison_cuts_what_is_long_and_leads_to_the_rest(client: Client, full: Page) -> None:
    page = read(client, f"/compare/?{asking(full)}")
    found = rows(page)

    assert found["What didn't work"][0].count("Nobody came.") <= WORDS // 2
    assert found["Results"][0].count("Measure") == RESULTS
    assert "Measure 0: 66% before, 81% after (2022 to 2024)" in found["Results"][0]
    more = [link["href"] for link in page.select(".compare__more")]
    assert more == [f"{full.url}#Results", f"{full.url}#Lessons"]


def test_a_comparison_can_show_only_what_differs(client: Client, full: Page, bare: Page) -> None:
    whole = read(client, f"/compare/?{asking(full, bare)}")
    link = whole.find("a", string="Show only what differs")["href"]
    narrowed = read(client, link)

    assert set(rows(narrowed)) < set(rows(whole))
    assert all(first != second for first, second in rows(narrowed).values())
    assert narrowed.find("a", string="Show all rows")["href"] == f"/compare/?{asking(full, bare)}"
    assert "Start year" not in rows(narrowed)


def test_an_innovation_is_removed_from_a_comparison_by_a_link(client: Client, full: Page, bare: Page) -> None:
    page = read(client, f"/compare/?{asking(full, bare)}")

    rest = read(client, page.select_one(".compare__remove")["href"])

    assert titles(rest) == ["One room"]
    assert any("nothing to compare it with" in note for note in notes(rest))


def test_only_four_innovations_are_compared(client: Client, district: Page, full: Page) -> None:
    toolkit = live(ToolkitIndexPage.objects.get(), factories.toolkit_page())
    others = [live(district, factories.innovation_page(title=f"Number {n}")) for n in range(MOST_COMPARED)]

    page = read(client, f"/compare/?{asking(full, *others)}")
    assert len(titles(page)) == MOST_COMPARED
    assert notes(page) == ["Only 4 entries fit here. The rest was left out."]
    page = read(client, f"/compare/?{asking(full, toolkit)}")
    assert titles(page) == ["Four rooms"]
    assert notes(page)[0] == "“Workshop starter kit” is not an innovation, so it cannot be compared."


@pytest.mark.parametrize("path", ["/shortlist/", "/compare/"])
def test_what_is_withdrawn_is_left_out_with_a_note_that_does_not_name_it(
    client: Client, full: Page, bare: Page, path: str
) -> None:
    full.unpublish()
    page = read(client, f"{path}?{asking(full, bare, uuid4())}")

    assert titles(page) == ["One room"]
    assert notes(page)[0].startswith("2 entries of this address are not public any more.")
    assert "Four rooms" not in page.get_text()


@pytest.mark.parametrize("path", ["/shortlist/", "/compare/"])
def test_any_address_gets_a_page(client: Client, full: Page, path: str) -> None:
    for odd in ODD:
        page = read(client, f"{path}?e={odd}&{asking(full)}&only={odd}&unknown={odd}")
        assert titles(page) == ["Four rooms"]
        assert len([note for note in notes(page) if "is not the id of an entry" in note]) <= 1
        assert "alert(1)" not in "".join(script.get_text() for script in page.find_all("script"))


@pytest.mark.parametrize(("path", "most"), [("/shortlist/", MOST_KEPT), ("/compare/", MOST_COMPARED)])
def test_a_long_address_is_cut_with_a_note(client: Client, district: Page, path: str, most: int) -> None:
    many = asking(*(uuid4() for _number in range(MOST_KEPT + 20)))

    assert notes(read(client, f"{path}?{many}"))[0].startswith(f"Only {most} entries fit here.")


@pytest.mark.parametrize("path", ["/shortlist/", "/compare/"])
def test_caches_may_keep_it_and_no_cookie_is_set(client: Client, full: Page, path: str) -> None:
    answer = client.get(f"{path}?{asking(full)}")

    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert client.post(path).status_code == 405


def test_pages_take_three_queries_however_many_entries(client: Client, district: Page) -> None:
    pages = [live(district, factories.innovation_page(title=f"Number {n}")) for n in range(MOST_COMPARED)]
    client.get("/shortlist/")
    for path in ("/shortlist/", "/compare/"):
        for some in (pages[:1], pages):
            with CaptureQueriesContext(connection) as captured:
                client.get(f"{path}?{asking(*some)}")
            assert len(captured) == 3, (path, captured.captured_queries)
