"""Who reads: the counts, put together for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from api.models import ApiKey, ApiUse

DAYS = 30
"""How far back the admin looks; today counts as one of them."""


@dataclass(frozen=True)
class Reader:
    """What was read with one key, or (`key` is None) by all who have none."""

    key: ApiKey | None
    kinds: tuple[tuple[str, int], ...]
    """What was asked for and how often, the most frequent first."""

    @property
    def total(self) -> int:
        return sum(count for _, count in self.kinds)


def first_day() -> date:
    return timezone.localdate() - timedelta(days=DAYS - 1)


def readers() -> list[Reader]:
    """Return who read in the last 30 days: those without a key, then keys by how much. Two queries."""
    uses = ApiUse.objects.filter(day__gte=first_day()).values("key_id", "kind")
    rows = uses.annotate(total=Sum("count")).order_by("key_id", "-total", "kind")
    by_key = {
        key_id: tuple((row["kind"], row["total"]) for row in group)
        for key_id, group in groupby(rows, key=lambda row: row["key_id"])
    }
    keys = ApiKey.objects.in_bulk([key_id for key_id in by_key if key_id])
    found = [Reader(keys[key_id] if key_id else None, kinds) for key_id, kinds in by_key.items()]
    return sorted(found, key=lambda reader: (reader.key is not None, -reader.total))


def with_calls(keys: QuerySet[ApiKey]) -> QuerySet[ApiKey]:
    """Return the keys, each with its `calls` of the last 30 days, in one query."""
    own = ApiUse.objects.filter(key=OuterRef("pk"), day__gte=first_day()).order_by().values("key")
    total = own.annotate(total=Sum("count")).values("total")
    return keys.annotate(calls=Coalesce(Subquery(total, output_field=IntegerField()), 0))
