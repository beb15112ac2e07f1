"""Where in a text the words of a question are: marked, and the lines that say most of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

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

    def moved(self, letters: int) -> "Place":
        return Place(self.start + letters, self.end + letters, self.stem)


@dataclass(frozen=True)
class Marked:
    """A text with the places where it has words of the question."""

    text: str
    places: Sequence[Place]

    def html(self) -> SafeString:
        """Return the text as HTML with every word of the question in <mark>."""
        return _marked(self.text, self.places)

    def said(self) -> set[str]:
        """Return the stems of the question that the text has."""
        return {place.stem for place in self.places}

    def snippet(self, after: int = 0) -> tuple[SafeString, int]:
        """Return the part of the text that says most of the question, as HTML, and how many of its words.

        That is its beginning where nothing does. What lies before `after` is not looked at.
        """
        text = self.text[after:]
        places = [place.moved(-after) for place in self.places if place.start >= after]
        first, different = _best_window(places)
        start = _word_before(text, max(0, first - SNIPPET // 4)) if first + SNIPPET // 2 > SNIPPET else 0
        end = _word_before(text, start + SNIPPET) if start + SNIPPET < len(text) else len(text)
        inside = [place.moved(-start) for place in places if start <= place.start and place.end <= end]
        shown = _marked(text[start:end].rstrip(), inside)
        cut = f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}"
        return mark_safe(cut), different  # noqa: S308  (its parts are escaped)


class Marker:
    """Finds the words of one question in texts."""

    def __init__(self, stems: Iterable[str], locale: str) -> None:
        self._stems, self._locale = frozenset(stems), locale
        self._pattern = _pattern(self._stems)
        self._known: dict[str, str] = {}
        """The stems of words that were met; one text has a word many times, and so has the next"""

    def read(self, text: str) -> Marked:
        found = self._pattern.finditer(text, 0, LETTERS_LOOKED_AT) if self._pattern else ()
        places = [Place(*match.span(), stem) for match in found if (stem := self._stem_of(match[0]))]
        return Marked(text, places)

    def marked(self, text: str) -> SafeString:
        return self.read(text).html()

    def _stem_of(self, written: str) -> str:
        """Return the stem of the question that a word has, or nothing."""
        if written not in self._known:
            [stem] = language.stems(["".join(language.words(written))], self._locale)
            self._known[written] = stem if stem in self._stems else ""
        return self._known[written]


def _pattern(stems: Iterable[str]) -> re.Pattern[str] | None:
    """Return what fits words that begin as a stem does. Its first letters alone rule out most places."""
    beginnings = sorted({stem[: max(2, len(stem) - 1)] for stem in stems}, key=len, reverse=True)
    if not beginnings:
        return None
    first = "|".join(sorted({_as_written(beginning[0]) for beginning in beginnings}))
    written = "|".join("".join(map(_as_written, beginning)) for beginning in beginnings)
    return re.compile(rf"(?={first})(?<![^\W_])(?:{written})[^\W_]*", re.IGNORECASE)


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
        inside = escape(text[place.start : place.end])
        pieces.append(f"{escape(text[at : place.start])}<mark>{inside}</mark>")
        at = place.end
    pieces.append(escape(text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308  (its parts are escaped)
