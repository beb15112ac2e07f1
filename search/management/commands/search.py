"""Looking after the search index: where it stands, and making it anew."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portfolio.publication.models import PublicDocument
from portfolio.publication.positions import position
from search import segments
from search.engines import DATABASE, ELASTICSEARCH
from search.meaning import keeping
from search.meaning.model import MeaningMissingError
from search.models import DocumentMeaning, OutsideIndex, Segment

TOLD_EVERY = 10
"""Seconds between lines that say how far it is"""


class Command(BaseCommand):
    help = (
        "Says how far the search index is (status), makes it anew from the publication log (rebuild), puts "
        "right what differs from it (mend, for Elasticsearch), or reads the log on for what entries mean "
        "(meaning, where SEARCH_MEANING is on). People can publish and search meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["status", "rebuild", "mend", "meaning"])
        parser.add_argument(
            "--engine",
            choices=[DATABASE, ELASTICSEARCH],
            default=DATABASE,
            help="whose index; the database's own is always kept, since it corrects spelling and stands in",
        )

    def handle(self, *, action: str, engine: str, **options: Any) -> None:
        if action == "meaning":
            self._meaning()
        elif engine == ELASTICSEARCH:
            self._elasticsearch(action)
        elif action == "rebuild":
            self.stdout.write(f"Indexed {segments.rebuild()} documents.")
        elif action == "mend":
            raise CommandError("The database's index is part of the database; make it anew with: rebuild")
        else:
            self._status()

    def _status(self) -> None:
        head = segments.current_head()
        waiting = PublicDocument.objects.filter(sequence__gt=head.sequence).count()
        reach = f"up to {head.sequence} of {position().sequence}"
        self.stdout.write(f"Segments: {Segment.objects.count()}, {reach} in the publication log.")
        self.stdout.write(f"Newer documents: {waiting}. They are found too; the worker packs them.")

        if settings.SEARCH_MEANING:
            done = DocumentMeaning.objects.exclude(packed=b"").count()
            left = keeping.waiting()
            self.stdout.write(
                f"Meanings: {done}. Documents to look at: {left}; they are found by their words."
            )

    def _meaning(self) -> None:
        """Read what is new in the log, to its end. It goes on where it, or the worker, was stopped."""
        if not settings.SEARCH_MEANING:
            raise CommandError(
                "Searching by meaning is off. Set SEARCH_MEANING=1 for this command and the site."
            )
        left, told_at, begun = keeping.waiting(), 0.0, time.monotonic()
        whole = left
        try:
            while done := keeping.follow():
                left = max(0, left - done)
                if (now := time.monotonic()) > told_at + TOLD_EVERY:
                    told_at = now
                    self.stdout.write(
                        f"{whole - left} of {whole} documents, {_left(now - begun, whole, left)}"
                    )
        except MeaningMissingError as error:
            raise CommandError(str(error)) from None
        done_by_now = DocumentMeaning.objects.exclude(packed=b"").count()
        self.stdout.write(f"{done_by_now} documents can be found by their meaning.")

    def _elasticsearch(self, action: str) -> None:
        if not settings.ELASTICSEARCH_URL:
            raise CommandError(
                "ELASTICSEARCH_URL is not set. Example: ELASTICSEARCH_URL=https://user:password@search:9200"
            )
        from search.engines.elasticsearch import drift
        from search.engines.elasticsearch import keeping as outside
        from search.engines.elasticsearch.cluster import FAILURES, configured

        cluster = configured()
        try:
            if action == "rebuild":
                self.stdout.write(f"Sent {outside.rebuild(cluster)} documents to Elasticsearch.")
            elif action == "mend":
                self.stdout.write(f"Put right {drift.mend(cluster)} documents in Elasticsearch.")
            else:
                self._status_outside()
        except (*FAILURES, outside.NotTakenError) as error:
            raise CommandError(f"Elasticsearch could not do it, and answers as before: {error}") from error
        finally:
            cluster.close()

    def _status_outside(self) -> None:
        last = position().sequence
        for each in OutsideIndex.objects.order_by("pk"):
            use = "is asked" if each.is_current else "is being filled"
            self.stdout.write(f"{each.name} {use}, up to {each.sequence} of {last}.")
        if not OutsideIndex.objects.exists():
            self.stdout.write("There is no index yet. A worker makes one, or: search rebuild")


def _left(seconds: float, whole: int, left: int) -> str:
    """Return how long the rest takes, if it goes on like that."""
    minutes = round(seconds * left / max(1, whole - left) / 60)
    return "less than a minute left" if minutes < 1 else f"about {minutes} min left"
