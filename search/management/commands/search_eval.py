"""How good is the search, over a collection whose answers people have judged?"""

import secrets
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portfolio.publication.asking import RELEVANCE, Query
from portfolio.publication.positions import position
from search import scratch, segments
from search.engines import DATABASE, ELASTICSEARCH, Engine, Wanted
from search.engines.embedded import Embedded
from search.evaluation import VARIANTS, Collection, NotACollectionError, measure, read
from search.library import understood
from search.meaning import keeping
from search.meaning.asking import nearest_to
from search.meaning.model import MeaningMissingError


class Command(BaseCommand):
    help = (
        "Reads a collection in BEIR's layout (corpus.jsonl, queries.jsonl, qrels.tsv) into a database of its "
        "own, asks its queries as the library's page would, and prints how good the answers are. With "
        "SEARCH_MEANING=1, by meaning too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--queries", choices=VARIANTS, default="", help="queries_<this>.jsonl instead")
        parser.add_argument("--engine", choices=[DATABASE, ELASTICSEARCH], default=DATABASE)

    def handle(self, *, folder: Path, queries: str, engine: str, **options: Any) -> None:
        try:
            collection = read(folder, queries)
        except NotACollectionError as error:
            raise CommandError(str(error)) from None
        with scratch.database():
            ids = _indexed(collection)
            if settings.SEARCH_MEANING:
                self._read_all()
            with _engine(engine) as asked:
                measured = measure(collection, lambda text, limit: _found(asked, text, limit, ids))
        self.stdout.write(
            f"nDCG@10 {measured.ndcg_at_10:.3f}  Recall@100 {measured.recall_at_100:.3f}  "
            f"MRR@10 {measured.mrr_at_10:.3f}  empty {measured.empty:.1%}  "
            f"p50 {measured.p50_ms:.1f} ms  p95 {measured.p95_ms:.1f} ms  ({measured.queries} queries)"
        )

    def _read_all(self) -> None:
        """Read the collection for its meaning, which takes a minute for some hundred documents."""
        begun, documents = time.monotonic(), 0
        try:
            while done := keeping.follow():
                documents += done
        except MeaningMissingError as error:
            raise CommandError(str(error)) from None
        seconds = time.monotonic() - begun
        self.stdout.write(
            f"Read {documents} documents for their meaning, {documents / seconds:.1f} a second."
        )


def _indexed(collection: Collection) -> list[str]:
    """Index the collection; return the ids of its documents in the order of their numbers."""
    ids: list[str] = []

    def documents() -> Iterator[scratch.Made]:
        for key, title, text in collection.documents():
            ids.append(key)
            yield scratch.Made(title, text)

    scratch.publish(documents())
    segments.rebuild()
    return ids


@contextmanager
def _engine(name: str) -> Iterator[Engine]:
    """Yield the engine; one outside of the database with an index for a moment."""
    if name == DATABASE:
        yield Embedded()
        return
    if not settings.ELASTICSEARCH_URL:
        raise CommandError("ELASTICSEARCH_URL is not set: there is no Elasticsearch to measure.")
    from search.engines.elasticsearch import keeping
    from search.engines.elasticsearch.cluster import PATIENCE_WHEN_KEEPING, configured
    from search.engines.elasticsearch.engine import Elasticsearch

    alias = f"{settings.ELASTICSEARCH_INDEX}-eval-{secrets.token_hex(4)}"
    cluster = configured(alias, PATIENCE_WHEN_KEEPING)
    try:
        keeping.rebuild(cluster)
        yield Elasticsearch(cluster)
    finally:
        keeping.remove(cluster)
        cluster.close()


def _found(engine: Engine, text: str, limit: int, ids: list[str]) -> list[str]:
    at = position()
    query = Query(scratch.SITE, ("innovation",), "en", sort=RELEVANCE)
    asked = understood(at, text, "en")
    ranked = engine.find(at, query, asked, Wanted(0, limit, nearest=nearest_to(at, query, asked)))
    return [ids[number - 1] for number in ranked.numbers]
