"""Counts of who reads what of the API, kept in memory and written once a minute (portfolio/counting.py)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from api.models import ApiKey, ApiUse
from portfolio.counting import KEPT, Counts, add_up, today


class Read(NamedTuple):
    """What is counted together: the key's number or None, the day here, what was asked for."""

    key_id: int | None
    day: date
    kind: str


def note(key_id: int | None, kind: str) -> None:
    """Count one request, in memory. `kind` is one of a few words of ours, at most 40 characters."""
    counts.note(Read(key_id, today(), kind))


@transaction.atomic
def _write(counts: Mapping[Read, int]) -> None:
    asked = {read.key_id for read in counts if read.key_id}
    there = {None, *ApiKey.objects.filter(pk__in=asked).values_list("pk", flat=True)}
    kept = {read: {"count": count} for read, count in counts.items() if read.key_id in there}
    add_up(ApiUse, Read._fields, kept)
    for day in {read.day for read in kept}:
        _mark_used(day, {read.key_id for read in kept if read.day == day and read.key_id})


counts: Counts[Read] = Counts("API use", _write)


def _mark_used(day: date, key_ids: Collection[int]) -> None:
    earlier = Q(last_used_on=None) | Q(last_used_on__lt=day)
    ApiKey.objects.filter(earlier, pk__in=key_ids).update(last_used_on=day)


def forget_old() -> None:
    """Delete counts older than 25 months, and keys that ended before that."""
    before = timezone.now() - KEPT
    ApiUse.objects.filter(day__lt=timezone.localdate(before)).delete()
    ended = Q(revoked_at__lt=before) | Q(expires_at__lt=before)
    ApiKey.objects.filter(ended).delete()
