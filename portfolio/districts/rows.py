"""Districts as a file tells them, row by row."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.translation import gettext as _

from portfolio.districts.cells import (
    MARKERS,
    READERS,
    Value,
    check_state,
    read_leaid,
    read_year,
    state_of,
)
from portfolio.districts.errors import CellError
from portfolio.districts.files import check_kind, read_lines
from portfolio.districts.layouts import ADDRESS_STATES, Column, Layout, find_layout
from portfolio.models.vocabulary import FEDERAL_PREFIXES

CLOSED = "2"
"""SY_STATUS and BOUND of an agency that closed"""

_FOOTER = re.compile(r'^["\s]*(?:Data Source:|\S{1,6}\s+indicates that the data)')


@dataclass
class Row:
    """One district of a file: its facts, and the school year that each is from."""

    line: int
    leaid: str
    state: str
    facts: dict[str, Value] = field(default_factory=dict)
    years: dict[str, str] = field(default_factory=dict)
    closed: bool = False


@dataclass(frozen=True)
class BadRow:
    """A row that is left out, and why; `leaid` and `name` as they stand in the file."""

    line: int
    leaid: str
    name: str
    problem: str


class DistrictFile:
    """A file from NCES, opened: what layout it has, then its rows.

    Raises UnusableFileError where the file as a whole cannot be used. `year` is the school year to take
    where the file tells none.
    """

    def __init__(self, file: BinaryIO, year: str = "") -> None:
        check_kind(file)
        self.file = file
        self.header_line, self.layout = find_layout(read_lines(file))
        self.year = self.layout.year or year
        self.has_footer = False

    @property
    def source(self) -> str:
        """What readers are told about where the facts are from, without their year."""
        table = _("ELSI table") if self.layout.is_elsi else _("LEA file")
        return f"U.S. Department of Education, NCES, Common Core of Data ({table})"

    @property
    def tells_year(self) -> bool:
        return bool(self.year or "year" in self.layout.columns)

    def rows(self) -> Iterator[Row | BadRow]:
        """Yield every row in the file's order. A LEAID that comes again is a bad row."""
        seen: dict[str, int] = {}
        for number, line in read_lines(self.file):
            if number <= self.header_line or not line.strip():
                continue
            if _FOOTER.match(line):
                self.has_footer = True
                continue
            row = self._row(number, line, seen)
            if row is not None:
                yield row

    def _row(self, number: int, line: str, seen: dict[str, int]) -> Row | BadRow | None:
        cells: list[str] = []
        try:
            cells = self._cells(line)
            if not any(cells):
                return None
            self._check_width(cells)
            return self._read(number, cells, seen)
        except CellError as error:
            leaid, name = (_first(self.layout, ours, cells) for ours in ("leaid", "name"))
            return BadRow(number, leaid, name, str(error))

    def _cells(self, line: str) -> list[str]:
        try:
            cells = self.layout.split(line)
        except csv.Error:
            raise CellError(_("a quotation mark is opened and not closed. Check the row.")) from None
        while len(cells) > self.layout.width and not cells[-1]:
            cells.pop()
        return cells

    def _check_width(self, cells: list[str]) -> None:
        counts = {"cells": len(cells), "titles": self.layout.width}
        if len(cells) == self.layout.width:
            return
        if len(cells) < self.layout.width:
            raise CellError(
                _("the row has %(cells)s cells, the header %(titles)s. Was the download cut off?") % counts
            )
        raise CellError(
            _(
                "the row has %(cells)s cells, the header %(titles)s. Text with a comma in it needs quotation "
                "marks around it."
            )
            % counts
        )

    def _read(self, number: int, cells: list[str], seen: dict[str, int]) -> Row:
        leaid = read_leaid(_first(self.layout, "leaid", cells))
        check_state(leaid, self._told_state(leaid, cells))
        if leaid in seen:
            raise CellError(
                _("LEAID %(leaid)s was on line %(line)s already. That row is kept; take one of the two out.")
                % {"leaid": leaid, "line": seen[leaid]}
            )
        row = Row(number, leaid, state_of(leaid), closed=_first(self.layout, "status", cells)[:1] == CLOSED)
        year = self.layout.year or read_year(_first(self.layout, "year", cells)) or self.year
        for fact in READERS:
            self._read_fact(row, fact, cells, year)
        if not row.facts["name"]:
            raise CellError(_("the row has no name for LEAID %s. Add it, or take the row out.") % leaid)
        seen[leaid] = number
        return row

    def _told_state(self, leaid: str, cells: list[str]) -> str:
        """Return the state that the row tells, where it can be held against the LEAID."""
        columns = self.layout.columns.get("state", [])
        if not columns or (columns[0].name in ADDRESS_STATES and leaid[:2] in FEDERAL_PREFIXES):
            return ""
        return cells[columns[0].index]

    def _read_fact(self, row: Row, fact: str, cells: list[str], year: str) -> None:
        """Take the first column for `fact` with a value; none of them having one is a value too."""
        columns = self.layout.columns.get(fact)
        if not columns:
            return
        value, source = self._first_value(fact, columns, cells)
        row.facts[fact] = value
        row.years[fact] = source.year or year

    def _first_value(self, fact: str, columns: list[Column], cells: list[str]) -> tuple[Value, Column]:
        for column in columns:
            if cells[column.index] in MARKERS:
                continue
            try:
                return READERS[fact](cells[column.index]), column
            except CellError as error:
                raise CellError(f"{column.name}: {error}") from None
        return ("" if fact in TEXTS else None), columns[0]


TEXTS = frozenset({"name", "city", "county", "lowest_grade", "highest_grade"})
"""Facts that are text: absent, they are empty and not None"""


def _first(layout: Layout, ours: str, cells: list[str]) -> str:
    columns = layout.columns.get(ours)
    return cells[columns[0].index] if columns and columns[0].index < len(cells) else ""
