"""The order of a reference list, and the letters that tell works of one year apart."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby

from .apa_names import credited, inverted
from .csl import Csl, published

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
_LATEST = 10_000
Key = tuple[tuple[tuple[str, str], ...], int, str]


def ordered(works: Sequence[Csl]) -> list[tuple[int, Csl]]:
    """With the place that each had: by authors, then year, then letters' order."""
    return sorted(enumerate(works), key=lambda entry: (_group(entry[1]), *_within(entry[1]), entry[0]))


def year_letters(works: Sequence[Csl]) -> list[str]:
    """For works in order: a, b, c, … where the same authors have several in a year, and else nothing."""
    letters: list[str] = []
    for _, group in groupby(works, key=_same_in_text):
        size = len(list(group))
        letters += [_letter(place) for place in range(size)] if size > 1 else [""]
    return letters


def _letter(place: int) -> str:
    """a to z, then aa, ab, …"""
    letters = ""
    while place >= 0:
        letters = chr(ord("a") + place % 26) + letters
        place = place // 26 - 1
    return letters


def _same_in_text(work: Csl) -> tuple[str, int | str]:
    """Authors and year; without authors the title, as it is what the text names."""
    names = credited(work)
    parts = published(work)
    date = parts[0] if parts else work.get("issued", {}).get("literal", "")
    return (f"names {inverted(names)}" if names else f"title {_plain_title(work)}", date)


def _group(work: Csl) -> Key:
    """Nothing comes before something: one author before the same with others, Brown before Browning."""
    names = credited(work)
    keys = tuple(
        (sortable(name.get("literal") or name.get("family", "")), sortable(inverted([name])))
        for name in names
    )
    return (keys or ((_plain_title(work), ""),), *_year(work))


def _year(work: Csl) -> tuple[int, str]:
    """Undated works first, those in press last."""
    parts = published(work)
    if parts:
        return parts[0], ""
    words = work.get("issued", {}).get("literal", "")
    return (_LATEST, words) if words else (0, "")


def _within(work: Csl) -> tuple[list[int], str]:
    """Within a year: those with no more than the year, then by day, then by title."""
    return published(work)[1:], _plain_title(work)


def _plain_title(work: Csl) -> str:
    return sortable(re.sub(r"^(?:an?|the)\s+", "", work.get("title", ""), flags=re.IGNORECASE))


def sortable(text: str) -> str:
    """Letter by letter, blind to accents, capitals, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(character for character in plain if character.isalnum())
