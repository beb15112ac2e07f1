"""Counts of who reads what, kept in memory and written once a minute.

A read costs no write: `note` adds to a count, and the counts are written after an answer has been
sent, so that nobody waits for them. A process that ends takes what was counted since the last time
with it, a minute at most.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import Error, connection, transaction
from django.db.models import BigIntegerField, Case, F, Q, Value, When
from django.utils import timezone

from api.models import ApiKey, ApiUse

EVERY = 60.0
"""Seconds between two writes of a process"""
KEPT = timedelta(days=760)
"""25 months: a month can be compared with the same one two years before."""

logger = logging.getLogger(__name__)


class Read(NamedTuple):
    """What is counted together: the key's number or None, the day here, what was asked for."""

    key_id: int | None
    day: date
    kind: str


class _Memory:
    """The counts of this process, under a lock."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: Counter[Read] = Counter()
        self.written_at = time.monotonic()

    def count(self, read: Read) -> None:
        with self.lock:
            self.counts[read] += 1

    def add(self, counts: dict[Read, int]) -> None:
        with self.lock:
            self.counts.update(counts)

    def take(self) -> Counter[Read]:
        """Hand the counts over; of two threads that ask at once, one gets them."""
        with self.lock:
            taken, self.counts = self.counts, Counter()
            self.written_at = time.monotonic()
        return taken

    def is_due(self) -> bool:
        return bool(self.counts) and time.monotonic() - self.written_at >= EVERY


_memory = _Memory()


def note(key_id: int | None, kind: str) -> None:
    """Count one request, in memory. `kind` is one of a few words of ours, at most 40 characters."""
    _memory.count(Read(key_id, _day_of(int(time.time() // 60)), kind))


@lru_cache(maxsize=1)
def _day_of(minute: int) -> date:
    """Return the day here; a new one begins with a minute."""
    return timezone.localdate(datetime.fromtimestamp(minute * 60, UTC))


def flush_when_due(**signal: Any) -> None:
    """Write the counts where a minute has passed; called after an answer has been sent."""
    if _memory.is_due():
        flush()
        if not connection.in_atomic_block:  # in a test it is
            connection.close_if_unusable_or_obsolete()


def flush() -> None:
    """Write the counts to the database. What cannot be written is logged, and kept for the next time."""
    counts = _memory.take()
    if not counts:
        return
    try:
        _write(counts)
    except Error:
        _memory.add(counts)
        logger.exception("Counts of API use could not be written; they are kept and tried again.")


@transaction.atomic
def _write(counts: Counter[Read]) -> None:
    asked = {read.key_id for read in counts if read.key_id}
    there = {None, *ApiKey.objects.filter(pk__in=asked).values_list("pk", flat=True)}
    kept = {read: count for read, count in counts.items() if read.key_id in there}
    ApiUse.objects.bulk_create([ApiUse(**read._asdict()) for read in kept], ignore_conflicts=True)
    _add_up(kept)
    for day in {read.day for read in kept}:
        _mark_used(day, {read.key_id for read in kept if read.day == day and read.key_id})


def _add_up(counts: dict[Read, int]) -> None:
    """Add to all rows in one UPDATE, which other processes' counts cannot get lost in."""
    rows = ApiUse.objects.filter(day__in={read.day for read in counts})
    found = {use.pk: counts.get(Read(use.key_id, use.day, use.kind), 0) for use in rows}
    more = {pk: count for pk, count in found.items() if count}
    cases = [When(pk=pk, then=Value(count)) for pk, count in more.items()]
    ApiUse.objects.filter(pk__in=more).update(count=F("count") + Case(*cases, output_field=BigIntegerField()))


def _mark_used(day: date, key_ids: Collection[int]) -> None:
    earlier = Q(last_used_on=None) | Q(last_used_on__lt=day)
    ApiKey.objects.filter(earlier, pk__in=key_ids).update(last_used_on=day)


def forget_old() -> None:
    """Delete counts older than 25 months, and keys that ended before that."""
    before = timezone.now() - KEPT
    ApiUse.objects.filter(day__lt=timezone.localdate(before)).delete()
    ended = Q(revoked_at__lt=before) | Q(expires_at__lt=before)
    ApiKey.objects.filter(ended).delete()
