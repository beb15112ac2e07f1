"""The reading grade is Flesch–Kincaid's, and says nothing about short or foreign texts."""

import pytest

from portfolio.readiness import problems
from portfolio.readiness.reading import reading_grade
from tests import factories

PLAIN = "The kids cut the wood. They glue it. Then they test if it can hold a brick. " * 8
HARD = (
    "Interdisciplinary implementation necessitates comprehensive collaboration, systematically "
    "operationalizing competency-based methodologies throughout institutional infrastructures. "
) * 12


def test_plain_sentences_have_a_low_grade():
    assert reading_grade(PLAIN) < 3


def test_long_words_and_sentences_have_a_high_grade():
    assert reading_grade(HARD) > 16


def test_grade_follows_the_formula():
    text = "Dogs run. " * 60
    assert reading_grade(text) == pytest.approx(0.39 * 2 + 11.8 * 1 - 15.59)


def test_short_text_has_no_grade():
    assert reading_grade("One sentence of a few words.") is None


def test_hard_text_is_advised_against(district):
    page = factories.innovation_page(problem=f"<p>{HARD}</p>", locale=district.locale)
    [advice] = [problem for problem in problems(page, district) if problem.code == "hard_to_read"]
    assert not advice.blocking
