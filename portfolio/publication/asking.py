"""What is asked of the catalog, and what it answers."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from portfolio.publication.positions import Position

RELEVANCE = "relevance"
"""The order of a search"""
ORDERS = (RELEVANCE, "newest", "oldest", "updated", "title")
"""Those that are no number of the documents"""
KIND = "kind"
"""The facet that every document has"""

Place = tuple[Any, int]
"""Where a page ended: what it is sorted by, and the document's number"""


@dataclass(frozen=True)
class Query:
    """A list that someone asks for. Values of one key are alternatives, keys add up."""

    site_id: int
    kinds: tuple[str, ...]
    locale: str
    selected: Mapping[str, Sequence[str]] = field(default_factory=dict)
    without: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Values that a match must not have"""
    ranges: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    """Least and most of a number, both included; what has no such number does not match"""
    updated_since: datetime | None = None
    published_since: datetime | None = None
    sort: str = "newest"

    @cached_property
    def told(self) -> str:
        """The same for equal queries, whatever order their parts were asked in"""
        parts = (
            self.site_id, self.kinds, self.locale, _sorted(self.selected), _sorted(self.without),
            sorted(self.ranges.items()), self.updated_since, self.published_since, self.sort,
        )  # fmt: skip
        return repr(parts)

    @cached_property
    def digest(self) -> str:
        return hashlib.blake2b(self.told.encode(), digest_size=8).hexdigest()


def _sorted(values: Mapping[str, Sequence[str]]) -> list[tuple[str, list[str]]]:
    return sorted((key, sorted(chosen)) for key, chosen in values.items())


class Page(NamedTuple):
    numbers: list[int]
    """Of the documents, in the order asked for"""
    total: int
    following: Place | None
    """Where the next page begins; None at the end"""
    at: Position
    """The state of the log that this is true of, the one asked for or a later one"""


class Ranked(NamedTuple):
    """Documents in the order of what a search makes of them."""

    numbers: list[int]
    total: int
    counts: dict[str, list[tuple[str, str, int]]]
    """For each facet asked for, its (value, label, count)"""
    at: Position
