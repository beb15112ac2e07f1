"""Imports that were read and wait to be confirmed, and for a while what came of them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from plugins.researchlinks.importing import Planned, carry_out, plan
from plugins.researchlinks.models import ReferenceImport
from plugins.researchlinks.references.identifiers import Identifier
from plugins.researchlinks.references.plain_text import one_line, shortened
from plugins.researchlinks.references.reading import Entry, Reading

MOST_EACH = 5
"""Imports that are kept for one person: the newest"""
KEPT_FOR = timedelta(days=30)


class NothingToImportError(ValueError):
    """Not one work could be read. The reading's problems say why."""


@transaction.atomic
def begin(reading: Reading, *, by: Any, name: str = "") -> ReferenceImport:
    """Keep what was read until it is confirmed. No record is touched. Raises NothingToImportError."""
    if not reading.entries:
        raise NothingToImportError
    begun = ReferenceImport.objects.create(
        by=by,
        name=shortened(one_line(name), 200),
        entries=[_kept(entry) for entry in reading.entries],
        problems=[[one_line(problem.where), one_line(problem.what)] for problem in reading.problems],
    )
    newest = ReferenceImport.objects.filter(by=by).order_by("-pk").values_list("pk", flat=True)[:MOST_EACH]
    ReferenceImport.objects.filter(by=by).exclude(pk__in=list(newest)).delete()
    return begun


def plan_of(pending: ReferenceImport) -> list[Planned]:
    """Say what would become of each entry, as the library is now."""
    return plan(entries_of(pending))


def entries_of(pending: ReferenceImport) -> Iterator[Entry]:
    for place in range(len(pending.entries)):
        yield entry_at(pending, place)


def entry_at(pending: ReferenceImport, place: int) -> Entry:
    where, csl, kind, value = pending.entries[place]
    return Entry(where, csl, Identifier(kind, value) if kind else None)


@transaction.atomic
def finish(number: int, *, by: Any) -> ReferenceImport:
    """Do what the plan says, all of it or nothing. Whoever confirms twice gets the same outcome."""
    pending = ReferenceImport.objects.select_for_update().get(pk=number, by=by)
    if pending.finished_at is None:
        planned = plan_of(pending)
        carry_out(planned, by=by, source=str(pending))
        pending.outcome = [[each.fate, (each.twin or each.record).pk] for each in planned]
        pending.finished_at = timezone.now()
        pending.save(update_fields=["outcome", "finished_at"])
    return pending


def forget_old_imports() -> None:
    ReferenceImport.objects.filter(begun_at__lt=timezone.now() - KEPT_FOR).delete()


def _kept(entry: Entry) -> list[Any]:
    known = entry.identifier
    return [one_line(entry.where), entry.csl, known.kind if known else "", known.value if known else ""]
