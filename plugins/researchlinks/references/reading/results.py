"""What reading a file gives: references, and in plain words what could not be read and where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..csl import Csl, tidy_item


@dataclass(frozen=True, slots=True)
class Problem:
    """`where` is a line or an entry as a person finds it in the file; `what` says what to put right."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An entry is in `items`, or in `problems`; or in both, where only a part of it was left out."""

    items: list[Csl] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Record:
    """One entry as its format has it, with CSL's field names but not yet in order."""

    where: str
    fields: Mapping[str, object]


def collected(records: Iterable[Record | Problem]) -> Reading:
    """Each record as a reference in order; one without a title is a problem, since nothing names it."""
    reading = Reading()
    for record in records:
        if isinstance(record, Problem):
            reading.problems.append(record)
            continue
        item, left_out = tidy_item(record.fields)
        if "title" not in item:
            reading.problems.append(Problem(record.where, "This entry has no title, so it was left out."))
            continue
        reading.items.append(item)
        reading.problems.extend(Problem(record.where, f"{what} It was left out.") for what in left_out)
    return reading
