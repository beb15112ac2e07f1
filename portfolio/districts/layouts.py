"""The layouts of NCES files: how columns are called in each, and how the header row is found.

Names were taken from ELSI's table generator (district tables, 2018-19 to 2024-25), the record
layouts of CCD's LEA universe (2013-14 and later) and EDGE's geocode files. ELSI writes
"<name> [<level>] <school year>"; flat files write one word.
"""

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portfolio.districts.cells import clean_cell, read_year
from portfolio.districts.errors import UnusableFileError

NAMES: dict[str, tuple[str, ...]] = {
    "leaid": ("leaid", "agency id - nces assigned", "nces agency id", "nces district id"),
    "name": ("lea_name", "agency name", "name"),
    "state": (
        "st", "stabr", "state abbr", "fipst", "ansi/fips state code", "opstfips", "lstate", "mstate", "state",
    ),
    "year": ("school_year", "survyear", "schoolyear"),
    "status": ("sy_status", "bound"),
    "city": ("lcity", "location city", "city", "mcity", "mailing city"),
    "county": ("nmcnty", "coname", "county name"),
    "lea_type": ("lea_type", "type", "agency type"),
    "locale": ("ulocale", "ulocal", "locale", "urban-centric locale"),
    "latitude": ("latcod", "lat", "latitude"),
    "longitude": ("loncod", "lon", "longitude"),
    "lowest_grade": ("gslo", "lowest grade offered"),
    "highest_grade": ("gshi", "highest grade offered"),
    "students": (
        "member", "total students all grades (excludes ae)", "total students all grades (includes ae)",
        "total students, all grades (excludes ae)", "total students, all grades (includes ae)",
        "total students",
    ),
    "teachers_fte": ("teachers_fte", "full-time equivalent (fte) teachers", "tottch"),
    "schools": (
        "operational_schools", "total number operational schools", "total number of public schools", "sch",
    ),
    "ell_students": (
        "limited english proficient (lep) / english language learners (ell)",
        "english language learners (ell)", "ell", "lep",
    ),
    "iep_students": ("individualized education program students", "speced"),
    "frl_students": ("free and reduced lunch students", "totfrl"),
}  # fmt: skip
"""What we call a column to what NCES calls it, in lower case, the better source first."""

ADDRESS_STATES = frozenset({"lstate", "mstate", "state"})
"""The state of an address: schools of the Bureau of Indian Education lie in one but belong to none."""

OTHER_FILES: tuple[tuple[frozenset[str], Callable[[], str]], ...] = (
    (
        frozenset({"ncessch", "school name", "school id - nces assigned"}),
        lambda: _("This is a file of schools. Download the file of districts (LEAs) instead."),
    ),
    (
        frozenset({"student_count", "staff_count"}),
        lambda: _(
            "This file has several rows for each district (by grade, group or kind of staff). Download the "
            "LEA directory, or an ELSI table with one row for each district."
        ),
    ),
)
HEADER_SEARCHED = 60
"""The header row is looked for in this many lines: ELSI puts about six above it."""

_TITLE = re.compile(r"^(?P<name>.*?)\s*(?:\[[^\]]*\]\s*(?P<year>.*))?$", re.DOTALL)


@dataclass(frozen=True)
class Column:
    """One column of a file: where it is, whose school year it tells ("" where its title is silent)."""

    index: int
    name: str
    year: str


@dataclass(frozen=True)
class Layout:
    """How one file is laid out. `columns` are ours by name, the best source for each first."""

    delimiter: str
    width: int
    columns: dict[str, list[Column]] = field(repr=False)

    @property
    def is_elsi(self) -> bool:
        return self.columns["leaid"][0].name.startswith("agency")

    @property
    def year(self) -> str:
        """The latest school year that the column titles tell; "" where they tell none."""
        return max((column.year for columns in self.columns.values() for column in columns), default="")

    def split(self, line: str) -> list[str]:
        return split_line(line, self.delimiter)


def split_line(line: str, delimiter: str) -> list[str]:
    """Return the cleaned cells of one line; raises csv.Error where a quotation mark stays open."""
    line = line.replace(f'{delimiter}="', f'{delimiter}"')
    return [clean_cell(cell) for cell in next(csv.reader([line], delimiter=delimiter, strict=True), [])]


def find_layout(lines: Iterable[tuple[int, str]]) -> tuple[int, Layout]:
    """Return the number of the header line and the layout it tells.

    Raises UnusableFileError, saying what was found and what is expected, where no line among the first
    60 names the columns that no import can do without.
    """
    best: list[str] = []
    first = ""
    for number, line in lines:
        first = first or line.strip()[:80]
        if number > HEADER_SEARCHED:
            break
        for delimiter in _delimiters(line):
            titles = _titles(line, delimiter)
            columns = _columns(titles)
            _refuse_other_files(titles)
            if "leaid" in columns and "name" in columns:
                return number, Layout(delimiter, len(titles), columns)
            if len(columns) > len(_columns(best)):
                best = titles
    raise UnusableFileError(_missing(best, first))


def _delimiters(line: str) -> list[str]:
    return sorted(",\t|;", key=line.count, reverse=True)[:2]


def _titles(line: str, delimiter: str) -> list[str]:
    try:
        return split_line(line, delimiter)
    except csv.Error:
        return []


def _columns(titles: list[str]) -> dict[str, list[Column]]:
    """Sort the columns that we know by name, then by the better source, then by the later year."""
    told = [_column(index, title) for index, title in enumerate(titles)]
    found: dict[str, list[Column]] = {}
    for ours, names in NAMES.items():
        columns = [column for column in told if column.name in names]
        columns.sort(key=lambda column: column.year, reverse=True)
        columns.sort(key=lambda column: names.index(column.name))
        if columns:
            found[ours] = columns
    return found


def _column(index: int, title: str) -> Column:
    match = _TITLE.match(title)
    name = " ".join((match["name"] if match else title).casefold().split())
    return Column(index, name, read_year(match["year"] or "") if match else "")


def _refuse_other_files(titles: list[str]) -> None:
    names = {_column(0, title).name for title in titles}
    for signs, message in OTHER_FILES:
        if len(titles) > 1 and names & signs:
            raise UnusableFileError(message())


def _missing(titles: list[str], first: str) -> str:
    expected = _(
        "Expected is a header row with “Agency Name” and “Agency ID - NCES Assigned” (a table from ELSI), or "
        "with “LEAID” and “LEA_NAME” or “NAME” (a flat file of the Common Core of Data)."
    )
    if titles:
        missing = [ours for ours in ("leaid", "name") if ours not in _columns(titles)]
        return _("The column for %(missing)s is missing. Found are: %(found)s. %(expected)s") % {
            "missing": _(" and ").join({"leaid": "LEAID", "name": _("the name")}[ours] for ours in missing),
            "found": ", ".join(title for title in titles[:12] if title)[:300],
            "expected": expected,
        }
    return _("No header row was found. The file begins with “%(first)s”. %(expected)s") % {
        "first": first, "expected": expected,
    }  # fmt: skip
