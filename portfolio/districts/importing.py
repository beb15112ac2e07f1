"""Takes what a file from NCES tells into the directory.

Rows are compared and written a thousand at a time, each batch in a transaction of its own: the
database is never held for long, a district is never half written, and an import that is cut off
goes on where it stopped when the file is imported again, because rows that agree are passed over.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from portfolio.districts.cells import READERS
from portfolio.districts.rows import BadRow, DistrictFile, Row
from portfolio.models.districts import District

BATCH = 1_000
WRITTEN = [*READERS, "state", "facts_year", "years_by_fact", "source"]


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    """The directory has newer facts; they stay"""
    REFUSED = "refused"


@dataclass(frozen=True)
class RowReport:
    """One row and what became of it. `note` is for a person to read, often empty."""

    line: int
    leaid: str
    name: str
    outcome: Outcome
    note: str = ""


@dataclass
class Summary:
    """How an import went: how many rows of each outcome, and what the file as a whole lacks."""

    counts: Counter[str] = field(default_factory=Counter)
    not_in_file: int = 0
    """Districts that the directory has and the file does not bring. They stay."""
    notes: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


def ignore(*_report: object) -> None:
    """Take a report and do nothing with it."""


def import_districts(
    file: BinaryIO,
    *,
    year: str = "",
    dry_run: bool = False,
    replace_newer: bool = False,
    report: Callable[[RowReport], object] = ignore,
    progress: Callable[[int], object] = ignore,
) -> Summary:
    """Import the districts of an NCES `file`, opened for bytes and seekable.

    Calls `report` with every row in the file's order and `progress` with the number of rows so far.
    `year` is the school year to take where the file tells none. Facts that the directory has from a
    later school year stay, unless `replace_newer`. Raises UnusableFileError, before anything is written,
    where the file as a whole cannot be used.
    """
    source = DistrictFile(file, year)
    summary = Summary()
    known = District.objects.filter(is_sample=False).count()
    for batch in _batches(source.rows()):
        reports = _take(batch, source.source, dry_run, replace_newer)
        for row in reports:
            summary.counts[row.outcome] += 1
            report(row)
        progress(summary.rows)
    met = sum(summary.counts[o] for o in (Outcome.CHANGED, Outcome.UNCHANGED, Outcome.KEPT))
    summary.not_in_file = known - met
    summary.notes = _notes(source, summary)
    return summary


def _batches(rows: Iterable[Row | BadRow]) -> Iterator[list[Row | BadRow]]:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _take(batch: list[Row | BadRow], source: str, dry_run: bool, replace_newer: bool) -> list[RowReport]:
    """Write what is new in `batch`; return what became of its rows."""
    leaids = [row.leaid for row in batch if isinstance(row, Row)]
    reports, to_write = [], []
    with transaction.atomic():
        stored = {district.leaid: district for district in District.objects.filter(leaid__in=leaids)}
        for row in batch:
            if isinstance(row, BadRow):
                reports.append(RowReport(row.line, row.leaid, row.name, Outcome.REFUSED, row.problem))
                continue
            district = stored.get(row.leaid) or District(leaid=row.leaid)
            outcome, note = merge(row, district, source, replace_newer)
            reports.append(RowReport(row.line, row.leaid, str(row.facts["name"]), outcome, note))
            if outcome in (Outcome.CREATED, Outcome.CHANGED):
                to_write.append(district)
        if not dry_run:
            _write(to_write)
    return reports


def _write(districts: list[District]) -> None:
    if not districts:
        return
    District.objects.bulk_create(
        districts, update_conflicts=True, unique_fields=["leaid"], update_fields=WRITTEN
    )


def merge(row: Row, district: District, source: str, replace_newer: bool) -> tuple[Outcome, str]:
    """Set on `district` what `row` tells, fact by fact; return what became of it and a note.

    A fact is taken where its school year is not before the one we have it from. What the file has
    no column for stays as it is.
    """
    changed, kept = False, ""
    for fact, value in row.facts.items():
        year, stored_year = row.years[fact], district.year_of(fact)
        if year < stored_year and not replace_newer:
            kept = max(kept, stored_year) if value != getattr(district, fact) else kept
        elif (value, year) != (getattr(district, fact), stored_year):
            setattr(district, fact, value)
            district.years_by_fact[fact] = year
            changed = True
    outcome = _outcome(district, changed, kept)
    if changed:
        _describe(district, row, source)
    return outcome, _note(row, district, kept)


def _outcome(district: District, changed: bool, kept: str) -> Outcome:
    if district._state.adding:
        return Outcome.CREATED
    if changed:
        return Outcome.CHANGED
    return Outcome.KEPT if kept else Outcome.UNCHANGED


def _describe(district: District, row: Row, source: str) -> None:
    """Set the state, and the year and source that the facts as a whole go by."""
    district.state = row.state
    latest = max(row.years.values())
    if latest >= district.facts_year or not district.source:
        district.source = source
    district.facts_year = max(district.years_by_fact.values())


def _note(row: Row, district: District, kept: str) -> str:
    notes = []
    if kept:
        notes.append(
            _("The directory has newer facts, from %s. They stay unless told to be replaced.") % kept
        )
    if row.closed and district.closed_on is None:
        notes.append(
            _("NCES lists it as closed. If it is, mark it: manage.py close_district, or in the admin.")
        )
    return " ".join(notes)


def _notes(source: DistrictFile, summary: Summary) -> list[str]:
    notes = []
    if not summary.rows:
        notes.append(_("The file has a header and no rows. Is the download complete?"))
    if not source.tells_year:
        notes.append(
            _("The file tells no school year. Say which with --year: readers want to know how old facts are.")
        )
    if source.layout.is_elsi and not source.has_footer:
        notes.append(_("The source lines at the end of an ELSI file are missing. Is the download complete?"))
    return notes
