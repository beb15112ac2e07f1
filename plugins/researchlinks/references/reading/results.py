"""What reading a file gives: references, and in plain words what could not be read and where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from ..csl import Csl
from ..identifiers import Identifier
from ..tidying import tidy_item


@dataclass(frozen=True, slots=True)
class Problem:
    """`where` is a line or an entry as a person finds it in the file; `what` says what to put right."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A work as it stands in the file. Of a bare identifier nobody knows yet more: `csl` is empty then."""

    where: str
    csl: Csl
    identifier: Identifier | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A work is in `entries`, or in `problems`; or in both, where only a part of it was left out."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def items(self) -> list[Csl]:
        return [entry.csl for entry in self.entries]


@dataclass(frozen=True, slots=True)
class Record:
    """One entry as its format has it, with CSL's field names but not yet in order."""

    where: str
    fields: Mapping[str, object]


def at_line(number: int) -> str:
    return gettext("line %(line)d") % {"line": number}


def whole_file() -> str:
    return gettext("the file")


def too_many(most: int) -> Problem:
    what = gettext("The file has more than %(most)d references. Split it, and add the parts in turn.")
    return Problem(whole_file(), what % {"most": most})


def collected(records: Iterable[Record | Entry | Problem]) -> Reading:
    """Each record as a reference in order; one without a title is a problem, since nothing names it."""
    reading = Reading()
    for record in records:
        if isinstance(record, Problem):
            reading.problems.append(record)
        elif isinstance(record, Entry):
            reading.entries.append(record)
        else:
            _collect(reading, record)
    return reading


def _collect(reading: Reading, record: Record) -> None:
    item, left_out = tidy_item(record.fields)
    if "title" not in item:
        what = gettext("This entry has no title, so it was left out. Give it one, and add it again.")
        reading.problems.append(Problem(record.where, what))
        return
    reading.entries.append(Entry(record.where, item))
    for what in left_out:
        reading.problems.append(Problem(record.where, gettext("%(what)s It was left out.") % {"what": what}))
