"""What a search says of itself: what was put right, what is not said, what less would bring."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from portfolio.publication.asking import RELEVANCE, Query
from portfolio.publication.models import State
from portfolio.publication.positions import position
from search import library, suggestions, told
from search.curation import Curation
from search.scratch import SITE, Made
from tests.search.conftest import Library

pytestmark = pytest.mark.django_db

QUERY = Query(SITE, ("innovation",), "en", sort=RELEVANCE)
Gone = Callable[[Library, int], None]


def withdraw(there: Library, number: int) -> None:
    there.change(number, state=State.GONE, search_text="")


def edit_out(there: Library, number: int) -> None:
    there.change(number, search_text="Told by a student.")


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Staff hid the first entry from who looks for homework."""
    known = told.Told(curations={("en", "homework"): Curation(hidden=(1,))})
    for module in (library, suggestions):
        monkeypatch.setattr(module, "told", lambda epoch: known)


@pytest.mark.parametrize("take_away", [withdraw, edit_out])
def test_a_word_that_is_public_no_more_is_shown_nowhere(database_library: Library, take_away: Gone) -> None:
    database_library.publish(
        Made("Reading", "We read in the morning."), Made("Private", "Told by Krzyzewski, a student.")
    )
    take_away(database_library, 2)
    found = library.search(position(), "morning krzyzewsky", QUERY)
    assert found.corrected == {}
    assert [hit.unsaid for hit in found.hits] == [["krzyzewsky"]]

    nowhere = replace(QUERY, ranges={"enrollment": (1.0, 2.0)})
    asked = library.understood(position(), "morning krzyzewsky zebra", "en")
    offered = library.loosened(position(), "morning krzyzewsky zebra", nowhere, asked)
    assert not any("krzyzewski" in each.text for each in offered)


@pytest.mark.usefixtures("chosen")
def test_less_brings_as_much_as_it_says(database_library: Library) -> None:
    database_library.publish(
        *(Made(f"Homework {number}", "homework") for number in range(3)), Made("Zebra", "")
    )
    at, asked = position(), "zebra homework"
    hiding = replace(QUERY, without={"theme": ["a"]})
    offered = library.loosened(at, asked, hiding, library.understood(at, asked, "en"))
    fewer = next(each for each in offered if each.without_word == "zebra")
    assert (fewer.text, fewer.count) == ("homework", 2)
    assert library.search(at, fewer.text, fewer.query).ranked.total == 2


@pytest.mark.usefixtures("chosen")
def test_what_staff_hid_is_not_suggested(database_library: Library) -> None:
    database_library.publish(Made("Homework", "homework"), Made("Homework too", "homework"))
    entries = suggestions.suggested(position(), "homework", QUERY).entries
    assert [row.number for row, _title in entries] == [2]


def test_what_stands_before_a_word_with_an_apostrophe_is_kept_whole(database_library: Library) -> None:
    database_library.publish(Made("Teachers", "teachers, teaching"))
    assert suggestions.suggested(position(), "the teacher's", QUERY).before == "the "


def test_words_are_named_as_they_are_written_with_their_accents(database_library: Library) -> None:
    database_library.publish(Made("Los años", "Se habla español todo el año."), locale="es")
    at, query = position(), replace(QUERY, locale="es")
    found = library.search(at, "Espanyol diseño", query)
    assert found.corrected == {"espanyol": "español"}
    assert [hit.unsaid for hit in found.hits] == [["diseño"]]
    assert suggestions.suggested(at, "cuatro añ", query).words == ["año", "años"]
