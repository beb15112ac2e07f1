"""Places like one's own: how like the place of a document is to a district, in size, locale and state."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portfolio.models.districts import District
from portfolio.models.vocabulary import LocaleGroup
from portfolio.publication.catalog import catalog
from portfolio.publication.columns import Numbering
from portfolio.publication.positions import Position

SIZE, LOCALE, STATE = 0.5, 0.35, 0.15
"""What each counts, of what is known of the district that is compared with"""
ENOUGH = 0.5
"""From here on a place is called alike"""
HALVINGS = 3
"""So many times twice or half as large, 1 to 8, and a size is not alike at all"""
SIMILAR_SIZE = 2.0
"""At most so many times as large, or as small, is called a similar size"""
NEXT_LOCALE = 0.5
"""What the neighbour of a locale counts: a town, of a rural district"""
MOST_NAMED = 8
_LEAID = re.compile(r"[0-9]{6,7}", re.ASCII)
_IN_STATE = re.compile(r"(?P<name>.+),\s*(?P<state>[A-Za-z]{2})")

Likenesses = NDArray[np.float32]


@dataclass(frozen=True)
class Alike:
    """In what the place of a document is like the district."""

    size: bool
    locale: bool
    state: bool


@dataclass(frozen=True)
class Place:
    """What is compared of a district. What nobody knows of it does not count."""

    students: int | None = None
    locale: str = ""
    """City, suburb, town or rural, by its code"""
    state: str = ""

    def likeness(self, columns: Numbering) -> Likenesses:
        """Return how alike the place of each document is, from ENOUGH to 1; 0 for those that are not.

        A document is from the place of its lead district in size, from any of its districts else.
        """
        parts: list[tuple[float, NDArray[np.float64]]] = []
        if self.students is not None:
            parts.append((SIZE, _clipped(1 - np.abs(self._halvings(columns)) / HALVINGS)))
        if self.locale:
            parts.append((LOCALE, self._locales(columns)))
        if self.state:
            parts.append((STATE, columns.having("state", [self.state]).astype(np.float64)))
        whole = sum(weight for weight, _part in parts)
        if not whole:
            return np.zeros(columns.size, dtype=np.float32)
        weighed = np.add.reduce([weight * part for weight, part in parts])
        found: Likenesses = (weighed / whole).astype(np.float32)
        found[found < ENOUGH] = 0
        return found

    def alike(self, at: Position, numbers: Sequence[int]) -> dict[int, Alike]:
        """Say of each of the documents with these `numbers` in what its place is alike."""

        def look(columns: Numbering) -> dict[int, Alike]:
            size = self._similar_in_size(columns)
            locale = columns.having("locale", [self.locale] if self.locale else [])
            state = columns.having("state", [self.state] if self.state else [])
            found = columns.of(np.asarray(numbers, dtype=np.int64))
            return {
                number: Alike(bool(size[place]), bool(locale[place]), bool(state[place]))
                for number, place in zip(numbers, found.tolist(), strict=True)
                if place < columns.size
            }

        return catalog.read(at, look)

    def _halvings(self, columns: Numbering) -> NDArray[np.float64]:
        """Return how many times twice as large each place is; less than 0 for smaller ones."""
        students = np.maximum(columns.measure("enrollment"), 1)
        found: NDArray[np.float64] = np.log2(students) - np.log2(max(self.students or 0, 1))
        return found

    def _similar_in_size(self, columns: Numbering) -> NDArray[np.bool_]:
        if self.students is None:
            return np.zeros(columns.size, dtype=np.bool_)
        similar: NDArray[np.bool_] = np.abs(self._halvings(columns)) <= np.log2(SIMILAR_SIZE)
        return similar

    def _locales(self, columns: Numbering) -> NDArray[np.float64]:
        own = _ORDER.index(self.locale)
        beside = [_ORDER[place] for place in (own - 1, own + 1) if 0 <= place < len(_ORDER)]
        found = np.where(columns.having("locale", beside), NEXT_LOCALE, 0.0)
        found[columns.having("locale", [self.locale])] = 1
        return found


_ORDER: Sequence[str] = LocaleGroup.values


def _clipped(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return `values` from 0 to 1; 0 where there is none."""
    return np.clip(np.nan_to_num(values, nan=0.0), 0, 1)


def place_of(district: District) -> Place:
    return Place(district.students, str(district.locale_group or ""), district.state)


def districts_named(text: str) -> list[District]:
    """Return the districts that `text` may mean, at most MOST_NAMED: a LEAID, or a name.

    A LEAID may have lost its leading zero, and a name be followed by a state: “Salem, OR”. Districts
    called just so come alone; else those whose name holds the words. One query, two where none is
    called so.
    """
    text = " ".join(text.replace("\0", " ").split())
    if _LEAID.fullmatch(text):
        return list(District.objects.filter(leaid=text.zfill(7)))
    if not text:
        return []
    rows = District.objects.filter(closed_on=None).order_by("name", "leaid")
    if in_state := _IN_STATE.fullmatch(text):
        text, rows = in_state["name"], rows.filter(state=in_state["state"].upper())
    return list(rows.filter(name__iexact=text)[:MOST_NAMED]) or list(
        rows.filter(name__icontains=text)[:MOST_NAMED]
    )
