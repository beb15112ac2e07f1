"""The order of a reference list, and the letters that tell works of one year apart."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from .apa_names import credited, inverted, surname
from .csl import Csl, published

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
_LATEST = 10_000
Key = tuple[tuple[tuple[str, str], ...], int, str]


def ordered(works: Sequence[Csl]) -> list[tuple[int, Csl]]:
    """With the place that each had: by authors, then year, then letters' order."""
    return sorted(enumerate(works), key=lambda entry: (_group(entry[1]), *_within(entry[1]), entry[0]))


def year_letters(names: Sequence[str], works: Sequence[Csl]) -> list[str]:
    """For works in order: a, b, c, … where names in the text and year are the same, and else nothing."""
    cited = [(name, _year(work)) for name, work in zip(names, works, strict=True)]
    often, seen = Counter(cited), Counter[tuple[str, tuple[int, str]]]()
    letters = []
    for one in cited:
        letters.append(_letter(seen[one]) if often[one] > 1 else "")
        seen[one] += 1
    return letters


def _letter(place: int) -> str:
    """a to z, then aa, ab, …"""
    letters = ""
    while place >= 0:
        letters = chr(ord("a") + place % 26) + letters
        place = place // 26 - 1
    return letters


def _group(work: Csl) -> Key:
    """Nothing comes before something: one author before the same with others, Brown before Browning."""
    names = credited(work)
    keys = tuple((sortable(surname(name)), sortable(inverted([name]))) for name in names)
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
