"""`manage.py load_sample`: the standing pages and an invented network to try the portfolio with."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from home.site_tree import ensure_site_tree
from portfolio import sample


class Command(BaseCommand):
    help = (
        "Makes the site's standing pages and loads the sample portfolio: invented districts, marked as "
        "samples. What is there already is not touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--missing",
            action="store_true",
            help="Bring back sample entries that someone deleted.",
        )

    def handle(self, *args: Any, missing: bool, **options: Any) -> None:
        if pages := ensure_site_tree():
            self.stdout.write(f"Made the pages {', '.join(pages)}.")
        if sample.is_loaded() and not missing:
            self.stdout.write("The sample portfolio is here already. Nothing was changed.")
            return
        made = sample.load()
        self.stdout.write(self.style.SUCCESS(f"Loaded the sample portfolio: {_told(made)}."))


def _told(made: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in made.items() if count) or "nothing was missing"
