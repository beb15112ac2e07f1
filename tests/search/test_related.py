"""Entries like one that is read: by themes, research and words, each of them public."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.publication.models import PublicDocument, State
from portfolio.publication.positions import position
from search import scratch, segments
from search.index import index
from search.related import MOST, related, telling
from search.scratch import Made
from search.texts import COLUMNS, text_of

pytestmark = pytest.mark.django_db

MAKERS = "The workshop has lathes and saws. Apprentices repair saws in the workshop."
BUSES = "Drivers learn the timetable. The bus leaves before the timetable says so."


def facet(key: str, *values: str) -> list[list[object]]:
    return [[key, value, value, 0] for value in values]


def like(number: int, locale: str = "en") -> list[int]:
    public_id = uuid.uuid5(uuid.NAMESPACE_OID, str(number))
    return related(position(), scratch.SITE, locale, public_id)


@pytest.fixture(params=[True, False], ids=["packed", "fresh"])
def others(request: pytest.FixtureRequest) -> None:
    """Entries that have nothing to do with those that a test adds, as they are stored and as they are new."""
    scratch.publish([
        *(Made(f"Lunch {number}", "Soup with bread for everybody at noon.") for number in range(5)),
        *(Made(f"Choir {number}", "Four voices sing together on stage.") for number in range(5)),
    ])  # fmt: skip
    if request.param:
        segments.bring_up_to_date(at_least=1)


@pytest.mark.usefixtures("others")
def test_what_says_the_same_is_like_it_and_nothing_else() -> None:
    scratch.publish([Made("Makers", MAKERS), Made("Buses", BUSES), Made("Shop", f"{MAKERS} Also glue.")])

    assert like(11) == [13]
    assert like(13) == [11]
    assert like(12) == []


@pytest.mark.usefixtures("others")
def test_themes_and_research_in_common_count_without_a_word_in_common() -> None:
    scratch.publish([
        Made("One", "Alpha", [*facet("theme", "making"), *facet("research", "r1")]),
        Made("Two", "Beta", facet("theme", "making")),
        Made("Three", "Gamma", [*facet("theme", "making"), *facet("research", "r1", "r2")]),
        Made("Four", "Delta", facet("research", "r2")),
    ])  # fmt: skip

    assert like(11) == [13, 12]
    assert like(14) == [13]


@pytest.mark.usefixtures("others")
def test_an_innovation_is_like_those_of_other_districts() -> None:
    scratch.publish([
        Made("Makers", MAKERS, facet("district", "9900001")),
        Made("Makers again", MAKERS, facet("district", "9900001")),
        Made("Makers elsewhere", MAKERS, facet("district", "9900002")),
    ])  # fmt: skip

    assert like(11) == [13]
    assert like(13) == [11, 12]


@pytest.mark.usefixtures("others")
def test_what_was_withdrawn_is_named_no_more_from_the_next_reading_on() -> None:
    scratch.publish([Made(title, MAKERS) for title in ("One", "Two", "Three")])
    assert set(like(11)) == {12, 13}

    PublicDocument.log.filter(pk_number=12).update(is_hidden=True)
    assert like(11) == [13]
    PublicDocument.log.filter(pk_number=11).update(is_hidden=True)
    assert like(11) == []
    assert like(13) == []


@pytest.mark.usefixtures("others")
def test_other_languages_and_unknown_entries_have_none() -> None:
    scratch.publish([Made("One", MAKERS)])
    scratch.publish([Made("Uno", MAKERS)], locale="es")

    assert like(11) == []
    assert like(12, "es") == []
    assert like(999) == []


@pytest.mark.usefixtures("others")
def test_names_and_figures_tell_nothing() -> None:
    scratch.publish([Made("In 1987", f"{MAKERS} 1987"), Made("Of 1987", "In 1987 there was glue. 1987")])
    row = PublicDocument.objects.filter(pk_number=11).values_list(*COLUMNS).get()
    text = text_of(row)

    assert "1987" not in telling(index.view(position(), "en"), text)
    assert like(11) == []


def queries(number: int) -> int:
    at = position()
    with CaptureQueriesContext(connection) as captured:
        related(at, scratch.SITE, "en", uuid.uuid5(uuid.NAMESPACE_OID, str(number)))
    return len(captured)


def test_it_takes_the_same_queries_for_2_and_for_50_and_none_the_second_time() -> None:
    scratch.publish([Made("One", MAKERS), Made("Two", MAKERS), Made("A", BUSES), Made("B", BUSES)])
    segments.bring_up_to_date(at_least=1)
    like(3)  # whoever comes first takes in what is new
    assert queries(1) == 3
    assert queries(1) == 0

    scratch.publish(Made(f"Number {number}", MAKERS) for number in range(50))
    segments.bring_up_to_date(at_least=1)
    like(3)
    assert queries(1) == 3
    assert len(like(1)) == MOST


def test_districts_are_alike_by_their_places() -> None:
    scratch.publish([
        Made("Small", "", facet("locale", "rural"), {"enrollment": 300}),
        Made("Large", "", facet("locale", "city"), {"enrollment": 90_000}),
        Made("Small too", "", facet("locale", "rural"), {"enrollment": 310}),
        Made("Nobody knows", ""),
    ])  # fmt: skip
    PublicDocument.log.filter(state=State.LIVE).update(kind="district")

    assert like(1) == [3]
    assert like(4) == []
