"""Where in a text the words of a question are: marked, and the lines that say most of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from search import language

SNIPPET = 220
"""Letters of a snippet, about"""
LETTERS_LOOKED_AT = 20_000
_ACCENTED = {"a": "aáàâäãå", "c": "cç", "e": "eéèêë", "i": "iíìîï", "n": "nñ", "o": "oóòôöõ", "u": "uúùûü"}


@dataclass(frozen=True)
class Place:
    """A word of the question in a text."""

    start: int
    end: int
    stem: str


class Marker:
    """Finds the words of one question in texts."""

    def __init__(self, stems: Iterable[str], locale: str) -> None:
        self._stems, self._locale = frozenset(stems), locale
        beginnings = sorted({stem[: max(2, len(stem) - 1)] for stem in self._stems}, key=len, reverse=True)
        written = "|".join("".join(map(_as_written, beginning)) for beginning in beginnings)
        self._pattern = re.compile(rf"(?<![^\W_])(?:{written})[^\W_]*", re.IGNORECASE) if written else None

    def marked(self, text: str) -> SafeString:
        """Return `text` as HTML with every word of the question in <mark>."""
        return _marked(text, self._places(text))

    def said(self, text: str) -> set[str]:
        """Return the stems of the question that `text` has."""
        return {place.stem for place in self._places(text)}

    def snippet(self, text: str) -> tuple[SafeString, int]:
        """Return the part of `text` that says most of the question, as HTML, and how many of its words.

        That is the beginning of the text where nothing does.
        """
        places = self._places(text)
        first, different = _best_window(places)
        start = _word_before(text, max(0, first - SNIPPET // 4)) if first + SNIPPET // 2 > SNIPPET else 0
        end = _word_before(text, start + SNIPPET) if start + SNIPPET < len(text) else len(text)
        inside = [
            Place(place.start - start, place.end - start, place.stem)
            for place in places
            if start <= place.start and place.end <= end
        ]
        shown = _marked(text[start:end].rstrip(), inside)
        cut = f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}"
        return mark_safe(cut), different  # noqa: S308  (its parts are escaped)

    def _places(self, text: str) -> list[Place]:
        if self._pattern is None:
            return []
        found = list(self._pattern.finditer(text, 0, LETTERS_LOOKED_AT))
        plain = ["".join(language.words(match.group())) for match in found]
        stems = language.stems(plain, self._locale)
        return [
            Place(match.start(), match.end(), stem)
            for match, stem in zip(found, stems, strict=True)
            if stem in self._stems
        ]


def _as_written(letter: str) -> str:
    return f"[{_ACCENTED[letter]}]" if letter in _ACCENTED else re.escape(letter)


def _best_window(places: Sequence[Place]) -> tuple[int, int]:
    """Return where the part of a text begins that has most different words of the question, and how many."""
    best, most = 0, 0
    for number, place in enumerate(places):
        end = place.start + SNIPPET * 3 // 4
        inside = {each.stem for each in places[number : number + 40] if each.end <= end}
        if len(inside) > most:
            best, most = place.start, len(inside)
    return best, most


def _word_before(text: str, place: int) -> int:
    """Return where the word begins that `place` lies in."""
    space = text.rfind(" ", 0, place + 1)
    return space + 1 if space >= 0 else place


def _marked(text: str, places: Sequence[Place]) -> SafeString:
    pieces, at = [], 0
    for place in places:
        inside = conditional_escape(text[place.start : place.end])
        pieces.append(f"{conditional_escape(text[at : place.start])}<mark>{inside}</mark>")
        at = place.end
    return mark_safe("".join(pieces) + conditional_escape(text[at:]))  # noqa: S308  (its parts are escaped)
