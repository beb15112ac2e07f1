"""How many years of schooling a text asks of its reader."""

import functools
import re

import pyphen
from django.utils.html import strip_tags
from wagtail import blocks

from portfolio.readiness.content import Content

MOST_GRADE = 10
FEWEST_WORDS = 100
"""Below this, one long word moves the grade; nothing is said."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|\n+")
_PARAGRAPH_END = re.compile(r"</(?:p|li|h\d)>|<br\s*/?>")


def reading_grade(text: str) -> float | None:
    """Return the Flesch–Kincaid grade level of an English text; None under 100 words.

    0.39 × words per sentence + 11.8 × syllables per word − 15.59 (Kincaid, Fishburne, Rogers and
    Chissom, 1975, Naval Technical Training Command, Research Branch Report 8-75). Syllables are
    the parts that hyphenation patterns find, which is slightly fewer than are spoken (“a-bout”
    counts as one), so that the grade is rather too low than too high. A line end ends a sentence.
    """
    words = _WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return None
    sentences = sum(1 for part in _SENTENCE_END.split(text) if _WORD.search(part))
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def grade_of(content: Content) -> float | None:
    """Return the grade of a page's own prose; quotes and tables are other people's words."""
    locale = getattr(content.page, "locale", None)
    if locale is None or not locale.language_code.startswith("en"):
        return None
    return reading_grade("\n".join(_prose(content)))


def _prose(content: Content) -> list[str]:
    texts = [strip_tags(_PARAGRAPH_END.sub("\n", source)) for _path, source in content.rich_texts]
    texts += [
        piece.value or ""
        for piece in content.pieces
        if type(piece.block) is blocks.TextBlock and not piece.path.endswith(".text")
    ]
    return [content.page.summary, *texts]


@functools.cache
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")


@functools.lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    return len(_hyphenation().positions(word)) + 1
