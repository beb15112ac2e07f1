"""What people type, taken apart. No character is an operator."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.queries import MOST_LETTERS, MOST_WORDS, Question, question, read, without
from search.spelling import Vocabulary
from search.synonyms import NONE, Synonyms, said_alike

pytestmark = pytest.mark.once

WORDS = Vocabulary({"competency": 40, "competence": 3, "education": 90, "rural": 12, "maker": 7})
CBE = ("competency", "based", "education")


def asked(text: str, *, is_unfinished: bool = False, synonyms: Synonyms = NONE) -> Question:
    return question(read(text, is_unfinished=is_unfinished), "en", [WORDS], synonyms)


def words_of(asked: Question) -> list[str]:
    return [term.word for term in asked.terms]


def test_a_question_is_its_telling_words() -> None:
    assert words_of(asked("What is competency-based education?")) == ["competency", "based", "education"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("compatency", "competency"), ("educaton", "education"), ("competncey", "competency")],
)
def test_a_word_that_nobody_wrote_is_put_right(typed: str, meant: str) -> None:
    assert asked(typed).corrected == {typed: meant}


@pytest.mark.parametrize("typed", ["rurl", "competency", "2019", "zzzzzzzz"])
def test_short_known_and_hopeless_words_stay(typed: str) -> None:
    assert asked(typed).corrected == {}


SAID = Vocabulary({
    "lose": 2, "loses": 1, "closing": 9, "study": 30, "sturdy": 2, "beats": 4, "family": 50, "grade": 60,
    "published": 20, "consolidate": 3, "consolidation": 2, "cylinders": 8, "cylindrical": 9, "children": 70,
    "teacher": 80,
})  # fmt: skip


def understood(text: str, words: Vocabulary = SAID) -> Question:
    return question(read(text), "en", [words])


@pytest.mark.parametrize("typed", ["losing", "studies", "graders"])
def test_another_form_of_a_word_that_is_there_is_no_mistake(typed: str) -> None:
    asked = understood(typed)
    assert asked.corrected == {}
    assert [way.words for way in asked.terms[0].ways] == [(typed,)]


@pytest.mark.parametrize("typed", ["closings", "consolidating"])
def test_a_word_is_not_told_as_another_form_of_itself(typed: str) -> None:
    assert understood(typed).corrected == {}


@pytest.mark.parametrize("typed", ["losing", "reacher", "unpublished"])
def test_a_word_that_begins_otherwise_is_another_word(typed: str) -> None:
    words = Vocabulary({word: SAID.count(word) for word in SAID.words() if not word.startswith("los")})
    assert understood(typed, words).corrected == {}


@pytest.mark.parametrize("typed", ["beets", "boats"])
def test_a_short_word_with_another_letter_is_another_word(typed: str) -> None:
    assert understood(typed).corrected == {}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("famly", "family"),
        ("graed", "grade"),
        ("etacher", "teacher"),
        ("teecher", "teacher"),
        ("cylindical", "cylindrical"),
        ("xonsolidation", "consolidation"),
    ],
)
def test_mistakes_that_people_make_are_put_right(typed: str, meant: str) -> None:
    assert understood(typed).corrected == {typed: meant}


def test_the_last_word_may_go_on_while_somebody_types() -> None:
    (term,) = asked("comp", is_unfinished=True).terms
    assert {way.words for way in term.ways} == {("comp",), ("competency",)}  # one way for each stem
    (finished,) = asked("rural ", is_unfinished=True).terms
    assert [way.words for way in finished.ways] == [("rural",)]


def test_a_synonym_stands_for_all_its_words() -> None:
    same = said_alike([["CBE", "competency-based education"]], "en")
    (term,) = asked("CBE", synonyms=same).terms
    assert [way.words for way in term.ways] == [("cbe",), CBE]
    spelt_out = asked("competency based education", synonyms=same)
    assert all(("cbe",) in [way.words for way in each.ways] for each in spelt_out.terms)


def test_synonyms_are_known_in_any_form() -> None:
    same = said_alike(
        [["IEP", "individualized education plan"], ["FRL", "free and reduced-price lunch"]], "en"
    )
    (term,) = asked("IEPs", synonyms=same).terms
    assert [way.words for way in term.ways] == [("ieps",), ("individualized", "education", "plan")]
    lunch = asked("free or reduced price lunches", synonyms=same).terms
    assert all(("frl",) in [way.words for way in each.ways] for each in lunch)
    assert all(len(each.ways) == 1 for each in asked("a plan for education", synonyms=same).terms)


def test_a_misspelled_wording_of_several_words_stands_for_what_says_the_same() -> None:
    same = said_alike([["IEP", "individualized education plan"]], "en")
    found = asked("individualised educaton plan", synonyms=same)
    assert all(("iep",) in [way.words for way in term.ways] for term in found.terms)
    assert found.corrected == {"individualised": "individualized", "educaton": "education"}


def test_a_misspelled_word_outside_of_its_wording_is_put_right_as_any_other() -> None:
    same = said_alike([["IEP", "individualized education plan"]], "en")
    found = asked("individualised educaton", synonyms=same)
    assert all(("iep",) not in [way.words for way in term.ways] for term in found.terms)
    assert found.corrected == {"educaton": "education"}


def test_phrases_are_words_in_quotes_that_are_closed() -> None:
    phrases = asked('"competency based" “rural education” 12" ruler').phrases
    assert [phrase.words for phrase in phrases] == [("competency", "based"), ("rural", "education")]


def test_a_question_can_lose_a_word() -> None:
    assert words_of(without(asked("rural makers"), "rural")) == ["makers"]


@given(st.text(max_size=2 * MOST_LETTERS))
def test_anything_can_be_typed(text: str) -> None:
    found = asked(text, is_unfinished=True)
    assert len(found.terms) <= MOST_WORDS
    assert all(term.word.isalnum() for term in found.terms)
