"""Places like one's own: found and ordered by size, locale and state, with words and without."""

import pytest

from portfolio.models import District
from portfolio.publication.asking import RELEVANCE, Query, Ranked
from portfolio.publication.positions import position
from search import scratch
from search.engines import Wanted
from search.library import find, loosened, search, understood
from search.likeness import MOST_NAMED, Alike, Place, districts_named, place_of
from search.scratch import Made
from tests import factories

pytestmark = pytest.mark.django_db

RURAL = Place(students=300, locale="rural", state="KS")


def made(title: str, students: int | None = None, locale: str = "", state: str = "") -> Made:
    facets = [[key, value, value, 0] for key, value in (("locale", locale), ("state", state)) if value]
    return Made(title, "A maker space.", facets, {} if students is None else {"enrollment": students})


def found(place: Place, text: str = "", sort: str = RELEVANCE, start: int = 0, limit: int = 20) -> Ranked:
    at = position()
    query = Query(scratch.SITE, ("innovation",), "en", sort=sort)
    wanted = Wanted(start, limit, ("locale",), like=place)
    return find(at, query, understood(at, text, "en"), wanted)[0]


@pytest.mark.parametrize("text", ["", "maker"])
def test_the_likest_places_come_first_and_unlike_ones_not_at_all(text: str) -> None:
    scratch.publish([
        made("A city", 90_000, "city", "KS"),
        made("A town nearby", 500, "town", "KS"),
        made("The twin", 310, "rural", "KS"),
        made("Rural elsewhere", 290, "rural", "ME"),
        made("Nobody says where"),
    ])  # fmt: skip

    ranked = found(RURAL, text)

    assert ranked.numbers == [3, 4, 2]
    assert ranked.total == 3
    assert ranked.counts["locale"] == [("rural", "rural", 2), ("town", "town", 1)]


def test_pages_of_a_likeness_give_each_document_once() -> None:
    scratch.publish(made(f"Number {number}", 300 + number % 3, "rural", "KS") for number in range(25))

    pages = [found(RURAL, start=start, limit=10).numbers for start in (0, 10, 20)]

    assert sorted(number for page in pages for number in page) == list(range(1, 26))


def test_another_order_keeps_to_like_places() -> None:
    scratch.publish([
        made("C", 300, "rural"), made("A", 600, "rural"), made("B", 90_000, "city"),
    ])  # fmt: skip

    assert found(Place(300, "rural"), sort="title").numbers == [2, 1]


@pytest.mark.parametrize(
    ("place", "numbers"),
    [
        (Place(students=300), [1, 3]),
        (Place(locale="rural"), [1, 2, 3]),
        (Place(state="KS"), [1]),
        (Place(), []),
        (Place(students=0), []),
    ],
)
def test_what_is_not_known_of_ones_own_place_does_not_count(place: Place, numbers: list[int]) -> None:
    scratch.publish([made("A", 300, "rural", "KS"), made("B", 9_000, "rural"), made("C", 320, "town")])

    assert sorted(found(place).numbers) == numbers


def test_a_hit_says_in_what_its_place_is_alike() -> None:
    scratch.publish([made("A", 600, "rural", "ME"), made("B", 601, "town", "KS"), made("C")])

    assert RURAL.alike(position(), [1, 2, 3, 99]) == {
        1: Alike(size=True, locale=True, state=False),
        2: Alike(size=False, locale=False, state=True),
        3: Alike(size=False, locale=False, state=False),
    }


def test_where_no_place_is_alike_others_are_offered() -> None:
    scratch.publish([made("Maker", 90_000, "city", "KS")])
    at, query = position(), Query(scratch.SITE, ("innovation",), "en", sort=RELEVANCE)
    asked = understood(at, "maker", "en")

    close = loosened(at, "maker", query, asked, RURAL)

    assert [(each.count, each.without_likeness) for each in close] == [(1, True)]


def test_a_hit_names_the_words_that_it_does_not_say() -> None:
    scratch.publish([Made("Rural makers", "They make."), Made("Makers", "They make.")])
    query = Query(scratch.SITE, ("innovation",), "en", sort=RELEVANCE)

    hits = search(position(), "rural maker", query).hits

    assert [hit.unsaid for hit in hits] == [[], ["rural"]]


def district(name: str, leaid: str, **fields: object) -> District:
    made: District = factories.DistrictFactory(name=name, leaid=leaid, **fields)
    return made


def test_a_district_is_named_by_leaid_name_or_part_of_it() -> None:
    salem = district("Salem", "4110820", state="OR", is_sample=False, students=39_400, locale=12)
    other = district("Salem", "3399999", state="NH", is_sample=False)
    longer = district("Salem City", "0199999", state="AL", is_sample=False)

    assert districts_named("4110820") == [salem]
    assert districts_named("199999") == [longer]  # its zero was lost
    assert districts_named(" salem ") == [other, salem]
    assert districts_named("Salem, or") == [salem]
    assert districts_named("lem cit") == [longer]
    assert place_of(salem) == Place(39_400, "city", "OR")


@pytest.mark.parametrize("text", ["", "\0", "%", "_", "9" * 7, "x" * 500, "'; --", "٣٣٣٣٣٣٣", ", OR", "a\0b"])
def test_odd_names_are_nobodys(text: str) -> None:
    district("Maple Valley", "9900001")

    assert districts_named(text) == []


def test_closed_districts_and_more_than_can_be_shown_are_left_out() -> None:
    district("Maple Closed", "9900000", closed_on="2020-06-30")
    for number in range(1, MOST_NAMED + 3):
        district(f"Maple {number}", f"99000{number:02d}")

    named = districts_named("maple")

    assert len(named) == MOST_NAMED
    assert "Maple Closed" not in [each.name for each in named]
