"""Looking after the search index: where it stands, and making it anew."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portfolio.publication.models import PublicDocument
from portfolio.publication.positions import position
from search import segments
from search.engines import DATABASE, ELASTICSEARCH
from search.models import OutsideIndex, Segment


class Command(BaseCommand):
    help = (
        "Says how far the search index is (status), makes it anew from the publication log (rebuild), or "
        "puts right what differs from it (mend, for Elasticsearch). People can publish and search meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["status", "rebuild", "mend"])
        parser.add_argument(
            "--engine",
            choices=[DATABASE, ELASTICSEARCH],
            default=DATABASE,
            help="whose index; the database's own is always kept, since it corrects spelling and stands in",
        )

    def handle(self, *, action: str, engine: str, **options: Any) -> None:
        if engine == ELASTICSEARCH:
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

    def _elasticsearch(self, action: str) -> None:
        if not settings.ELASTICSEARCH_URL:
            raise CommandError(
                "ELASTICSEARCH_URL is not set. Example: ELASTICSEARCH_URL=https://user:password@search:9200"
            )
        from search.engines.elasticsearch import drift, keeping
        from search.engines.elasticsearch.cluster import FAILURES, configured

        cluster = configured()
        try:
            if action == "rebuild":
                self.stdout.write(f"Sent {keeping.rebuild(cluster)} documents to Elasticsearch.")
            elif action == "mend":
                self.stdout.write(f"Put right {drift.mend(cluster)} documents in Elasticsearch.")
            else:
                self._status_outside()
        except (*FAILURES, keeping.NotTakenError) as error:
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
