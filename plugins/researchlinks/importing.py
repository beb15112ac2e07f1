"""References from a file or a text become records: one for each work.

First a plan, which writes nothing and can be shown; then what it says is done, all of it or nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from plugins.researchlinks.comparing import differing
from plugins.researchlinks.matching import Library, twin_of, whole_library
from plugins.researchlinks.models import LONGEST, ResearchRecord
from plugins.researchlinks.references.csl import Csl
from plugins.researchlinks.references.identifiers import Identifier, NotAnIdentifierError, parse_identifier
from plugins.researchlinks.references.reading import Entry, Problem, read_references
from plugins.researchlinks.tasks import fill_in_record

IMPORTED = "researchlinks.import"
"""How the log of actions names it"""
BATCH = 500


class Fate(StrEnum):
    """What becomes of a work in the file."""

    NEW = "new"
    KNOWN = "known"
    DIFFERS = "differs"
    REPEATED = "repeated"


@dataclass
class Planned:
    where: str
    record: ResearchRecord
    """Of the work as the file has it; not saved"""
    fate: Fate
    twin: ResearchRecord | None = None
    """The record of the same work, there or new from this very file"""
    differing: list[str] = field(default_factory=list)
    """The fields that are otherwise in the file"""


@dataclass
class Imported:
    made: list[ResearchRecord]
    known: list[ResearchRecord]
    """Records of the same work that were there: nothing of them was changed"""
    problems: list[Problem]


def import_references(content: bytes | str) -> Imported:
    """Make a record of each work in `content`: BibTeX, RIS, CSL-JSON, what ERIC or Crossref answer, or
    identifiers, one on each line."""
    reading = read_references(content)
    planned = plan(reading.entries)
    made = carry_out(planned)
    known = [each.twin for each in planned if each.twin and each.fate is not Fate.NEW]
    return Imported(made, known, list(reading.problems))


def plan(entries: Iterable[Entry]) -> list[Planned]:
    """Say what would become of each entry. Three queries at most, however many there are."""
    library = whole_library()
    return [_planned(entry, library) for entry in entries]


def _planned(entry: Entry, library: Library) -> Planned:
    record = record_of(entry)
    twin = library.twin_of(record)
    if twin is None:
        library.add(record)
        return Planned(entry.where, record, Fate.NEW)
    if twin._state.adding:
        return Planned(entry.where, record, Fate.REPEATED, twin)
    fields = differing(twin, record)
    return Planned(entry.where, record, Fate.DIFFERS if fields else Fate.KNOWN, twin, fields)


@transaction.atomic
def carry_out(planned: Iterable[Planned], *, by: Any = None, source: str = "") -> list[ResearchRecord]:
    """Save what is new, and return it. What is there already stays as it is.

    Where someone else has meanwhile made a record of the same work, `twin` says which, and it is known.
    """
    new = [each for each in planned if each.fate is Fate.NEW]
    new.sort(key=lambda each: (each.record.kind, each.record.identifier))  # two at once wait, in one order
    for start in range(0, len(new), BATCH):
        _save(new[start : start + BATCH])
    made = [each.record for each in new if each.fate is Fate.NEW]
    _log(made, by, source)
    for record in made:
        fill_in_later(record)
    return made


def _save(batch: list[Planned]) -> None:
    try:
        with transaction.atomic():
            ResearchRecord.objects.bulk_create([each.record for each in batch])
    except IntegrityError:
        for each in batch:
            saved = save_once(each.record)
            if saved is not each.record:
                each.fate, each.twin = Fate.KNOWN, saved
                each.record.pk = saved.pk  # for those that repeat it


def save_once(record: ResearchRecord) -> ResearchRecord:
    """Save a new record, or return the one that someone else has just made of the same work."""
    record.pk = None
    record._state.adding = True
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        there = twin_of(record)
        if there is None:
            raise
        return there
    return record


def _log(made: list[ResearchRecord], by: Any, source: str) -> None:
    now, kind = timezone.now(), ContentType.objects.get_for_model(ResearchRecord)
    lines = (
        ModelLogEntry(
            content_type=kind, object_id=str(record.pk), label=str(record), action=IMPORTED, user=by,
            timestamp=now, data={"source": source}, content_changed=True,
        )
        for record in made
    )  # fmt: skip
    ModelLogEntry.objects.bulk_create(lines, batch_size=BATCH)


def fill_in_later(record: ResearchRecord) -> None:
    """Have the worker ask what a record is of, where there is no more than its identifier."""
    if record.identifier and not record.csl.get("title"):
        transaction.on_commit(partial(fill_in_record.enqueue, record.pk))


def record_of(entry: Entry) -> ResearchRecord:
    """Return an unsaved record of a work."""
    identifier = entry.identifier or next(_identifiers(entry.csl), None)
    record = ResearchRecord(csl=dict(entry.csl))
    if identifier:
        record.kind, record.identifier = identifier.kind, identifier.value
    record.derive()
    return record


def _identifiers(csl: Csl) -> Iterator[Identifier]:
    for text in (csl.get("DOI"), csl.get("archive_location"), csl.get("ISBN"), csl.get("URL")):
        if text:
            try:
                identifier = parse_identifier(text)
            except NotAnIdentifierError:
                continue
            if len(identifier.value) <= LONGEST:
                yield identifier
