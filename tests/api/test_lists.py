"""Lists: each document once, in the order asked for, counted and narrowed as the parameters say."""

from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portfolio.models import DistrictPage, InnovationPage
from portfolio.publication import log
from tests import factories
from tests.api.published import (
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

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]

SORTS = ("newest", "oldest", "updated", "title")


def test_paging_gives_every_document_once_in_every_order() -> None:
    names = ("Ada", "Eve", "Émile", "Zoe", "ada", "Bo", "Bo")
    live_innovations(*names)
    for sort in SORTS:
        pages = every_page(sort=sort, limit=3)
        assert [len(page) for page in pages] == [3, 3, 1]
        assert sorted(chain(*pages)) == sorted(names)
        assert list(chain(*pages)) == titles(sort=sort)


def test_each_sort_orders_as_it_says() -> None:
    first, _second, _third = live_innovations("Zoe", "émile", "Ada")
    first.summary = "Every Friday, ninth graders measure what they built on Monday, and write it down."
    first.save_revision().publish()
    log.flush()

    assert titles(sort="newest") == titles() == ["Ada", "émile", "Zoe"]
    assert titles(sort="oldest") == ["Zoe", "émile", "Ada"]
    assert titles(sort="updated") == ["Zoe", "Ada", "émile"]
    assert titles(sort="title") == ["Ada", "émile", "Zoe"]


def test_districts_are_sorted_by_enrollment() -> None:
    for name, students in (("Small", 90), ("Large", 60_000), ("Middle", 2000)):
        live_district(district=factories.DistrictFactory(name=name, students=students))
    assert titles("districts", sort="enrollment") == ["Large", "Middle", "Small"]
    assert every_page("districts", sort="enrollment", limit=1) == [["Large"], ["Middle"], ["Small"]]


@pytest.mark.parametrize("sort", SORTS)
def test_what_is_published_or_withdrawn_between_pages_neither_repeats_nor_hides(sort: str) -> None:
    parent = live_district()
    kept = live_innovations(*"BDFHJL", parent=parent)
    first = read("/innovations", sort=sort, limit=3)
    seen = [item["title"] for item in first["items"]]
    live_innovations("A", "E", "M", parent=parent)
    next(page for page in kept if page.title == seen[0]).unpublish()
    next(page for page in kept if page.title == seen[-1]).unpublish()
    log.flush()

    cursor = first["next"]
    while cursor:
        page = read("/innovations", sort=sort, limit=3, cursor=cursor)
        seen += [item["title"] for item in page["items"]]
        cursor = page["next"]

    assert len(seen) == len(set(seen))
    assert set("BDFHJL") <= set(seen)


def test_link_leads_to_the_next_page_with_the_same_query() -> None:
    live_innovations("A", "B", "C")
    first = get("/innovations", sort="title", limit=2, cost="low")
    address, _, relation = first["Link"].partition(">; ")

    assert relation == 'rel="next"'
    second = Client().get(path_of(address.removeprefix("<")))
    assert [item["title"] for item in second.json()["items"]] == ["C"]
    assert second.json()["next"] is None
    assert "Link" not in second


def test_limit_holds_at_its_ends_and_is_refused_beyond() -> None:
    live_innovations("A", "B")
    assert [len(read("/innovations", limit=limit)["items"]) for limit in (1, 100)] == [1, 2]
    for limit in (0, 101, -1, "", "ten"):
        refusal(get("/innovations", limit=limit), 400, "limit")


def test_total_counts_all_that_match_on_any_page() -> None:
    live_innovations("A", "B", "C")
    live_innovations("D", cost_band="high")
    assert read("/innovations", limit=1)["total"] == 4
    assert read("/innovations", limit=1, cost="low")["total"] == 3


def three_innovations() -> None:
    parent = live_district(district=factories.DistrictFactory(students=500, state="PA"))
    live_innovations("Low", parent=parent, cost_band="low", maturity="growing", start_year=2020)
    live_innovations("High", parent=parent, cost_band="high", maturity="sustained", start_year=2022)
    large = live_district(district=factories.DistrictFactory(students=50_000, state="OH"))
    live_innovations("None", parent=large, cost_band="none", maturity="growing", start_year=2024)


NARROWED: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"Low", "High", "None"}),
    ({"cost": "low"}, {"Low"}),
    ({"cost": ["low", "high"]}, {"Low", "High"}),
    ({"cost": ["low", "none"], "maturity": "growing"}, {"Low", "None"}),
    ({"cost": "high", "maturity": "growing"}, set()),
    ({"not.cost": "low"}, {"High", "None"}),
    ({"not.cost": ["low", "high"]}, {"None"}),
    ({"not.cost": "low", "maturity": "growing"}, {"None"}),
    ({"cost": "low", "not.cost": "low"}, set()),
    ({"state": "PA"}, {"Low", "High"}),
    ({"theme": "no-such-theme"}, set()),
    ({"not.theme": "no-such-theme"}, {"Low", "High", "None"}),
    ({"start_year_min": 2022}, {"High", "None"}),
    ({"start_year_max": 2022}, {"Low", "High"}),
    ({"start_year_min": 2021, "start_year_max": 2023}, {"High"}),
    ({"enrollment_min": 501}, {"None"}),
    ({"enrollment_max": 500, "cost": "low"}, {"Low"}),
]


def test_filters_within_a_key_are_alternatives_and_keys_add_up() -> None:
    three_innovations()
    for query, found in NARROWED:
        assert set(titles(**query)) == found, query
        assert read("/innovations", **query)["total"] == len(found), query


def test_entries_are_found_by_district_and_by_the_innovation_they_are_about() -> None:
    here, there = live_district(), live_district()
    live_innovations("Here", parent=here)
    live_innovations("There", parent=there)
    assert titles(district=here.district.leaid) == ["Here"]
    assert set(titles(district=[here.district.leaid, there.district.leaid])) == {"Here", "There"}


def test_theme_finds_what_is_about_its_parts() -> None:
    whole = factories.ThemeFactory(slug="science")
    part = factories.ThemeFactory(slug="biology", parent=whole)
    live_innovations("Frogs", themes=[part])
    live_innovations("Stars", themes=[whole])
    assert titles(theme="biology") == ["Frogs"]
    assert set(titles(theme="science")) == {"Frogs", "Stars"}


def test_updated_since_and_published_since_leave_out_what_is_older() -> None:
    old, _new = live_innovations("Old", "New")
    moment = timezone.now() - timedelta(days=400)
    InnovationPage.objects.filter(pk=old.pk).update(first_published_at=moment, last_published_at=moment)
    log.flush()
    since = (timezone.now() - timedelta(days=1)).astimezone(UTC)

    assert titles(published_since=since.isoformat()) == ["New"]
    assert titles(published_since=since.strftime("%Y-%m-%d")) == ["New"]
    assert titles(updated_since=(datetime.now(UTC) + timedelta(days=1)).isoformat()) == []
    assert set(titles(published_since=(moment - timedelta(days=1)).isoformat())) == {"Old", "New"}


def facet(name: str, **query: Any) -> dict[str, int]:
    values = read("/innovations", facets=name, **query)["facets"][name]
    return {each["value"]: each["count"] for each in values}


def test_facet_does_not_narrow_its_own_counts() -> None:
    three_innovations()
    assert facet("cost") == {"low": 1, "high": 1, "none": 1}
    assert facet("cost", cost="low") == {"low": 1, "high": 1, "none": 1}
    assert facet("cost", maturity="growing") == {"low": 1, "none": 1}
    assert facet("cost", maturity="growing", cost="high") == {"low": 1, "high": 0, "none": 1}
    assert facet("maturity", cost=["low", "high"], maturity="growing") == {"growing": 1, "sustained": 1}


def test_count_of_a_value_is_what_choosing_it_finds() -> None:
    three_innovations()
    for name in ("cost", "maturity", "state", "grade", "size"):
        for value, count in facet(name, maturity="growing").items():
            if name != "maturity":
                assert read("/innovations", maturity="growing", **{name: value})["total"] == count


def test_facets_say_what_is_selected_and_come_only_where_asked() -> None:
    three_innovations()
    assert "facets" not in read("/innovations")
    facets = read("/innovations", facets="cost,state", cost="low")["facets"]
    assert set(facets) == {"cost", "state"}
    assert {each["value"] for each in facets["cost"] if each["selected"]} == {"low"}
    assert all(each["label"] for each in facets["cost"])


def test_include_gives_the_cards_of_what_is_named() -> None:
    parent = live_district()
    live_innovations("A", "B", parent=parent)
    public_id = str(parent.translation_key)

    found = read("/innovations", include="districts")
    assert "included" not in read("/innovations")
    assert set(found["included"]) == {public_id}
    assert found["included"][public_id]["title"] == parent.title
    one = read(f"/innovations/{found['items'][0]['id']}", include="districts,related")
    assert set(one["included"]) == {public_id}


def test_fields_give_what_is_named_and_nothing_else() -> None:
    live_innovation()
    (item,) = read("/innovations", fields="id,maturity.code,districts.name,no_such_field")["items"]
    assert set(item) == {"id", "maturity", "districts"}
    assert set(item["maturity"]) == {"code"}
    assert all(set(district) == {"name"} for district in item["districts"])
    whole = read(f"/innovations/{item['id']}", fields="title,body.cost.band")
    assert set(whole) == {"title", "body"}
    assert set(whole["body"]) == {"cost"}


def test_view_full_gives_bodies() -> None:
    live_innovation()
    assert "body" not in read("/innovations")["items"][0]
    item = read("/innovations", view="full")["items"][0]
    assert item == read(f"/innovations/{item['id']}")
    assert "body" not in read(f"/innovations/{item['id']}", view="card")


def names_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | set(chain.from_iterable(names_in(inner) for inner in value.values()))
    return set(chain.from_iterable(names_in(inner) for inner in value)) if isinstance(value, list) else set()


def test_markdown_stands_where_html_stood() -> None:
    live_innovation()
    html = read("/innovations", view="full")["items"][0]
    markdown = read("/innovations", view="full", format="markdown")["items"][0]

    assert markdown == read(f"/innovations/{html['id']}", format="markdown")
    assert markdown["body"]["problem_markdown"].strip() == "One in three ninth graders failed algebra."
    assert not [name for name in names_in(markdown["body"]) if name.endswith("html")]
    assert not [name for name in names_in(html["body"]) if name.endswith("markdown")]


def test_language_gives_the_documents_in_it() -> None:
    live_innovation()
    assert read("/innovations", lang="en")["total"] == 1
    assert read("/innovations", lang="es")["total"] == 0
    refusal(get("/innovations", lang="fr"), 400, "lang")


def test_addresses_are_absolute_and_lead_to_the_page() -> None:
    live_innovation()
    item = read("/innovations", view="full")["items"][0]
    assert item["url"].endswith(item["path"])
    assert item["url"].startswith("http")
    assert Client().get(item["path"]).status_code == 200
    assert b"\\u0001" not in get("/innovations", view="full").content


def count_queries(path: str, **query: Any) -> int:
    get(path, **query)  # the catalog takes in what is new, and the site is looked up
    with CaptureQueriesContext(connection) as captured:
        assert get(path, **query).status_code == 200
    return len(captured)


QUERIES = [
    {},
    {"cost": ["low", "high"], "maturity": "growing", "not.state": "OH", "start_year_min": 2000},
    {"facets": "cost,maturity,theme,state,size", "cost": "low"},
    {"include": "districts,related", "view": "full", "fields": "id,body"},
    {"sort": "title", "limit": 2, "format": "markdown", "view": "full", "include": "districts"},
    {"updated_since": "2020-01-01", "facets": "grade", "include": "districts"},
]


def test_number_of_queries_is_small_and_the_same_for_any_filter_and_size() -> None:
    parent = live_district()
    pages = live_innovations("A", "B", parent=parent)
    one = f"/innovations/{pages[0].translation_key}"
    few = [count_queries("/innovations", **query) for query in QUERIES]
    alone = count_queries(one)
    live_innovations(*(f"Entry {number}" for number in range(18)), parent=parent)

    assert [count_queries("/innovations", **query) for query in QUERIES] == few
    assert few == [2 if "include" in query else 1 for query in QUERIES]
    assert count_queries(one) == alone == 1
    assert count_queries(one, format="markdown", fields="id") == 1
    assert count_queries(one, include="districts") == 2
    assert count_queries(f"/districts/{DistrictPage.objects.get(pk=parent.pk).district.leaid}") == 1
    assert count_queries("/changes", documents="full") == 1


def test_answer_that_is_known_takes_one_query() -> None:
    page = live_innovation()
    for path in ("/innovations", f"/innovations/{page.translation_key}", "/changes"):
        tag = get(path)["ETag"]
        with CaptureQueriesContext(connection) as captured:
            assert get(path, {"If-None-Match": tag}).status_code == 304
        assert len(captured) == 1


def test_each_collection_lists_its_kinds_and_no_other() -> None:
    parent = live_district()
    live_innovation(parent)
    live_story(parent)
    for place in read("/")["collections"]:
        found = read(f"/{place['name']}", limit=100)
        assert found["total"] == place["count"]
        assert {item["kind"] for item in found["items"]} <= set(place["kinds"])
    assert read("/pages")["total"] > 0
