"""All public documents as columns in memory: which match, how many, in what order.

A reader of the log like any other: it keeps its own place, and before each question takes in what has
come since, in one query. Filters, counts of facets and orders are then array operations that cost the
same for any selection; the documents themselves stay in the database and are fetched by number, twenty
at a time. One process holds about 200 bytes for each document.
"""

import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from portfolio.publication.asking import KIND, ORDERS, RELEVANCE, Page, Place, Query, Ranked
from portfolio.publication.columns import (
    FacetColumn,
    Growing,
    Mask,
    Names,
    Numbering,
    Numbers,
    any_of,
    collated,
    having,
    microseconds,
)
from portfolio.publication.encoding import decode_marked
from portfolio.publication.models import PublicDocument, State
from portfolio.publication.positions import START, Position

Read = TypeVar("Read")
MOST_FOUND = 32
"""Lists of which all matches are kept, eight bytes each"""

# The names of our own tables are put into these statements; what a reader asks for never is.
_DOCUMENTS = PublicDocument._meta.db_table
_SINCE = (
    "SELECT pk_number, state, site_id, kind, locale, title, facets_json, numbers_json, published_at, "  # noqa: S608  (our own names)
    f"updated_at, sequence FROM {_DOCUMENTS} WHERE sequence > %s ORDER BY sequence"
)

Score = Callable[[Numbering], NDArray[np.float32]]
"""Gives each ordinal its score; what has none, 0, does not match"""


class Catalog:
    """What one process knows of the log."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self.at = START
        self._ordinal_of: dict[int, int] = {}
        self._numbers = Growing(np.int64)
        self._is_live = Growing(np.bool_)
        self._sites = Growing(np.int64)
        self._kinds, self._kind_names = Growing(np.int32), Names()
        self._locales, self._locale_names = Growing(np.int32), Names()
        self._published, self._updated = Growing(np.int64), Growing(np.int64)
        self._titles: list[str] = []
        self._facets: dict[str, FacetColumn] = {}
        self._measures: dict[str, Growing] = {}
        self._orders: dict[str, Numbers] = {}
        self._found: dict[str, Numbers] = {}
        self._numbering: Numbering | None = None
        self._hidden: frozenset[int] = frozenset()

    # Questions

    def page(self, at: Position, query: Query, limit: int, after: Place | None = None) -> Page:
        """Return the next `limit` matches after the place `after`."""
        with self._current(at):
            found = self._ordered(query)
            start = bisect_right(found, after, key=lambda i: self._place(query.sort, i)) if after else 0
            shown = found[start : start + limit]
            is_last = start + limit >= len(found)
            following = None if is_last else self._place(query.sort, int(shown[-1]))
            return Page(self._numbers.values[shown].tolist(), len(found), following, self.at)

    def slice(self, at: Position, query: Query, start: int, limit: int) -> list[int]:
        """Return the numbers of matches from the `start`th on, for lists with numbered pages."""
        with self._current(at):
            found = self._ordered(query)[start : start + limit]
            return self._numbered(found)

    def ranked(
        self, at: Position, query: Query, score: Score, start: int, limit: int, keys: Iterable[str] = ()
    ) -> Ranked:
        """Return matches that have a score: the best first, unless the query asks for another order."""
        with self._current(at):
            scores = score(self._columns())
            found = scores > 0
            matching = self._matching(query) & found
            numbers = self._best(query.sort, scores, matching, start, limit)
            counts = {key: self._count(query, key, matching, among=found) for key in keys}
            return Ranked(numbers, int(np.count_nonzero(matching)), counts, self.at)

    def _best(self, sort: str, scores: NDArray[Any], matching: Mask, start: int, limit: int) -> list[int]:
        if not limit:
            return []
        found = np.flatnonzero(matching)
        if sort not in ORDERS:  # a number that many have in common: the better answer is first among those
            sign, values = self._sort_values(sort)
            keys = (self._title_ranks()[found], -scores[found], sign * _known(values[found]))
            return self._numbered(found[np.lexsort(keys)][start : start + limit])
        if sort != RELEVANCE:
            order = self._order(sort)
            return self._numbered(order[matching[order]][start : start + limit])
        if 0 < start + limit < len(found):  # only what can reach the page is put in order
            least = np.partition(scores[found], len(found) - start - limit)[len(found) - start - limit]
            found = found[scores[found] >= least]
        order = np.lexsort((self._numbers.values[found], -scores[found]))
        return self._numbered(found[order][start : start + limit])

    def _numbered(self, ordinals: Numbers) -> list[int]:
        return [int(number) for number in self._numbers.values[ordinals]]

    def matching(self, at: Position, query: Query) -> tuple[Numbering, Mask]:
        """Return which documents match, by their ordinals, to who has more to say of each."""
        with self._current(at):
            return self._columns(), self._matching(query)

    def read(self, at: Position, what: Callable[[Numbering], Read]) -> Read:
        """Return what `what` makes of the columns, which stay as they are meanwhile."""
        with self._current(at):
            return what(self._columns())

    def total(self, at: Position, query: Query) -> int:
        with self._current(at):
            return int(np.count_nonzero(self._matching(query)))

    def counts(
        self, at: Position, query: Query, keys: Iterable[str]
    ) -> dict[str, list[tuple[str, str, int]]]:
        """Return for each facet its (value, label, count), in the facet's order.

        A facet does not filter itself, so that the counts say what choosing another value would bring.
        Values that nothing has are left out unless they are selected.
        """
        with self._current(at):
            matching = self._matching(query)
            return {key: self._count(query, key, matching) for key in keys}

    def values(self, at: Position, keys: Iterable[str], locale: str) -> dict[str, list[tuple[str, str]]]:
        """Return for each facet that there is its (value, label) in a language, in the facet's order."""
        with self._current(at):
            return {key: list(self._facets[key].labelled(locale)) for key in keys if key in self._facets}

    def count_by_kind(self, at: Position, site_id: int, locale: str) -> dict[str, int]:
        with self._current(at):
            base = self._of_site(site_id) & (self._locales.values == self._locale_names.code(locale))
            counted = np.bincount(self._kinds.values[base], minlength=len(self._kind_names.all))
        return {name: int(count) for name, count in zip(self._kind_names.all, counted, strict=True) if count}

    # How they are answered

    def _current(self, at: Position) -> threading.Lock:
        """Take in what the log says up to `at`, and keep others from changing it meanwhile."""
        if at != self.at:
            with self._lock:
                self._take_in(at)
        return self._lock

    def _columns(self) -> Numbering:
        """Return the numbering of this state, made once for all who ask."""
        if self._numbering is None:
            self._numbering = Numbering(
                self._numbers.values, self._is_live.values, self._facets, self._measures
            )
        return self._numbering

    def _matching(self, query: Query, besides: str = "") -> Mask:
        """Return which documents match, leaving the facet `besides` out of the filter."""
        found = self._of_site(query.site_id)
        found &= self._locales.values == self._locale_names.code(query.locale)
        found &= any_of(self._kinds.values, [self._kind_names.code(kind) for kind in query.kinds])
        for key, values in query.selected.items():
            if key != besides and values:
                found &= having(self._facets, key, values, len(found))
        for key, values in query.without.items():
            found &= ~having(self._facets, key, values, len(found))
        for name, (least, most) in query.ranges.items():
            found &= self._between(name, least, most)
        if query.updated_since:
            found &= self._updated.values >= microseconds(query.updated_since)
        if query.published_since:
            found &= self._published.values >= microseconds(query.published_since)
        return found

    def _of_site(self, site_id: int) -> Mask:
        found: Mask = self._is_live.values & (self._sites.values == site_id)
        for number in self._hidden & self._ordinal_of.keys():
            found[self._ordinal_of[number]] = False
        return found

    def _between(self, name: str, least: float | None, most: float | None) -> Mask:
        column = self._measures.get(name)
        if column is None:
            return np.zeros(len(self._titles), dtype=np.bool_)
        values = column.values
        found: Mask = ~np.isnan(values)
        if least is not None:
            found &= values >= least
        if most is not None:
            found &= values <= most
        return found

    def _count(
        self, query: Query, key: str, matching: Mask, among: Mask | None = None
    ) -> list[tuple[str, str, int]]:
        """Count the values of a facet: of what matches, were the facet itself not asked for."""
        column = self._facets.get(key)
        if column is None:
            return []
        if key in query.selected:
            matching = self._matching(query, besides=key)
            matching = matching if among is None else matching & among
        counted = column.count(matching)
        chosen = set(query.selected.get(key, ()))
        return [(v, label, n) for v, label, n in column.in_order(counted, query.locale) if n or v in chosen]

    def _ordered(self, query: Query) -> Numbers:
        """Return what matches, in order; kept for the next page of it, until the log goes on."""
        found = self._found.get(query.told)
        if found is None:
            order = self._order(query.sort)
            found = order[self._matching(query)[order]]
            if len(self._found) == MOST_FOUND:
                self._found.clear()
            self._found[query.told] = found
        return found

    def _order(self, sort: str) -> Numbers:
        """Return all documents in one order; worked out once for each state of the log."""
        if sort not in self._orders:
            if sort == "title":
                by_title = sorted(range(len(self._titles)), key=lambda i: self._place(sort, i))
                self._orders[sort] = np.array(by_title, dtype=np.int64)
            else:
                sign, values = self._sort_values(sort)
                ties = self._numbers.values if sort in ORDERS else self._title_ranks()
                self._orders[sort] = np.lexsort((ties, sign * _known(values)))
        return self._orders[sort]

    def _title_ranks(self) -> Numbers:
        """Return the place of each document in the order of titles."""
        order = self._order("title")
        ranks = np.empty_like(order)
        ranks[order] = np.arange(len(order))
        return ranks

    def _place(self, sort: str, ordinal: int) -> Place:
        """Return what `ordinal` is sorted by. Equal values are told apart by the document's number."""
        number = int(self._numbers.values[ordinal])
        if sort == "title":
            return self._titles[ordinal], number
        sign, values = self._sort_values(sort)
        value = sign * _known(values[ordinal : ordinal + 1]).item()
        return value if sort in ORDERS else [value, self._titles[ordinal]], number

    def _sort_values(self, sort: str) -> tuple[int, NDArray[Any]]:
        """Return 1 where the least comes first, -1 where the most does, and the numbers."""
        if sort == "oldest":
            return 1, self._published.values
        if sort == "newest":
            return -1, self._published.values
        if sort == "updated":
            return -1, self._updated.values
        column = self._measures.get(sort)
        return -1, column.values if column else np.zeros(len(self._titles))

    # Following the log

    def _take_in(self, at: Position) -> None:
        dead = len(self._titles) - len(self._ordinal_of)
        if at.epoch != self.at.epoch or dead > 1000 + len(self._ordinal_of):
            self._forget()
        if at.sequence > self.at.sequence:
            with connection.cursor() as cursor:
                cursor.execute(_SINCE, [self.at.sequence])
                rows = cursor.fetchall()
            for row in rows:
                self._replace(*row[:-1])
            self._orders.clear()
            self._found.clear()
            self._numbering = None
            at = Position(at.epoch, max(at.sequence, rows[-1][-1] if rows else 0), at.hidden)
        elif at.sequence < self.at.sequence:  # asked by a reader who looked a moment ago
            at = Position(at.epoch, self.at.sequence, at.hidden)
        if at.hidden != self.at.hidden:
            hidden = PublicDocument.log.filter(is_hidden=True).values_list("pk_number", flat=True)
            self._hidden = frozenset(hidden)
            self._found.clear()
            at = at._replace(hidden=(len(self._hidden), sum(self._hidden)))  # by now, perhaps, others are
        self.at = at

    def _replace(
        self, number: int, state: str, site: int, kind: str, locale: str, title: str,
        facets: bytes, numbers: bytes, published: Any, updated: Any,
    ) -> None:  # fmt: skip
        before = self._ordinal_of.pop(number, None)
        if before is not None:
            self._is_live.values[before] = False
        if state != State.LIVE:
            return
        ordinal = self._ordinal_of[number] = len(self._titles)
        self._titles.append(collated(title))
        self._numbers.append(number)
        self._is_live.append(True)
        self._sites.append(site)
        self._kinds.append(self._kind_names.add(kind))
        self._locales.append(self._locale_names.add(locale))
        self._published.append(microseconds(published))
        self._updated.append(microseconds(updated))
        for key, value, label, rank in decode_marked(facets):
            self._facets.setdefault(key, FacetColumn()).append(ordinal, value, label, rank, locale)
        self._facets.setdefault(KIND, FacetColumn()).append(ordinal, kind, kind, 0, locale)
        self._measure(ordinal, decode_marked(numbers))

    def _measure(self, ordinal: int, numbers: dict[str, float]) -> None:
        for name in numbers.keys() - self._measures.keys():
            self._measures[name] = Growing(np.float64)
        for name, column in self._measures.items():
            while len(column) < ordinal:
                column.append(np.nan)
            column.append(numbers.get(name, np.nan))


def _known(values: NDArray[Any]) -> NDArray[Any]:
    """Return the numbers with -1 for those that are not stated."""
    return np.nan_to_num(values, nan=-1.0) if values.dtype.kind == "f" else values


catalog = Catalog()
"""This process's own"""
