"""`manage.py publication`: is the public side true, make it anew, begin a new history."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portfolio.publication import log, upkeep


class Command(BaseCommand):
    help = (
        "Looks after the publication log, from which everything public is served.\n"
        "verify    compares it with a fresh compilation; exits with 1 and a list where they differ\n"
        "rebuild   compiles everything again, while readers go on reading\n"
        "flush     takes up now what waits in the outbox\n"
        "restored  after a backup was restored: tells all who follow the log to start over"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["verify", "rebuild", "flush", "restored"])

    def handle(self, *, action: str, verbosity: int, **options: Any) -> None:
        self.verbosity = verbosity
        getattr(self, f"_{action}")()

    def _verify(self) -> None:
        differences = list(upkeep.verify())
        for difference in differences:
            self.stdout.write(f"{'stale' if difference.is_stale else 'wrong'}  {difference.what}")
        if differences:
            wrong = sum(not difference.is_stale for difference in differences)
            raise CommandError(
                f"{wrong} wrong, {len(differences) - wrong} stale. What is stale is mended by the worker; "
                "what is wrong, by: manage.py publication rebuild"
            )
        self.stdout.write(self.style.SUCCESS("The log says what a fresh compilation says."))

    def _rebuild(self) -> None:
        done = upkeep.rebuild(self._tell)
        self.stdout.write(self.style.SUCCESS(f"\r{done} pages compiled; the log is at {self._place()}."))

    def _tell(self, done: int, left: int) -> None:
        self.stdout.write(f"\r{done} of {done + left} pages", ending="")
        self.stdout.flush()

    def _flush(self) -> None:
        compiled = log.flush()
        if self.verbosity:
            self.stdout.write(f"{compiled} pages compiled; the log is at {self._place()}.")

    def _restored(self) -> None:
        upkeep.begin_new_epoch()
        self.stdout.write(f"A new epoch has begun; the log is at {self._place()}.")

    def _place(self) -> str:
        return str(log.position())
