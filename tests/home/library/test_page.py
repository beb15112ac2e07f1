"""The library's page as a reader meets it, without a script."""

from datetime import date
from typing import Any
from urllib.parse import quote_plus

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from home.models import HomePage
from portfolio.models import DistrictIndexPage, InnovationIndexPage, Theme
from portfolio.publication import log
from search import told
from search.meaning.nearest import meanings
from search.models import ChosenResult, CuratedQuery
from tests import factories
from tests.home.test_entry_pages import words
from tests.home.test_locales import translated
from tests.home.test_pages import live
from tests.search.meaning import BREAKFAST, MORNING_MEAL, needs_model, read_all

pytestmark = pytest.mark.django_db(transaction=True)

ODD = (
    '"', '""', '12" ruler', "\0", "(" * 2_000, "[" * 2_000, "💥", "שלום עולם", "\u202e", "a" * 10_000, "*",
    "AND OR NOT", "NOT maker", "title:maker", "maker~2", "maker^9", "+maker -maker", "'; DROP TABLE x; --",
    "%' OR 1=1", "\\", "/", "{}", "<script>alert(1)</script>", "&amp;", "\r\n", "​", "﷽", "ﬁ", "Å", "0",
    "-1", "1e400", "the of and", "~", "| &", "?",
)  # fmt: skip
SHELL = 2
"""Queries of every page: which site it is, and what is in its navigation"""


@pytest.fixture
def themes() -> dict[str, Theme]:
    factories.make_site()
    log.flush()
    models = factories.ThemeFactory(name="Learning models", slug="learning-models")
    return {
        "models": models,
        "competency": factories.ThemeFactory(name="Competency-based learning", slug="cbe", parent=models),
        "buses": factories.ThemeFactory(name="Buses", slug="buses"),
    }


@pytest.fixture
def places(themes: dict[str, Theme]) -> dict[str, Page]:
    """Two members: a small rural one and a city."""
    index = DistrictIndexPage.objects.get()
    rural = factories.DistrictFactory(name="Kestrel Plains", leaid="9900001", students=290, locale=43)
    city = factories.DistrictFactory(name="Oakmere", leaid="9900002", students=24_000, locale=12)
    return {
        "rural": live(index, factories.district_page(district=rural)),
        "city": live(index, factories.district_page(district=city)),
    }


@pytest.fixture
def library(themes: dict[str, Theme], places: dict[str, Page]) -> dict[str, Page]:
    """Entries that say competency in several ways, and one that does not."""
    return {
        "rooms": live(
            places["rural"],
            factories.innovation_page(
                [themes["competency"]], title="Four rooms", cost_band="none", summary="By age."
            ),
        ),
        "cards": live(
            places["city"],
            factories.innovation_page(
                [themes["competency"]], title="Report cards by competency", cost_band="low", start_year=2019
            ),
        ),
        "bus": live(
            places["rural"],
            factories.innovation_page(
                [themes["buses"]], title="Long bus ride", cost_band="low", maturity="stopped"
            ),
        ),
    }


def page(client: Client, query: str = "", path: str = "/library/") -> BeautifulSoup:
    answer = client.get(f"{path}?{query}" if query else path)
    assert answer.status_code == 200, answer
    return BeautifulSoup(answer.content, "html.parser")


def titles(found: BeautifulSoup) -> list[str]:
    return [title.get_text().strip() for title in found.select("#Results .card__title")]


def count_of(found: BeautifulSoup, name: str, value: str) -> int:
    box = found.select_one(f'#Filters input[name="{name}"][value="{value}"]')
    return int(words(box.find_parent("label").select_one(".facet__count"))) if box else 0


def linked(found: BeautifulSoup, text: str) -> str:
    link = next(link for link in found.select("#Results a") if text in words(link))
    return str(link["href"])


def test_words_find_entries_and_are_marked(library: dict[str, Page], client: Client) -> None:
    found = page(client, "q=competency")

    assert titles(found) == ["Report cards by competency", "Four rooms"]
    assert words(found.find(id="Found")) == "2 entries for “competency”"
    assert [words(mark) for mark in found.select(".card__title mark")] == ["competency"]
    assert "Theme: Competency-based learning" in found.select(".why")[1].get_text()
    assert found.find("input", id="Words")["value"] == "competency"


def test_a_hit_that_lacks_a_word_says_so(library: dict[str, Page], client: Client) -> None:
    found = page(client, "q=competency+bus")

    told = {
        words(card.select_one(".card__title")): words(card) for card in found.select("#Results .cards > li")
    }
    assert "Does not say: bus" in told["Report cards by competency"]
    assert "Does not say: competency" in told["Long bus ride"]


def test_a_word_that_nobody_wrote_is_put_right_in_plain_sight(
    library: dict[str, Page], client: Client
) -> None:
    found = page(client, "q=compatency")

    assert (
        found.select_one(".corrected").get_text()
        == "No entry says “compatency”. These are results for competency."
    )
    assert len(titles(found)) == 2


def test_filters_narrow_and_their_counts_say_what_each_would_bring(
    library: dict[str, Page], client: Client
) -> None:
    everything = page(client)
    for name, value in (
        ("locale", "rural"),
        ("cost", "low"),
        ("theme", "learning-models"),
        ("kind", "district"),
    ):
        narrowed = page(client, f"{name}={value}")
        assert count_of(everything, name, value) == len(titles(narrowed)) > 0, (name, value)

    both = page(client, "locale=rural&cost=low")
    assert titles(both) == ["Long bus ride"]
    assert (count_of(both, "locale", "rural"), count_of(both, "locale", "city")) == (1, 1)
    assert (count_of(both, "cost", "low"), count_of(both, "cost", "none")) == (1, 1)


def test_values_of_one_facet_are_alternatives(library: dict[str, Page], client: Client) -> None:
    found = page(client, "q=competency&cost=low&cost=none")

    assert len(titles(found)) == 2
    assert [
        box["value"]
        for box in found.select('#Filters input[name="cost"]:checked, input[name="cost"][checked]')
    ] == [
        "none",
        "low",
    ]


def test_themes_are_a_tree(library: dict[str, Page], client: Client) -> None:
    found = page(client, "theme=cbe")

    parts = found.find("details", id="Parts-learning-models")
    assert [box["value"] for box in parts.select("input")] == ["cbe"]
    assert parts.has_attr("open")


def test_numbers_narrow_from_and_to(library: dict[str, Page], client: Client) -> None:
    assert titles(page(client, "q=competency&enrollment_max=2500")) == ["Four rooms"]
    assert titles(page(client, "start_year_max=2020")) == ["Report cards by competency"]
    assert titles(page(client, "year_max=2020")) == ["Report cards by competency"]
    assert words(page(client, "enrollment_min=600&enrollment_max=2500").select_one(".chips li")).endswith(
        "Students in the district: 600 to 2,500"
    )


def test_years_and_licenses_are_counted_the_newest_first(library: dict[str, Page], client: Client) -> None:
    live(library["bus"].get_parent(), factories.story_page(title="A story", published_on=date(2024, 3, 1)))
    found = page(client)
    years = found.select('#Filters input[name="year"]')
    assert [year["value"] for year in years] == ["2024", "2022", "2019"]
    assert titles(page(client, "year=2024&year=2019")) == ["A story", "Report cards by competency"]
    assert count_of(found, "licence", "CC-BY-4.0") == 4
    assert titles(page(client, "licence=CC0-1.0")) == []


def test_cost_is_narrowed_in_dollars_where_a_sum_is_stated(
    library: dict[str, Page], places: dict[str, Page], client: Client
) -> None:
    costs = {"Two sums": {"cost_one_time": 5_000, "cost_annual": 900}, "One sum": {"cost_annual": 700}}
    for title, sums in costs.items():
        live(places["city"], factories.innovation_page(title=title, **sums))
    assert titles(page(client, "cost_max=6000")) == ["One sum", "Two sums", "Four rooms"]  # no new money
    assert titles(page(client, "cost_min=701&cost_max=5900")) == ["Two sums"]
    both = page(client, "cost=low&cost_min=701")
    assert titles(both) == ["Two sums"]
    chips = {words(link.parent): link["href"] for link in both.select(".chips a")}
    assert chips["Take away: Cost of the first year, in dollars: 701 or more"] == "/library/?cost=low"
    assert chips["Take away: Cost of the first year: Under $25,000"] == "/library/?cost_min=701"
    facet = both.find(id="Facet-cost")
    assert facet.find("input", attrs={"name": "cost_min"})["value"] == "701"
    assert facet.has_attr("open")
    assert "“1.5” was left out. Give a whole number" in words(
        page(client, "cost_max=1.5").select_one(".notice")
    )


def test_numbers_are_offered_with_the_kinds_that_have_them(library: dict[str, Page], client: Client) -> None:
    def offered(query: str) -> set[str]:
        found = page(client, query).select("#Filters input[type=number]")
        return {field["name"].removesuffix("_min") for field in found if field["name"].endswith("_min")}

    assert offered("") == {"enrollment", "cost", "year"}
    assert offered("kind=district") == {"enrollment"}
    assert offered("kind=district&start_year_min=2000") == {"enrollment", "start_year"}


def test_a_facet_that_one_kind_has_says_which(library: dict[str, Page], client: Client) -> None:
    assert "Innovations" in words(page(client).find(id="Facet-cost").summary)
    assert "Innovations" not in words(page(client, "kind=innovation").find(id="Facet-cost").summary)


def test_chips_take_away_what_they_name(library: dict[str, Page], client: Client) -> None:
    found = page(client, "q=competency&locale=rural&cost=none&like=9900001")
    chips = {words(link).removeprefix("Take away: "): link["href"] for link in found.select(".chips a")}

    assert chips == {
        "Cost of the first year: No new money": "/library/?like=9900001&locale=rural&q=competency",
        "Locale: Rural": "/library/?cost=none&like=9900001&q=competency",
        "Places like Kestrel Plains": "/library/?cost=none&locale=rural&q=competency",
        "Clear all": "/library/?q=competency",
    }


def test_no_dead_end(library: dict[str, Page], client: Client) -> None:
    found = page(client, "q=competency&locale=rural&cost=low&enrollment_max=2500")

    assert words(found.find(id="Found")) == "No entries for “competency”"
    offers = {words(offer.a): offer for offer in found.select(".instead li")}
    assert list(offers) == ["Without the filter “Cost of the first year”", "Without any filter"]
    for offer in offers.values():
        there = page(client, offer.a["href"].partition("?")[2])
        assert f"{len(titles(there))} entr" in words(offer)
    assert [words(tag) for tag in found.select(".empty .tags li")][0] == "Competency-based learning (2)"


def test_a_question_without_an_answer_drops_its_quotes_and_its_rarest_word(
    library: dict[str, Page], client: Client
) -> None:
    found = page(client, 'q="bus+competency"')
    quotes, word = found.select(".instead a")

    assert "Without the quotation marks" in words(quotes)
    assert "Without the word" in words(word)
    for offer in (quotes, word):
        assert titles(page(client, offer["href"].partition("?")[2]))


def test_orders(library: dict[str, Page], client: Client) -> None:
    assert titles(page(client, "kind=innovation&sort=title")) == [
        "Four rooms",
        "Long bus ride",
        "Report cards by competency",
    ]
    assert titles(page(client, "kind=innovation"))[0] == "Long bus ride"
    assert [words(link) for link in page(client, "q=competency").select(".sort li")] == [
        "Best match",
        "Newest first",
        "Strongest evidence",
        "Title",
    ]
    chosen = page(client, "q=competency&sort=title")
    assert chosen.find("input", attrs={"name": "sort", "form": "Search"})["value"] == "title"


def test_places_like_mine(library: dict[str, Page], client: Client) -> None:
    found = page(client, "like=kestrel")

    assert set(titles(found)) == {"Four rooms", "Long bus ride", "Kestrel Plains"}
    assert {words(why) for why in found.select(".why")} == {"Like your district: similar size, rural"}
    assert found.find("link", rel="canonical")["href"].endswith("/library/?like=9900001")
    assert "290 students" in words(found.find(id="MineHelp"))


def test_several_districts_of_one_name_are_offered(library: dict[str, Page], client: Client) -> None:
    for state, leaid in (("OR", "4110820"), ("NH", "3300001")):
        factories.DistrictFactory(name="Salem", leaid=leaid, state=state, is_sample=False, locale=12)

    found = page(client, "like=Salem&q=competency")

    assert "Which one is yours?" in words(found.find(id="Results"))
    assert [(words(choice), choice.a["href"]) for choice in found.select(".choices li")] == [
        ("Salem New Hampshire · 1,800 students · City: Mid-size", "/library/?like=3300001&q=competency"),
        ("Salem Oregon · 1,800 students · City: Mid-size", "/library/?like=4110820&q=competency"),
    ]
    assert len(titles(found)) == 2  # not narrowed before one is chosen


def test_a_district_that_nobody_knows_is_said_plainly(library: dict[str, Page], client: Client) -> None:
    found = page(client, "like=Nowhere")

    assert "No district here is called “Nowhere”" in words(found.select_one(".notice"))
    assert len(titles(found)) == 5


def test_the_map_is_a_list_of_links_with_counts(
    library: dict[str, Page], places: dict[str, Page], client: Client
) -> None:
    assert not page(client).find(id="States")  # no entry here has a state
    district = places["rural"].district
    district.leaid, district.state, district.is_sample = "2000001", "KS", False
    district.save()
    log.flush()

    found = page(client)

    links = found.select("#States a")
    assert [(words(link), link["href"]) for link in links] == [("KS Kansas: 3", "/library/?state=KS")]
    assert len(found.select("#States li")) == 51
    chosen = page(client, "state=KS")
    assert len(titles(chosen)) == 3
    assert chosen.select_one("#States a")["aria-current"] == "true"
    assert chosen.select_one('input[form="Search"][name="state"]')["value"] == "KS"


def test_pages_are_numbered_and_give_each_entry_once(
    library: dict[str, Page], places: dict[str, Page], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("home.library.results.PER_PAGE", 2)

    first, last = page(client), page(client, "page=3")

    numbers = first.select(".pagination__numbers li")
    assert [words(number) for number in numbers] == ["1", "Page 2", "Page 3"]
    seen = titles(first) + titles(page(client, "page=2")) + titles(last)
    assert len(seen) == len(set(seen)) == 5
    beyond = page(client, "page=99")
    assert "This is the last of 3." in words(beyond.select_one(".notice"))
    assert titles(beyond) == titles(last)


def test_a_form_without_a_script_ends_at_the_tidy_address(library: dict[str, Page], client: Client) -> None:
    answer = client.get("/library/?q=bus&like=&enrollment_min=&enrollment_max=&cost=low")

    assert (answer.status_code, answer["Location"]) == (302, "/library/?cost=low&q=bus")
    assert client.get("/library/?q=")["Location"] == "/library/"


def test_search_engines_keep_the_bare_page_alone(library: dict[str, Page], client: Client) -> None:
    def robots(found: BeautifulSoup) -> Tag | None:
        return found.find("meta", attrs={"name": "robots"})

    assert robots(page(client)) is None
    assert robots(page(client, "q=bus"))["content"] == "noindex, follow"
    assert robots(page(client, "utm_source=mail")) is None
    assert page(client, "utm_source=mail").find("link", rel="canonical")["href"].endswith("/library/")


def test_caches_may_keep_it_and_it_sets_no_cookie(library: dict[str, Page], client: Client) -> None:
    answer = client.get("/library/?q=bus")

    assert "public" in answer["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


def test_what_is_withdrawn_is_neither_shown_nor_counted(library: dict[str, Page], client: Client) -> None:
    library["cards"].unpublish()

    found = page(client, "q=competency")

    assert titles(found) == ["Four rooms"]
    assert count_of(found, "theme", "cbe") == 1


@pytest.mark.parametrize("text", ODD)
def test_odd_words_get_a_page(text: str, client: Client) -> None:
    factories.make_site()
    log.flush()
    for key in ("q", "like", "locale", "kind", "sort", "page", "enrollment_max"):
        answer = client.get("/library/", {key: text, "kind": "story"})
        answer = client.get(answer["Location"]) if answer.status_code == 302 else answer

        assert answer.status_code == 200, (key, text)
        assert "<script>alert" not in answer.content.decode()


def test_what_people_wrote_stays_text(places: dict[str, Page], client: Client) -> None:
    hostile = "<b>bus</b> <script>alert(1)</script>"
    live(places["rural"], factories.innovation_page(title=hostile, summary=f"A {hostile}"))

    found = page(client, "q=bus")

    assert titles(found) == [hostile]
    assert not found.select("#Results script, #Results b")


def queries(client: Client, query: str) -> int:
    client.get(f"/library/?{query}")  # whoever comes first takes in what is new
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/library/?{query}").status_code == 200
    return len(captured)


def test_a_search_takes_four_queries_for_2_and_for_20(
    library: dict[str, Page], places: dict[str, Page], client: Client
) -> None:
    asked = (
        "q=competency",
        "q=competency&theme=cbe&cost=low&sort=title",
        "q=competency&sort=evidence",
        "",
        "locale=rural&locale=city",
    )
    with_few = {query: queries(client, query) for query in asked}
    for number in range(18):
        live(places["city"], factories.innovation_page(title=f"Competency number {number}", cost_band="low"))

    assert {query: queries(client, query) for query in asked} == with_few
    assert max(with_few.values()) <= SHELL + 4
    assert queries(client, "q=competency&like=9900001") <= SHELL + 4 + 1  # which district it is


def test_the_library_is_one_step_from_anywhere(library: dict[str, Page], client: Client) -> None:
    for path in ("/", "/innovations/", library["bus"].url):
        found = page(client, path=path)
        assert found.select_one('nav[aria-label="Main"] a[href="/library/"]'), path
    box = page(client, path="/innovations/").select_one("form.search")
    assert (box["action"], box.find("input", attrs={"name": "kind"})["value"]) == ("/library/", "innovation")
    assert page(client, path="/").select_one('form.search[action="/library/"]')


def test_a_language_has_its_own_library(library: dict[str, Page], client: Client) -> None:
    found = page(client, path="/es/library/", query="q=competency")

    assert titles(found) == []
    assert "/api/v1/search?lang=es&q=competency" in linked(found, "/api/")


def test_other_languages_that_find_something_are_offered(
    library: dict[str, Page], places: dict[str, Page], client: Client
) -> None:
    assert page(client).select_one(".also") is None
    before = queries(client, "q=competency")
    spanish = Locale.objects.create(language_code="es")
    for above in (HomePage, DistrictIndexPage, InnovationIndexPage):
        translated(above.objects.get(), spanish)
    themes = [theme.copy_for_translation(spanish) for theme in library["cards"].themes.all()]
    for theme in themes:
        theme.save()
    for place in places.values():
        translated(place, spanish)
    translated(library["cards"], spanish, title="Competency sin notas", themes=themes)

    link = page(client, "q=competency&cost=low").select_one(".also a")
    assert (words(link), link["hreflang"]) == ("Español (1)", "es")
    assert link["href"] == "/es/library/?cost=low&q=competency"
    assert titles(page(client, path="/es/library/", query="cost=low&q=competency")) == [
        "Competency sin notas"
    ]
    assert words(page(client).select_one(".also a")) == "Español (3)"
    assert page(client, "q=bus").select_one(".also") is None
    assert queries(client, "q=competency") <= before + 1  # the words of the other language
    assert page(client).select_one('link[rel="alternate"][hreflang="es"]')["href"].endswith("/es/library/")


def test_what_the_network_chose_says_so(library: dict[str, Page], client: Client) -> None:
    query = CuratedQuery.objects.create(words="competency")
    ChosenResult.objects.create(query=query, page=library["bus"])
    told.forget()

    found = page(client, "q=competency")
    assert titles(found)[0] == "Long bus ride"
    chosen = [
        words(card.select_one(".card__title")) for card in found.select(".cards > li:has(.why__chosen)")
    ]
    assert chosen == ["Long bus ride"]
    assert "Chosen by the network for this search" in words(found.select_one(".why__chosen"))
    assert not page(client, "q=competency&sort=title").select(".why__chosen")
    told.forget()


def test_its_evidence_is_a_filter_while_the_plugin_is_on(
    library: dict[str, Page], client: Client, settings: Any
) -> None:
    from home.library.asking import facets_everywhere

    assert "evidence_tier" in facets_everywhere()
    settings.PLUGINS = []
    assert "evidence_tier" not in facets_everywhere()


# By meaning


@needs_model
def test_page_invites_questions_and_says_which_entries_use_other_words(
    client: Client, places: dict[str, Page], settings: Any
) -> None:
    live(places["rural"], factories.innovation_page(**BREAKFAST))
    usual = words(page(client))
    settings.SEARCH_MEANING = True
    meanings.forget()
    assert "What are you looking for?" in words(page(client))  # nothing was read yet
    read_all()

    soup = page(client, f"q={quote_plus(MORNING_MEAL)}")

    assert "What are you looking for?" in usual
    assert "Ask a question, or type some words" in words(soup)
    (card,) = soup.select(".cards > li")
    assert BREAKFAST["title"] in words(card)
    assert "Says it in other words" in words(card)
    assert "Does not say" not in words(card)
    meanings.forget()
