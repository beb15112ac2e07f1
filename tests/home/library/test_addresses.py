"""What an address of the library asks, and the one address that each search has."""

import pytest
from django.http import QueryDict

from home.library.asking import Asked, asked_in, tidied
from home.library.results import api_address, range_in_words
from portfolio.publication.asking import RELEVANCE

PATH = "/library/"
FULL = (
    "enrollment_max=2500&file_format=pdf&kind=story&kind=toolkit&like=4110820&locale=rural&page=3"
    "&q=co-taught+algebra&sort=title&start_year_min=2020"
)
ODD = (
    "%00", "%FF", "%E2%80%AE", "%F0%9F%92%A5", "a" * 5_000, "-1", "1e5", "٣", "9" * 30, "0x10", "NaN",
    "'%22%3E%3Cscript%3E", "1.5",
)  # fmt: skip


def asked(query: str) -> tuple[Asked, list[str]]:
    notes: list[str] = []
    return asked_in(QueryDict(query), notes), notes


def test_an_address_is_read_and_written_alike() -> None:
    found, notes = asked(FULL)

    assert found.address(PATH) == f"{PATH}?{FULL}"
    assert notes == []


def test_the_order_in_which_it_is_written_does_not_count() -> None:
    backwards = "&".join(reversed(FULL.split("&")))

    assert asked(backwards)[0].address(PATH) == f"{PATH}?{FULL}"


@pytest.mark.parametrize(
    "query", ["", "page=1", "sort=newest", "sort=relevance", "q=++", "utm_source=x", "q=%00"]
)
def test_what_is_usual_is_no_part_of_the_address(query: str) -> None:
    assert asked(query)[0].address(PATH) == PATH


def test_words_are_ordered_by_how_well_they_fit_and_a_list_by_time() -> None:
    assert asked("q=bus")[0].sort == RELEVANCE
    assert asked("like=maple")[0].sort == RELEVANCE
    assert asked("locale=rural")[0].sort == "newest"
    assert asked("q=bus&sort=newest")[0].address(PATH) == f"{PATH}?q=bus&sort=newest"


def test_numbers_may_be_written_as_people_do_and_ends_exchanged() -> None:
    found, notes = asked("enrollment_min=2,500&enrollment_max=600")

    assert found.ranges == {"enrollment": (600, 2500)}
    assert notes == []


@pytest.mark.parametrize("name", ["enrollment_min", "start_year_max", "page"])
@pytest.mark.parametrize("value", ODD)
def test_a_number_that_is_none_is_left_out_with_a_note(name: str, value: str) -> None:
    found, notes = asked(f"{name}={value}")

    assert (found.ranges, found.page) == ({}, 1)
    assert len(notes) == 1


@pytest.mark.parametrize("value", ODD)
def test_no_value_is_too_odd(value: str) -> None:
    found, _notes = asked(f"q={value}&locale={value}&like={value}&sort={value}")

    assert asked(found.address(PATH).partition("?")[2])[0] == found
    assert "\0" not in f"{found}"
    assert len(found.text) <= 300


def test_a_facet_takes_twenty_values_at_most() -> None:
    query = "&".join(f"theme=t{number}" for number in range(100))

    assert len(asked(query)[0].selected["theme"]) == 20


def test_choosing_and_taking_away_begin_at_page_one() -> None:
    found = asked("locale=rural&page=3")[0]

    assert found.toggled("locale", "town").address(PATH) == f"{PATH}?locale=rural&locale=town"
    assert found.toggled("locale", "rural").address(PATH) == PATH
    assert found.without("locale").address(PATH) == PATH


def test_an_address_as_a_form_leaves_it_is_tidied_and_no_other() -> None:
    assert tidied("q=bus&enrollment_min=&like=+&page=1&cost=low") == "cost=low&q=bus"
    assert tidied("q=&page=1") == ""
    assert tidied("q=bus&cost=low") is None
    assert tidied("") is None


def test_the_api_is_asked_the_same_under_the_same_names() -> None:
    found = asked(FULL)[0]

    assert api_address(found, "en") == (
        "/api/v1/search?enrollment_max=2500&file_format=pdf&kind=story&kind=toolkit&locale=rural"
        "&q=co-taught+algebra&sort=title&start_year_min=2020"
    )
    assert api_address(Asked(), "es") == "/api/v1/search?lang=es"


def test_a_range_is_put_into_words() -> None:
    assert range_in_words("enrollment", (None, 2500)) == "Students in the district: 2,500 or less"
    assert range_in_words("start_year", (2020, None)) == "The year it began: 2020 or more"
    assert range_in_words("enrollment", (600, 2500)) == "Students in the district: 600 to 2,500"
