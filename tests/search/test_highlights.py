"""Words of the question are marked wherever they are; nothing else of a text becomes HTML."""

import re
from html import unescape

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from search import language
from search.highlights import SNIPPET, Marker

pytestmark = pytest.mark.once


def marker(words: str, locale: str = "en") -> Marker:
    return Marker(language.stems(language.words(words), locale), locale)


def test_every_form_of_a_word_is_marked() -> None:
    assert marker("study").marked("Studies of studying: a Study") == (
        "<mark>Studies</mark> of <mark>studying</mark>: a <mark>Study</mark>"
    )


def test_accents_and_apostrophes_do_not_hide_a_word() -> None:
    assert marker("educacion", "es").marked("La educación") == "La <mark>educación</mark>"
    assert marker("teacher").marked("a teacher’s day") == "a <mark>teacher</mark>’s day"


def test_a_word_that_only_begins_alike_is_not_marked() -> None:
    assert marker("organ").marked("organization") == "organization"


def test_text_is_escaped() -> None:
    assert marker("script").marked("<script>&") == "&lt;<mark>script</mark>&gt;&amp;"


def test_a_snippet_shows_where_most_is_said() -> None:
    text = f"maker {'filler ' * 100}a rural maker lab {'filler ' * 100}"
    shown, said = marker("rural maker").read(text).snippet()
    assert said == 2
    assert "a <mark>rural</mark> <mark>maker</mark> lab" in shown
    assert shown.startswith("… ") and shown.endswith(" …")


@given(st.text(max_size=600), st.text(max_size=20))
def test_marks_change_nothing_else(text: str, words: str) -> None:
    shown = marker(words).marked(text)
    assert re.sub("</?mark>", "", shown) == escape(text)
    snippet, _said = marker(words).read(text).snippet()
    cut = len("… ") + len(" …")
    assert len(unescape(re.sub("</?mark>", "", snippet))) <= SNIPPET + cut or " " not in text
