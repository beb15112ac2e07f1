"""What counts as the same word."""

import pytest

from search import language

pytestmark = pytest.mark.once


def test_words_lose_capitals_accents_and_possessives() -> None:
    assert language.words("Teacher’s K–12 naïveté, don't!") == ["teacher", "k", "12", "naivete", "dont"]


@pytest.mark.parametrize(
    ("locale", "alike"),
    [
        ("en", ("teach", "teaches", "teaching")),
        ("en", ("study", "studies", "studying")),
        ("es", ("educacion", "educaciones")),
        ("es", ("escuela", "escuelas")),
    ],
)
def test_endings_do_not_count(locale: str, alike: tuple[str, ...]) -> None:
    assert len(set(language.stems(alike, locale))) == 1


def test_a_language_without_rules_keeps_its_words() -> None:
    assert language.stems(["hauskat"], "fi") == ["hauskat"]


def test_words_that_tell_nothing_count_only_where_there_are_no_others() -> None:
    assert language.telling(["what", "is", "the", "cost"], "en") == ["cost"]
    assert language.telling(["to", "be", "or"], "en") == ["to", "be", "or"]


def test_words_are_found_in_a_text_with_accents_and_without_and_as_whole_words() -> None:
    text = "La Educación, las EDUCACIONES y edad; coeducar"
    wanted = ["educacion", "educaciones", "educar", "edad", "la", "a"]
    assert language.standing_in(text, wanted) == {
        "educacion": "educación", "educaciones": "educaciones", "edad": "edad", "la": "la",
    }  # fmt: skip
    assert language.standing_in("ﬁn de año", ["ano", "fin"]) == {"ano": "ano", "fin": "fin"}


def test_signs_and_what_is_not_seen_are_no_part_of_a_word() -> None:
    assert language.words("Lexia™ in grades¹, ACT℠ inno\u00advation\u200b") == [
        "lexia", "in", "grades", "act", "innovation",
    ]  # fmt: skip
