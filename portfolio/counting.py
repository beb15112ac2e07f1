"""Counts that cost no write while somebody waits: kept in memory, written once a minute after an answer.

A process that ends takes what was counted since the last time with it. What cannot be written is kept and
tried again. Of what is new within a minute only so much is kept, so that a flood fills no memory.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import Error, connection
from django.db.models import BigIntegerField, Case, F, Model, Value, When
from django.utils import timezone

EVERY = 60.0
"""Seconds between two writes of a process"""
AT_ONCE = 200
"""Rows that one statement writes"""
KEPT = timedelta(days=760)
"""25 months: a month can be compared with the same one two years before"""

Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row", bound=tuple[Any, ...])

logger = logging.getLogger(__name__)


def today() -> date:
    """Return the day here, worked out once a minute: a new day begins with one."""
    return _day_of(int(time.time() // 60))


@lru_cache(maxsize=1)
def _day_of(minute: int) -> date:
    return timezone.localdate(datetime.fromtimestamp(minute * 60, UTC))


class Counts(Generic[Key]):
    """How often each key was noted in this process. `write` puts it into the database, all or nothing."""

    def __init__(self, of: str, write: Callable[[Mapping[Key, int]], None], *, most: int = 10_000) -> None:
        self.of = of
        """What is counted, for the log"""
        self.most = most
        """Different keys that are kept until the next write; others are not counted"""
        self.write = write
        self.lock = threading.Lock()
        self.counts: Counter[Key] = Counter()
        self.written_at = time.monotonic()

    def note(self, key: Key) -> None:
        with self.lock:
            self._add(key, 1)

    def flush_when_due(self, **signal: Any) -> None:
        """Write the counts where a minute has passed; called after an answer has been sent."""
        if self.counts and time.monotonic() - self.written_at >= EVERY:
            self.flush()
            if not connection.in_atomic_block:  # in a test it is
                connection.close_if_unusable_or_obsolete()

    def flush(self) -> None:
        """Write the counts to the database. What cannot be written is logged, and kept for the next time."""
        counts = self.take()
        if not counts:
            return
        try:
            self.write(counts)
        except Error:
            self._keep(counts)
            logger.exception("Counts of %s could not be written; they are kept and tried again.", self.of)

    def take(self) -> Counter[Key]:
        """Hand the counts over; of two threads that ask at once, one gets them."""
        with self.lock:
            taken, self.counts = self.counts, Counter()
            self.written_at = time.monotonic()
        return taken

    def _keep(self, counts: Mapping[Key, int]) -> None:
        with self.lock:
            for key, count in counts.items():
                self._add(key, count)

    def _add(self, key: Key, count: int) -> None:
        if key in self.counts or len(self.counts) < self.most:
            self.counts[key] += count


def add_up(model: type[Model], on: Sequence[str], counts: Mapping[Row, Mapping[str, int]]) -> None:
    """Add to the row of each key, which is made where it is missing; call it within a transaction.

    `on` names the fields of a key, which are unique together; `counts` says what to add to which fields.
    Each field is added to in one UPDATE, in which the counts of other processes cannot get lost.
    """
    for part in _parts(counts):
        rows = [model(**dict(zip(on, key, strict=True))) for key in part]
        model._default_manager.bulk_create(rows, ignore_conflicts=True)
        found = _numbers(model, on, part)
        for field in dict.fromkeys(field for added in part.values() for field in added):
            more = {found[key]: added[field] for key, added in part.items() if added.get(field)}
            cases = [When(pk=pk, then=Value(count)) for pk, count in more.items()]
            added_up = F(field) + Case(*cases, output_field=BigIntegerField())
            model._default_manager.filter(pk__in=more).update(**{field: added_up})


def _parts(counts: Mapping[Row, Mapping[str, int]]) -> Iterator[dict[Row, Mapping[str, int]]]:
    """Yield a few hundred at a time, in an order that is the same for all who write."""
    keys = sorted(counts, key=repr)
    for start in range(0, len(keys), AT_ONCE):
        yield {key: counts[key] for key in keys[start : start + AT_ONCE]}


def _numbers(model: type[Model], on: Sequence[str], keys: Collection[Row]) -> dict[tuple[Any, ...], int]:
    """Return the primary key of each row; a field that may be empty does not narrow the search for them."""
    values = {name: {key[place] for key in keys} for place, name in enumerate(on)}
    narrow = {f"{name}__in": found for name, found in values.items() if None not in found}
    rows = model._default_manager.filter(**narrow).values_list("pk", *on)
    return {tuple(row[1:]): row[0] for row in rows if tuple(row[1:]) in keys}
