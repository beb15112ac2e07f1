"""Tables for spreadsheet programs, in which no cell can be run as a formula."""

import csv
from typing import TextIO

from django.utils.translation import gettext as _

from portfolio.districts.importing import RowReport

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def escape_formula(value: object) -> object:
    """Return text that a spreadsheet would run as a formula with a `'` before it; all else as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


class ReportWriter:
    """Writes what became of each row as CSV, one line a row, as they come."""

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.writer(file)
        self._writer.writerow([_("Line"), "LEAID", _("Name"), _("Outcome"), _("Note")])

    def write(self, row: RowReport) -> None:
        cells = [row.line, row.leaid, row.name, str(row.outcome), row.note]
        self._writer.writerow([escape_formula(cell) for cell in cells])
