"""`manage.py import_references FILE`: records from BibTeX, RIS, CSL-JSON, ERIC's JSON or a list."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plugins.researchlinks.importing import import_references


class Command(BaseCommand):
    help = "Makes a research record of each work in a file. What is there already stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        imported = import_references(content)
        for problem in imported.problems:
            self.stderr.write(f"{problem.where}: {problem.what}")
        made, known = len(imported.made), len(imported.known)
        self.stdout.write(f"{made} made, {known} there already, {len(imported.problems)} could not be read.")
