import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portfolio.districts.cells import read_year
from portfolio.districts.errors import UnusableFileError
from portfolio.districts.importing import Outcome, RowReport, Summary, import_districts
from portfolio.districts.spreadsheets import ReportWriter

ROWS_SHOWN = 20
"""Rows with a note that are shown; --report has all of them"""


class Command(BaseCommand):
    help = (
        "Import districts from a file of the National Center for Education Statistics, as downloaded: "
        "a table from ELSI or a flat LEA file of the Common Core of Data. Importing it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV, or text with tabs, from NCES.")
        parser.add_argument("--report", type=Path, help="Write what became of each row to this CSV file.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen; write nothing.")
        parser.add_argument(
            "--replace-newer", action="store_true", help="Let an older file replace facts of a later year."
        )
        parser.add_argument("--year", default="", help="School year, 2022-23, where the file tells none.")
        parser.add_argument("--quiet", action="store_true", help="Show no progress and no rows.")

    def handle(self, *args: Any, **options: Any) -> None:
        self.noted = 0
        self.quiet = options["quiet"] or options["verbosity"] == 0
        if options["year"] and not read_year(options["year"]):
            raise CommandError(f"--year {options['year']} is not a school year. Write it as 2022-23.")
        try:
            summary = self._import(options)
        except UnusableFileError as error:
            raise CommandError(f"{options['file']}: {error} Nothing was imported.") from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}. Nothing more was imported.") from error
        self._conclude(summary, options["dry_run"])

    def _import(self, options: dict[str, Any]) -> Summary:
        with ExitStack() as stack:
            file = stack.enter_context(options["file"].open("rb"))
            writer = None
            if options["report"]:
                report = stack.enter_context(options["report"].open("w", encoding="utf-8", newline=""))
                writer = ReportWriter(report)
            summary = import_districts(
                file,
                year=read_year(options["year"]),
                dry_run=options["dry_run"],
                replace_newer=options["replace_newer"],
                report=lambda row: self._report(row, writer),
                progress=self._progress,
            )
        self._progress(0)
        return summary

    def _report(self, row: RowReport, writer: ReportWriter | None) -> None:
        if writer:
            writer.write(row)
        if not row.note or self.quiet:
            return
        self.noted += 1
        if self.noted <= ROWS_SHOWN:
            self._progress(0)
            self.stderr.write(f"line {row.line}: {row.note}")

    def _progress(self, rows: int) -> None:
        """Show how many rows are through; with 0, take the line away."""
        if self.quiet or not sys.stderr.isatty():
            return
        self.stderr.write(f"\r{rows:,} rows" if rows else "\r\033[K", ending="")
        self.stderr.flush()

    def _conclude(self, summary: Summary, dry_run: bool) -> None:
        if self.noted > ROWS_SHOWN:
            self.stderr.write(f"… and {self.noted - ROWS_SHOWN:,} more; --report FILE writes them all.")
        for note in summary.notes:
            self.stderr.write(note)
        if self.quiet:
            return
        counts = ", ".join(f"{summary.counts[outcome]:,} {outcome}" for outcome in Outcome)
        self.stdout.write(f"{summary.rows:,} rows: {counts.replace('kept', 'kept newer facts')}.")
        if summary.not_in_file:
            self.stdout.write(f"{summary.not_in_file:,} districts not in this file stay as they are.")
        if dry_run:
            self.stdout.write("This was a dry run: nothing was written.")
