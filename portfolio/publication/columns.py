"""The columns that the catalog is made of."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]

_ODD = re.compile(r"[^\x00-\x7f]+")


def any_of(values: NDArray[Any], wanted: Sequence[int]) -> NDArray[np.bool_]:
    """Return which `values` are among a few `wanted` ones: np.isin, without what it costs to be general."""
    found: NDArray[np.bool_] = np.zeros(len(values), dtype=np.bool_)
    for each in wanted:
        found |= values == each
    return found


class Growing:
    """An array that is appended to: `values` is the part in use."""

    def __init__(self, kind: Any) -> None:
        self._room: NDArray[Any] = np.empty(64, dtype=kind)
        self._used = 0

    def __len__(self) -> int:
        return self._used

    @property
    def values(self) -> NDArray[Any]:
        return self._room[: self._used]

    def append(self, value: Any) -> None:
        if self._used == len(self._room):
            self._room = np.resize(self._room, 2 * self._used)
        self._room[self._used] = value
        self._used += 1


class Names:
    """Numbers for names, from 0 in the order in which they came."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._codes: dict[str, int] = {}

    def add(self, name: str) -> int:
        if name not in self._codes:
            self._codes[name] = len(self.all)
            self.all.append(name)
        return self._codes[name]

    def code(self, name: str) -> int:
        """Return the number of `name`, or -1, which no row has."""
        return self._codes.get(name, -1)


class FacetColumn:
    """Pairs of document and value, with the newest label and rank of each value in each language."""

    def __init__(self) -> None:
        self._documents, self._codes = Growing(np.int32), Growing(np.int32)
        self._values = Names()
        self._labels: dict[str, dict[int, tuple[int, str]]] = {}
        self._newest: dict[int, tuple[int, str]] = {}
        """In whatever language, for values that a language has nothing of"""

    def append(self, document: int, value: str, label: str, rank: int, locale: str) -> None:
        code = self._values.add(value)
        self._labels.setdefault(locale, {})[code] = self._newest[code] = (rank, label)
        self._documents.append(document)
        self._codes.append(code)

    def having(self, values: Sequence[str]) -> NDArray[Any]:
        """Return the documents that have one of `values`."""
        codes = [self._values.code(value) for value in values]
        return self._documents.values[any_of(self._codes.values, codes)]

    def count(self, mask: NDArray[np.bool_]) -> NDArray[Any]:
        """Return how many documents in `mask` have each value."""
        codes = self._codes.values[mask[self._documents.values]]
        return np.bincount(codes, minlength=len(self._values.all))

    def in_order(self, counts: NDArray[Any], locale: str) -> Iterator[tuple[str, str, int]]:
        """Yield (value, label, count) with the labels of a language, by rank, then label."""
        for code, label in self._order(locale):
            yield self._values.all[code], label, int(counts[code])

    def labelled(self, locale: str) -> Iterator[tuple[str, str]]:
        """Yield (value, label) with the labels of a language, by rank, then label."""
        for code, label in self._order(locale):
            yield self._values.all[code], label

    def _order(self, locale: str) -> Iterator[tuple[int, str]]:
        labels = {**self._newest, **self._labels.get(locale, {})}
        for code in sorted(labels, key=labels.__getitem__):
            yield code, labels[code][1]


class Numbering:
    """Where the documents of one state of the catalog are in its columns, and what these say of them."""

    def __init__(
        self,
        numbers: Numbers,
        is_live: Mask,
        facets: Mapping[str, FacetColumn],
        measures: Mapping[str, Growing],
    ) -> None:
        self.size = len(numbers)
        self.numbers = numbers
        """Of the documents, by their ordinals"""
        self._facets, self._measures = facets, measures
        self._ordinals = np.full(int(numbers.max(initial=0)) + 2, self.size, dtype=np.int64)
        live = np.flatnonzero(is_live)
        self._ordinals[numbers[live]] = live

    def of(self, numbers: NDArray[Any]) -> Numbers:
        """Return the ordinals of documents; `size` for those that are not there."""
        last = len(self._ordinals) - 1
        found: Numbers = self._ordinals[np.minimum(numbers, last)]
        return found

    def having(self, key: str, values: Sequence[str]) -> Mask:
        """Return which documents have one of `values` of a facet."""
        return having(self._facets, key, values, self.size)

    def measure(self, name: str) -> NDArray[np.float64]:
        """Return a number of each document, NaN where it has none."""
        column = self._measures.get(name)
        return np.full(self.size, np.nan) if column is None else column.values


def having(facets: Mapping[str, FacetColumn], key: str, values: Sequence[str], size: int) -> Mask:
    """Return which of `size` documents have one of `values` of the facet `key`."""
    mask: Mask = np.zeros(size, dtype=np.bool_)
    column = facets.get(key)
    if column:
        mask[column.having(values)] = True
    return mask


def collated(title: str) -> str:
    """Return what a title is sorted by: capitals and accents do not count."""
    return _ODD.sub(_plain, title.casefold())


def _plain(odd: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFKD", odd[0])
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def microseconds(moment: Any) -> int:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    if moment.tzinfo is None:  # SQLite keeps UTC without saying so
        moment = moment.replace(tzinfo=UTC)
    return int(round(moment.timestamp() * 1_000_000))
