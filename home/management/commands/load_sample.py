"""`manage.py load_sample`: the standing pages and an invented network to try the portfolio with."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.site_tree import (
    ensure_site_tree,
    ensure_translated_tree,
    feature_entries,
    remove_unused_trees,
)
from portfolio import sample
from portfolio.publication import log


class Command(BaseCommand):
    help = (
        "Makes the site's standing pages and loads the sample portfolio: invented districts, marked as "
        "samples. What is there already is not touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        either = parser.add_mutually_exclusive_group()
        either.add_argument(
            "--missing", action="store_true", help="Bring back sample entries that someone deleted."
        )
        either.add_argument(
            "--remove", action="store_true", help="Take all sample content away, and nothing else."
        )

    def handle(self, *args: Any, missing: bool, remove: bool, **options: Any) -> None:
        if remove:
            self.remove()
        else:
            self.load(missing)
        log.flush()

    def load(self, missing: bool) -> None:
        pages = ensure_site_tree()
        if missing or not sample.is_loaded():
            pages += [title for each in sample.languages() for title in ensure_translated_tree(each)]
        if pages:
            self.stdout.write(f"Made the pages {', '.join(pages)}.")
        if sample.is_loaded() and not missing:
            self.stdout.write("The sample portfolio is here already. Nothing was changed.")
            return
        made = sample.load()
        feature_entries()
        self.stdout.write(self.style.SUCCESS(f"Loaded the sample portfolio: {_told(made)}."))

    def remove(self) -> None:
        try:
            removed = sample.remove()
        except sample.CannotRemoveError as error:
            reasons = "\n".join(f"- {reason}" for reason in error.reasons)
            raise CommandError(
                f"Nothing was removed, because somebody's work depends on the sample:\n{reasons}"
            ) from error
        self.stdout.write(self.style.SUCCESS(f"Removed the sample portfolio: {_told(removed)}."))
        if pages := remove_unused_trees():
            self.stdout.write(f"Removed {', '.join(pages)}: nobody had written there.")


def _told(rows: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in rows.items() if count) or "there was nothing to do"
