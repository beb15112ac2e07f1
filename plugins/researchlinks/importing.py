"""References from a file or a text become records: one for each work."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction

from plugins.researchlinks.models import LONGEST, ResearchRecord
from plugins.researchlinks.references.csl import Csl
from plugins.researchlinks.references.identifiers import Identifier, NotAnIdentifierError, parse_identifier
from plugins.researchlinks.references.reading import Problem, read_references


@dataclass
class Imported:
    made: list[ResearchRecord] = field(default_factory=list)
    known: list[ResearchRecord] = field(default_factory=list)
    """Records of the same work that were there: nothing of them was changed"""
    problems: list[Problem] = field(default_factory=list)


@transaction.atomic
def import_references(content: bytes | str) -> Imported:
    """Make a record of each work in `content`: BibTeX, RIS, CSL-JSON, or what ERIC or Crossref answer."""
    reading = read_references(content)
    imported = Imported(problems=list(reading.problems))
    for csl in reading.items:
        record = record_of(csl)
        there = twin_of(record)
        if there:
            imported.known.append(there)
        else:
            record.save()
            imported.made.append(record)
    return imported


def record_of(csl: Csl) -> ResearchRecord:
    """Return an unsaved record of a work."""
    identifier = next(_identifiers(csl), None)
    record = ResearchRecord(csl=dict(csl))
    if identifier:
        record.kind, record.identifier = identifier.kind, identifier.value
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


def twin_of(record: ResearchRecord) -> ResearchRecord | None:
    """Return the record of the same work that is there already: by identifier, else by title and year."""
    others = ResearchRecord.objects.exclude(pk=record.pk)
    if record.identifier:
        return others.filter(kind=record.kind, identifier=record.identifier).first()
    title = str(record.csl.get("title", ""))[:500]
    return next((other for other in others.filter(title__iexact=title) if other.year == record.year), None)
