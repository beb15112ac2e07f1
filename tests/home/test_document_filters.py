"""How the values of a document are put into words and classes."""

import pytest

from home.glance import facts_at_a_glance
from home.templatetags import documents as filters
from tests.home import documents


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-05-14", "May 14, 2026"),
        ("2026-05-14T23:30:00+00:00", "May 14, 2026"),
        ("2026-05-14T02:30:00+00:00", "May 13, 2026"),
        ("2022-10", "October 2022"),
        ("2021", "2021"),
        ("last spring", "last spring"),
        ("2026-13-45", "2026-13-45"),
        ("", ""),
        (None, ""),
    ],
)
def test_when_puts_dates_into_words_and_leaves_others(value: str | None, words: str) -> None:
    assert filters.when(value) == words


@pytest.mark.parametrize(
    ("hue", "name"),
    [(0, "hue-0"), (29, "hue-0"), (30, "hue-1"), (359, "hue-11"), (360, "hue-0"), (None, "hue-0")],
)
def test_hue_class_is_one_of_twelve(hue: int | None, name: str) -> None:
    assert filters.hue_class(hue) == name


@pytest.mark.parametrize(
    ("focal", "name"),
    [
        ((0, 0), "focal-start-start"),
        ((50, 50), "focal-center-center"),
        ((100, 34), "focal-end-center"),
        ((-5, 140), "focal-start-end"),
        (None, "focal-center-center"),
    ],
)
def test_focal_class_is_one_of_nine(focal: tuple[int, int] | None, name: str) -> None:
    assert filters.focal_class(focal) == name


def test_art_class_stays_the_same_for_a_document() -> None:
    assert filters.art_class("a") == filters.art_class("a")
    assert len({filters.art_class(str(number)) for number in range(50)}) == filters.ART_PATTERNS


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://example.org:443/x", "example.org"), ("/x/", ""), ("http://[broken", ""), ("", "")],
)
def test_host_names_where_a_link_leads(url: str, host: str) -> None:
    assert filters.host(url) == host


def test_language_is_named_in_itself() -> None:
    assert filters.language_name("es") == "español"
    assert filters.language_name("tlh") == "tlh"


@pytest.mark.parametrize(("dollars", "words"), [(14_200, "$14,200"), (0, "$0"), (None, "")])
def test_dollars_are_whole(dollars: int | None, words: str) -> None:
    assert filters.dollars(dollars) == words


def test_glance_cuts_prose_and_leaves_kinds_without_facts_alone() -> None:
    document = documents.innovation()
    document["body"]["needs"] |= {"staff_fte": None, "staff": "many words " * 30}
    staff = next(fact for fact in facts_at_a_glance(document) if fact.label == "Staff added")

    assert staff.is_long
    assert len(staff.value.split()) == 10
    assert facts_at_a_glance(documents.story()) == []
