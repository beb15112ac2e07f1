"""The search over HTTP: what is found, how one goes on, what is refused, and what never shows."""

import re
from datetime import date
from itertools import chain
from typing import Any

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from api import search as api_search
from api import suggest as api_suggest
from home.models import HomePage
from portfolio.models import DistrictIndexPage, InnovationIndexPage, InnovationPage
from portfolio.publication import log
from search import library, segments
from search.engines import Engine, EngineAwayError
from search.index import index
from search.meaning.nearest import meanings
from tests import factories
from tests.api.published import (
    API,
    every_page,
    get,
    live_district,
    live_innovation,
    live_innovations,
    live_story,
    path_of,
    read,
    refusal,
    titles,
)
from tests.api.test_odd_input import ODD_NUMBERS
from tests.home.test_locales import translated
from tests.search.meaning import BREAKFAST, MORNING_MEAL, needs_model, read_all
from tests.search.test_engines import ODD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]


def found(text: str, **query: Any) -> list[str]:
    return [item["title"] for item in read("/search", q=text, **query)["items"]]


def test_search_finds_entries_of_every_kind_the_best_first() -> None:
    parent = live_district()
    live_innovation(parent, title="Maker mondays")
    live_innovation(parent, title="Something else", summary="Ninth graders are makers on every Monday here.")
    live_story(parent, title="The makers of Monday")
    assert {item["kind"] for item in read("/search", q="maker")["items"]} == {"innovation", "story"}
    assert set(found("makers monday")[:2]) == {"Maker mondays", "The makers of Monday"}
    assert found("MÁKER mondays", kind="innovation")[0] == "Maker mondays"


def test_hit_is_the_card_of_a_list_with_highlights() -> None:
    live_innovation(title="Maker mondays")
    (hit,) = read("/search", q="maker", kind="innovation")["items"]
    highlights = hit.pop("highlights")
    assert hit.pop("chosen") is False
    assert hit == read("/innovations")["items"][0]
    assert highlights["title"] == "<mark>Maker</mark> mondays"
    assert set(highlights) == {"title", "snippet"}


def test_highlights_are_html_that_nothing_breaks_out_of() -> None:
    live_innovation(
        title='<script>alert("maker")</script> & more', summary="<b>Makers</b> of <i>all</i> ages."
    )
    (hit,) = read("/search", q="maker <script>", kind="innovation")["items"]
    title, snippet = hit["highlights"]["title"], hit["highlights"]["snippet"]
    assert "<mark>maker</mark>" in title
    assert "&lt;b&gt;<mark>Makers</mark>&lt;/b&gt;" in snippet
    assert set(re.findall(r"</?[^&\s]+?>", title + snippet)) == {"<mark>", "</mark>"}


def test_word_that_nobody_wrote_is_put_right_and_told() -> None:
    live_innovation(title="Competency")
    answer = read("/search", q="compatency")
    assert answer["query"] == {"text": "compatency", "corrected": {"compatency": "competency"}}
    assert [item["title"] for item in answer["items"]] == ["Competency"]
    assert read("/search", q="competency")["query"]["corrected"] == {}


def three_entries() -> None:
    small = live_district(title="A", district=factories.DistrictFactory(students=500, state="PA"))
    large = live_district(title="B", district=factories.DistrictFactory(students=50_000, state="OH"))
    live_innovation(small, title="Maker low", cost_band="low", start_year=2020)
    live_innovation(large, title="Maker high", cost_band="high", start_year=2024)
    live_story(small, title="Maker story")


NARROWED: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"Maker low", "Maker high", "Maker story"}),
    ({"kind": "story"}, {"Maker story"}),
    ({"kind": ["story", "innovation"]}, {"Maker low", "Maker high", "Maker story"}),
    ({"kind": "district"}, set()),
    ({"cost": ["low", "high"]}, {"Maker low", "Maker high"}),
    ({"not.cost": "low"}, {"Maker high", "Maker story"}),
    ({"state": "PA"}, {"Maker low", "Maker story"}),
    ({"state": "PA", "kind": "innovation"}, {"Maker low"}),
    ({"start_year_min": 2022}, {"Maker high"}),
    ({"enrollment_max": 500}, {"Maker low", "Maker story"}),
    ({"cost": "low", "kind": "story"}, set()),
    ({"updated_since": "2100-01-01"}, set()),
]


def test_search_is_narrowed_as_lists_are() -> None:
    three_entries()
    for query, expected in NARROWED:
        answer = read("/search", q="maker", **query)
        assert {item["title"] for item in answer["items"]} == expected, query
        assert answer["total"] == len(expected), query


def counts(name: str, **query: Any) -> dict[str, int]:
    values = read("/search", facets=name, **{"q": "maker", **query})["facets"][name]
    return {each["value"]: each["count"] for each in values}


def test_facets_count_what_choosing_them_brings_and_do_not_narrow_themselves() -> None:
    three_entries()
    live_innovation(title="Something else", cost_band="none")
    assert counts("kind") == {"innovation": 2, "story": 1}
    assert counts("kind", kind="story") == {"innovation": 2, "story": 1}
    assert counts("cost", kind="innovation") == {"low": 1, "high": 1}
    assert counts("cost", cost="low") == {"low": 1, "high": 1}
    (story,) = [
        each
        for each in read("/search", q="maker", facets="kind,state", kind="story")["facets"]["kind"]
        if each["selected"]
    ]
    assert story == {"value": "story", "label": "Story", "count": 1, "selected": True}
    assert "facets" not in read("/search", q="maker")


def test_year_license_and_first_cost_narrow_search_and_lists() -> None:
    parent = live_district()
    live_innovation(parent, title="Old maker", start_year=2016, cost_one_time=900, cost_annual=100)
    live_innovation(parent, title="New maker", start_year=2024, licence="CC0-1.0")
    live_story(parent, title="Maker told", published_on=date(2024, 2, 1))
    assert counts("year") == {"2024": 2, "2016": 1}
    assert counts("licence") == {"CC0-1.0": 1, "CC-BY-4.0": 2}
    assert {item["title"] for item in read("/search", year=2024)["items"]} == {"New maker", "Maker told"}
    assert titles(year_max=2020) == titles(cost_min=1_000, cost_max=1_000) == ["Old maker"]
    assert titles("stories", year_min=2024) == ["Maker told"]
    assert titles(**{"not.licence": "CC0-1.0"}) == ["Old maker"]
    refusal(get("/innovations", year="24"), 400, "year")
    refusal(get("/search", licence="mine"), 400, "licence")
    refusal(get("/innovations", cost_min="-1"), 400, "cost_min")


def test_languages_are_counted_where_they_are_asked_for() -> None:
    spanish = Locale.objects.create(language_code="es")
    page = live_innovation(title="Maker mondays")
    live_innovation(page.get_parent().specific, title="Makers too")
    for above in (HomePage.objects.get(), DistrictIndexPage.objects.get(), page.get_parent().specific):
        translated(above, spanish)
    themes = [page.themes.get().copy_for_translation(spanish)]
    themes[0].save()
    translated(InnovationIndexPage.objects.get(), spanish)
    translated(page, spanish, title="Lunes de maker", themes=themes)

    (english, other) = read("/search", q="maker", facets="lang", kind="innovation")["facets"]["lang"]
    assert english == {"value": "en", "label": "English", "count": 2, "selected": True}
    assert other == {"value": "es", "label": "español", "count": 1, "selected": False}
    assert counts("lang", q="lunes", lang="es") == {"es": 1}
    refusal(get("/innovations", facets="lang"), 400, "facets")


def test_search_without_words_gives_everything_the_newest_first() -> None:
    live_innovations("A", "B", "C")
    expected = ["C", "B", "A"]
    for text in ({}, {"q": ""}, {"q": " ... "}):
        assert [each["title"] for each in read("/search", kind="innovation", **text)["items"]] == expected


def test_each_sort_orders_what_is_found() -> None:
    live_innovations("Maker b", "Something else", "Maker c", "Maker a")
    assert found("maker", sort="title", kind="innovation") == ["Maker a", "Maker b", "Maker c"]
    assert found("maker", sort="newest", kind="innovation") == ["Maker a", "Maker c", "Maker b"]
    assert found("maker", sort="oldest", kind="innovation") == ["Maker b", "Maker c", "Maker a"]
    assert len(found("maker", sort="updated", kind="innovation")) == 3


def every_hit(text: str, **query: Any) -> list[list[str]]:
    return every_page("search", q=text, **query)


def test_paging_gives_every_hit_once_in_every_order() -> None:
    live_innovations(*(f"Maker {number}" for number in range(7)))
    for sort in ("relevance", "newest", "oldest", "updated", "title"):
        pages = every_hit("maker", sort=sort, limit=3, kind="innovation")
        assert [len(page) for page in pages] == [3, 3, 1]
        assert len(set(chain(*pages))) == 7
        assert list(chain(*pages)) == found("maker", sort=sort, kind="innovation")


def test_link_leads_to_the_next_page_of_the_same_search() -> None:
    live_innovations("Maker a", "Maker b", "Maker c")
    first = get("/search", q="maker", kind="innovation", sort="title", limit=2, facets="kind")
    address, _, relation = first["Link"].partition(">; ")
    assert relation == 'rel="next"'
    second = Client().get(path_of(address.removeprefix("<")))
    assert [item["title"] for item in second.json()["items"]] == ["Maker c"]
    assert second.json()["next"] is None
    assert "Link" not in second


def test_cursor_of_another_search_of_a_list_or_changed_is_refused() -> None:
    live_innovations("Maker a", "Maker b", "Maker c")
    usual = {"q": "maker", "kind": "innovation", "limit": 1}
    cursor = read("/search", **usual)["next"]
    for different in ({"q": "makers"}, {"sort": "title"}, {"kind": "story"}, {"cost": "low"}, {"lang": "es"}):
        refusal(get("/search", **{**usual, **different, "cursor": cursor}), 400, "cursor")
    for place in range(0, len(cursor), 3):
        letter = "A" if cursor[place] != "A" else "B"
        changed = cursor[:place] + letter + cursor[place + 1 :]
        refusal(get("/search", **usual, cursor=changed), 400, "cursor")
    refusal(get("/innovations", q="maker", limit=1, cursor=cursor), 400, "cursor")
    refusal(get("/innovations", limit=1, cursor=cursor), 400, "cursor")
    refusal(get("/search", **usual, cursor=read("/innovations", limit=1)["next"]), 400, "cursor")
    assert read("/search", **{**usual, "limit": 2}, cursor=cursor, facets="kind")["items"]


def test_cursor_of_another_version_is_refused() -> None:
    live_innovations("Maker a", "Maker b")
    signer = Signer(salt="api.cursors.searches", sep=".")
    real = signer.unsign_object(read("/search", q="maker", limit=1)["next"])
    for made in ([99, *real[1:]], real[:3], [], {}, "x", 1, None, [*real[:3], "x"], [*real[:3], -1]):
        refusal(get("/search", q="maker", limit=1, cursor=signer.sign_object(made)), 400, "cursor")


def test_search_goes_so_far_and_says_how_to_have_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_search, "MOST_HITS", 3)
    live_innovations("Maker a", "Maker b", "Maker c", "Maker d")
    usual = {"q": "maker", "kind": "innovation", "limit": 2}
    second = read("/search", **usual, cursor=read("/search", **usual)["next"])
    assert len(second["items"]) == 1
    assert "filters" in refusal(get("/search", **usual, cursor=second["next"]), 400, "cursor")["detail"]


# Nothing found


def instead(text: str, **query: Any) -> list[dict[str, Any]]:
    answer = read("/search", q=text, **query)
    assert answer["total"] == 0
    return list(answer["instead"])


def test_nothing_found_says_what_less_would_bring_and_where() -> None:
    three_entries()
    offered = instead("maker", cost="low", state="OH", start_year_max=2021, facets="kind")
    assert {(each["without"], each["name"]) for each in offered} == {
        ("filter", "state"), ("filters", "")
    }  # fmt: skip
    for each in offered:
        assert each["url"].startswith("http")
        assert Client().get(path_of(each["url"])).json()["total"] == each["count"] > 0
    assert "instead" not in read("/search", q="maker")


def test_phrase_that_nobody_wrote_is_offered_without_its_quotes() -> None:
    live_innovation(title="Maker mondays in school")
    (quotes, *_) = instead('"mondays maker"')
    assert (quotes["without"], quotes["text"], quotes["count"]) == ("quotes", "mondays maker", 1)
    assert Client().get(path_of(quotes["url"])).json()["total"] == 1


def test_nothing_that_less_would_bring_offers_nothing() -> None:
    live_innovation()
    assert instead("wallaby") == []


# Tags, caches, methods


def test_tag_holds_until_something_is_published_and_no_longer() -> None:
    live_innovation(title="Maker one")
    for path in ("/search?q=maker", "/suggest?q=mak", "/suggest/opensearch?q=mak", "/innovations?q=maker"):
        answer = get(path)
        tag = answer["ETag"]
        assert re.fullmatch(r'"[0-9a-f]+"', tag)
        assert get(path).content == answer.content
        again = get(path, {"If-None-Match": tag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
        head = Client().head(f"{API}{path}")
        assert (head["ETag"], head["Content-Type"]) == (tag, answer["Content-Type"])
        assert int(head["Content-Length"]) == len(answer.content)
        live_innovation(title="Maker two")
        assert get(path, {"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("path", ["/search?q=maker", "/innovations?q=maker", "/suggest?q=maker"])
def test_tag_of_an_answer_does_not_hold_for_what_staff_told_meanwhile(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    live_innovation(title="Maker one")
    get(path)  # so that the next answer is put together once
    told, look = ["before"], index.view

    def told_something_meanwhile(*where: Any) -> Any:
        told.append("after")
        return look(*where)

    monkeypatch.setattr(index, "view", told_something_meanwhile)
    for module in (library, api_suggest):
        monkeypatch.setattr(module, "told_mark", lambda at: told[-1])
    tag = get(path)["ETag"]
    assert get(path, {"If-None-Match": tag}).status_code == 200


def test_known_search_takes_one_query_and_does_not_search(monkeypatch: pytest.MonkeyPatch) -> None:
    live_innovation(title="Maker one")
    tag = get("/search", q="maker")["ETag"]
    monkeypatch.setattr(library, "search", None)
    with CaptureQueriesContext(connection) as captured:
        assert get("/search", {"If-None-Match": tag}, q="maker").status_code == 304
    assert len(captured) == 1


def test_time_it_took_is_in_a_header_and_any_page_may_read_it() -> None:
    live_innovation(title="Maker one")
    answer = get("/search", {"Origin": "https://elsewhere.example"}, q="maker")
    assert re.fullmatch(r"search;dur=\d+\.\d", answer["Server-Timing"])
    assert "Server-Timing" in answer["Access-Control-Expose-Headers"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "RateLimit" in answer
    assert answer["Cache-Control"] == get("/innovations")["Cache-Control"]


class Away:
    """An engine that cannot be asked."""

    name = "elsewhere"

    def find(self, *asked: Any) -> Any:
        raise EngineAwayError


def test_answer_says_who_stands_in_and_is_not_kept_as_if_nobody_did(monkeypatch: pytest.MonkeyPatch) -> None:
    live_innovation(title="Maker one")
    usual = get("/search", q="maker")
    assert usual.json()["engine"] == {"name": "database", "is_fallback": False, "meaning": False}
    away: Engine = Away()
    monkeypatch.setattr(library, "_chosen", lambda: away)
    for path in ("/search", "/innovations"):
        answer = get(path, q="maker")
        assert [item["title"] for item in answer.json()["items"]] == ["Maker one"]
        assert answer["ETag"] != get(path, q="maker", limit=19)["ETag"]
        assert get(path, {"If-None-Match": answer["ETag"]}, q="maker").status_code == 200
    assert get("/search", q="maker").json()["engine"] == {
        "name": "database",
        "is_fallback": True,
        "meaning": False,
    }


# By meaning


@needs_model
def test_answer_says_that_it_went_by_meaning_and_its_tag_changes_with_a_meaning(settings: Any) -> None:
    settings.SEARCH_MEANING = True
    meanings.forget()
    live_innovation(**BREAKFAST)
    before = get("/search", q=MORNING_MEAL)
    assert (before.json()["total"], before.json()["engine"]["meaning"]) == (0, False)
    read_all()
    for path in ("/search", "/innovations"):
        after = get(path, q=MORNING_MEAL)
        assert [item["title"] for item in after.json()["items"]] == ["Breakfast in class"]
        assert get(path, {"If-None-Match": after["ETag"]}, q=MORNING_MEAL).status_code == 304
    assert get("/search", {"If-None-Match": before["ETag"]}, q=MORNING_MEAL).json()["engine"]["meaning"]
    meanings.forget()


# What is withdrawn


def withdraw(page: InnovationPage) -> None:
    page.unpublish()
    log.flush()


@pytest.mark.parametrize("packed", [False, True], ids=["fresh", "in a segment"])
def test_withdrawn_entry_and_its_words_never_show_again(packed: bool) -> None:
    page = live_innovation(title="Zqxwallaby")
    live_innovation(title="Zqmaker")
    if packed:
        segments.bring_up_to_date(at_least=1)
    assert found("zqxwallaby") == ["Zqxwallaby"]
    withdraw(page)
    for path, query in (
        ("/search", {"q": "zqxwallaby"}), ("/search", {"q": "zqxwalaby zqmaker"}), ("/search", {}),
        ("/search", {"q": "zqxwall", "facets": "kind,theme,state"}), ("/suggest", {"q": "zqx"}),
        ("/suggest", {"q": "zq"}), ("/suggest/opensearch", {"q": "zqx"}),
        ("/innovations", {"q": "zqxwalaby"}),
    ):  # fmt: skip
        answer = get(path, **query)
        assert answer.status_code == 200
        asked = answer.content.decode().replace(query.get("q", "-"), "").lower()
        assert "zqxwallaby" not in asked, path


def test_entry_is_hidden_from_search_before_its_tombstone_is_written() -> None:
    page = live_innovation(title="Zqxwallaby")
    assert found("zqxwallaby") == ["Zqxwallaby"]
    InnovationPage.objects.filter(pk=page.pk).update(live=False)
    answer = read("/search", q="zqxwallaby", facets="kind")
    assert (answer["items"], answer["total"], answer["facets"]["kind"]) == ([], 0, [])


# `q` on lists


def test_list_is_narrowed_to_words_the_best_first() -> None:
    live_innovations("Something else", "Maker a", "Maker b")
    answer = read("/innovations", q="makers", facets="cost", include="districts", view="full")
    assert {item["title"] for item in answer["items"]} == {"Maker a", "Maker b"}
    assert answer["total"] == sum(each["count"] for each in answer["facets"]["cost"]) == 2
    assert answer["included"]
    assert all(item["body"] for item in answer["items"])
    assert [each["title"] for each in read("/innovations", q="maker", sort="title")["items"]][0] == "Maker a"
    assert read("/stories", q="maker")["total"] == 0
    assert read("/innovations", q="maker", cost="high")["total"] == 0


def test_paging_of_a_list_with_words_gives_each_once() -> None:
    live_innovations("Something else", *(f"Maker {number}" for number in range(7)))
    for sort in ("relevance", "newest", "title"):
        pages = every_page("innovations", q="maker", sort=sort, limit=3)
        assert [len(page) for page in pages] == [3, 3, 1]
        assert len(set(chain(*pages))) == 7
    cursor = read("/innovations", q="maker", limit=2)["next"]
    refusal(get("/innovations", q="other", limit=2, cursor=cursor), 400, "cursor")
    refusal(get("/innovations", limit=2, cursor=cursor), 400, "cursor")


def test_relevance_without_words_is_refused_on_a_list() -> None:
    live_innovations("B", "A")
    refusal(get("/innovations", sort="relevance"), 400, "sort")
    assert [item["title"] for item in read("/innovations", q="")["items"]] == ["A", "B"]


# Bad input


def test_no_odd_search_is_an_operator_or_an_error() -> None:
    live_innovations("Maker a", "Maker b")
    assert len(ODD) >= 36
    for text in ODD:
        for path in ("/search", "/innovations", "/suggest", "/suggest/opensearch"):
            answer = get(path, q=text)
            is_refused = len(text) > 200 or "\0" in text
            assert answer.status_code == (400 if is_refused else 200), (path, text[:50])
            if is_refused:
                refusal(answer, 400, "q")


def test_operators_are_words_like_any_other() -> None:
    live_innovations("Maker a", "Maker b")
    for text in ("-maker", "maker*", "+maker -b", "maker AND NOT b", "title:maker", '"maker', "maker^2~0.8"):
        assert read("/search", q=text, kind="innovation")["total"] == 2, text


def test_odd_numbers_are_refused_with_what_would_be_right() -> None:
    live_innovations("Maker a", "Maker b")
    for name in ("limit", "start_year_min", "enrollment_max"):
        taken = {
            value for value in ODD_NUMBERS if get("/search", q="maker", **{name: value}).status_code == 200
        }
        expected = {"limit": {"01"}, "start_year_min": set(), "enrollment_max": {"0", "-0", "01"}}
        assert taken == expected[name]
        assert "whole number" in refusal(get("/search", q="maker", **{name: "1e3"}), 400, name)["detail"]


def test_unknown_names_and_values_are_refused_by_name() -> None:
    live_innovations("Maker a")
    for name, value in (
        ("kinds", "story"), ("query", "maker"), ("view", "full"), ("include", "districts"), ("page", 2),
        ("offset", 10), ("kind", "secret"), ("kind", ""), ("sort", "random"), ("facets", "owner"),
        ("lang", "fr"), ("not.kind", "story"), ("cost", "cheap"), ("is_hidden", 1), ("format", "markdown"),
    ):  # fmt: skip
        refusal(get("/search", q="maker", **{name: value}), 400, name)
    refusal(get("/suggest"), 400, "q")
    refusal(get("/suggest", q="mak", kind="story"), 400, "kind")


def test_fields_give_what_is_named_and_nothing_else() -> None:
    live_innovation(title="Maker one")
    (hit,) = read("/search", q="maker", kind="innovation", fields="id,highlights.title")["items"]
    assert set(hit) == {"id", "highlights"}
    assert hit["highlights"] == {"title": "<mark>Maker</mark> one"}


# Suggestions


def test_words_complete_the_last_one_and_entries_answer() -> None:
    parent = live_district()
    live_innovation(parent, title="Maker mondays")
    live_story(parent, title="The makerspace story")
    answer = read("/suggest", q="every mak")
    assert answer["before"] == "every "
    assert set(answer["words"]) == {"maker", "makerspace"}
    assert {(each["kind"], each["title"]) for each in answer["entries"][:2]} == {
        ("innovation", "Maker mondays"), ("story", "The makerspace story"),
    }  # fmt: skip
    for each in answer["entries"]:
        assert each["url"].endswith(each["path"])
        assert Client().get(each["path"]).status_code == 200


def test_finished_word_is_not_completed() -> None:
    live_innovation(title="Maker mondays")
    answer = read("/suggest", q="maker ")
    assert (answer["before"], answer["words"]) == ("maker ", [])
    assert [each["title"] for each in answer["entries"]] == ["Maker mondays"]
    assert read("/suggest", q="") == {"before": "", "words": [], "entries": []}
    assert read("/suggest", q="?!") == {"before": "", "words": [], "entries": []}


def test_suggestions_are_of_one_language() -> None:
    live_innovation(title="Maker mondays")
    assert read("/suggest", q="mak", lang="es") == {"before": "", "words": [], "entries": []}


def test_browser_gets_whole_searches() -> None:
    live_innovation(title="Maker mondays")
    answer = get("/suggest/opensearch", q="Every mak")
    assert answer["Content-Type"] == "application/x-suggestions+json"
    assert answer.json() == ["Every mak", ["Every maker"], [], []]


def test_entries_come_first_whose_title_says_it() -> None:
    parent = live_district()
    live_innovations(
        *(f"Something else {number}" for number in range(8)),
        parent=parent,
        summary="Makers make what makers make, and makers make it on Mondays with makers.",
    )
    live_innovation(parent, title="A long title that speaks of many things and of makers too")
    assert read("/suggest", q="mak")["entries"][0]["title"].startswith("A long title")
    assert len(read("/suggest", q="mak")["entries"]) == 5


# How much it costs


def count_queries(path: str, **query: Any) -> int:
    get(path, **query)
    with CaptureQueriesContext(connection) as captured:
        assert get(path, **query).status_code == 200
    return len(captured)


QUERIES: list[tuple[str, dict[str, Any]]] = [
    ("/search", {"q": "maker"}),
    (
        "/search",
        {"q": "maker mondays", "facets": "kind,cost,state,theme", "cost": "low", "kind": "innovation"},
    ),
    ("/search", {"q": "makr", "sort": "title", "fields": "id,highlights"}),
    ("/search", {"q": ""}),
    ("/search", {"q": "wallaby", "cost": "low", "state": "PA"}),
    ("/innovations", {"q": "maker", "facets": "cost,state", "view": "full"}),
    ("/suggest", {"q": "mak"}),
    ("/suggest/opensearch", {"q": "maker mon"}),
]


@pytest.mark.parametrize("packed", [False, True], ids=["fresh", "in a segment"])
def test_number_of_queries_is_small_and_the_same_for_any_number_of_hits(packed: bool) -> None:
    parent = live_district()
    live_innovations("Maker mondays a", "Maker mondays b", parent=parent)
    if packed:
        segments.bring_up_to_date(at_least=1)
    few = [count_queries(path, **query) for path, query in QUERIES]
    live_innovations(*(f"Maker mondays {number}" for number in range(18)), parent=parent)
    if packed:
        segments.bring_up_to_date(at_least=1)
    assert [count_queries(path, **query) for path, query in QUERIES] == few
    assert max(few) <= 4
