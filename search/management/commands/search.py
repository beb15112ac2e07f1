"""Looking after the search index: where it stands, and making it anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portfolio.publication.catalog import position
from portfolio.publication.models import PublicDocument
from search import segments
from search.models import Segment


class Command(BaseCommand):
    help = "Says how far the search index is (status), or makes it anew from the publication log (rebuild)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["status", "rebuild"])

    def handle(self, *, action: str, **options: Any) -> None:
        if action == "rebuild":
            self.stdout.write(f"Indexed {segments.rebuild()} documents.")
            return
        head = segments.current_head()
        waiting = PublicDocument.objects.filter(sequence__gt=head.sequence).count()
        reach = f"up to {head.sequence} of {position().sequence}"
        self.stdout.write(f"Segments: {Segment.objects.count()}, {reach} in the publication log.")
        self.stdout.write(f"Newer documents: {waiting}. They are found too; the worker packs them.")
