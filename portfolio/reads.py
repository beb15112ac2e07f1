"""How often each entry is read in browsers and taken through the API: counts, and nothing about anybody.

A read is noted where the page's own script says so (portfolio/views/reads.py), since most pages are sent by
caches that we never hear of. A use of the API is noted where it answers with the entry alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from portfolio.counting import KEPT, Counts, add_up, today
from portfolio.models.reading import EntryUse
from portfolio.publication.documents import ENTRY_KINDS
from portfolio.publication.models import PublicDocument

READ, API_USE = "reads", "api_uses"
"""The fields of EntryUse that are added to"""


class Use(NamedTuple):
    """What is counted together."""

    entry: UUID
    locale: str
    month: date
    field: str


def note_read(entry: UUID, locale: str) -> None:
    """Count that somebody opened an entry, in memory; whether there is one is seen when it is written."""
    counts.note(Use(entry, locale, this_month(), READ))


def note_api_use(entry: str, kind: str, locale: str) -> None:
    """Count that the API answered with a document of `kind`, where that is an entry."""
    if settings.COUNT_READS and kind in ENTRY_KINDS:
        counts.note(Use(UUID(entry), locale, this_month(), API_USE))


def this_month() -> date:
    """Return the first day of the month that it is here."""
    return today().replace(day=1)


def month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


@transaction.atomic
def _write(counts: Mapping[Use, int]) -> None:
    """Write the counts of what is public by now: an id that was made up leaves no row."""
    public = PublicDocument.objects.filter(id__in={use.entry for use in counts}, kind__in=ENTRY_KINDS)
    known = set(public.values_list("id", "locale"))
    rows: dict[tuple[UUID, str, date], dict[str, int]] = defaultdict(dict)
    for use, count in counts.items():
        if (use.entry, use.locale) in known:
            rows[use[:3]][use.field] = count
    add_up(EntryUse, Use._fields[:3], rows)


counts: Counts[Use] = Counts("reads", _write)


def forget_old() -> None:
    """Delete counts of months that are longer ago than 25 months."""
    EntryUse.objects.filter(month__lt=(timezone.localdate() - KEPT).replace(day=1)).delete()


# What people are shown


@dataclass(frozen=True)
class Reading:
    """How often an entry was read this month and last, and taken through the API in both together."""

    entry: PublicDocument
    now: int = 0
    before: int = 0
    by_api: int = 0


def read_most(entries: QuerySet[PublicDocument], month: date) -> list[Reading]:
    """Return how often each of `entries` was read, those first that were read most. Two queries."""
    found = list(entries.only("id", "locale", "kind", "title", "page_id").order_by("title", "pk"))
    uses = _added_up(month).filter(entry__in={document.id for document in found})
    by_entry = {row[:2]: row[2:] for row in uses.values_list("entry", "locale", "now", "before", "by_api")}
    readings = [Reading(each, *by_entry.get((each.id, each.locale), ())) for each in found]
    return sorted(readings, key=lambda reading: (-reading.now, -reading.before, -reading.by_api))


def most_read(month: date, limit: int) -> list[Reading]:
    """Return the entries of all districts that were read most, this month first."""
    most = _added_up(month).order_by("-now", "-before", "-by_api", "entry")[:limit]
    of_these = Q(pk__in=[])
    for entry, locale in most.values_list("entry", "locale"):
        of_these |= Q(id=entry, locale=locale)
    return read_most(PublicDocument.objects.filter(of_these, kind__in=ENTRY_KINDS), month)


def totals(month: date) -> dict[str, int]:
    """Return `now`, `before` and `by_api` of all entries together."""
    whole = _of_both(month).aggregate(**_sums(month))
    return {name: number or 0 for name, number in whole.items()}


def _added_up(month: date) -> QuerySet[EntryUse, dict[str, object]]:
    """Return a row for each entry that was read this month or last."""
    return _of_both(month).values("entry", "locale").annotate(**_sums(month))


def _of_both(month: date) -> QuerySet[EntryUse]:
    return EntryUse.objects.filter(month__in=[month, month_before(month)])


def _sums(month: date) -> dict[str, Sum]:
    return {
        "now": Sum("reads", filter=Q(month=month), default=0),
        "before": Sum("reads", filter=Q(month=month_before(month)), default=0),
        "by_api": Sum("api_uses"),
    }
