"""How fast the library is searched, over made-up documents.

    python -m benchmarks.search --documents 100000

Documents of about 600 words, whose words are as common as Zipf has them, in eight facets with 112
values. Half of the queries hold a word that more than a fifth of the documents have. With `--meaning` the
same queries are asked by meaning, too; each is read by the real model, and what documents mean is made up.
With `--engine elasticsearch` the cluster that ELASTICSEARCH_URL names answers.
"""

import argparse
import os
import random
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.scratch import Made

WORDS_A_DOCUMENT = 600
VOCABULARY = 60_000
EXPONENT = 1.05
FACETS = {
    "theme": 40, "state": 25, "locale": 4, "size": 5, "grade": 6, "group": 12, "cost": 6, "maturity": 14,
}  # fmt: skip
COMMON = 0.2
"""Share of the documents from which on a word is common"""
QUERIES = 400
SEED = 20_261_126


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--meaning", action="store_true", help="ask by meaning, too")
    parser.add_argument("--engine", choices=("database", "elasticsearch"), default="database")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    from search import scratch

    with scratch.database():
        measure(options.documents, options.engine, by_meaning=options.meaning)


def measure(documents: int, engine: str, *, by_meaning: bool = False) -> None:
    from django.db import connection

    from search import scratch, segments

    rng = random.Random(SEED)  # noqa: S311  (the same documents each time)
    vocabulary = made_up_words(rng)
    say(f"{connection.vendor}, {documents} documents")
    scratch.publish(texts(rng, vocabulary, documents))
    begun, cpu = time.perf_counter(), time.process_time()
    segments.rebuild()
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    say(f"Indexed {documents / seconds:.0f} documents/s ({documents / cpu:.0f} a second of our CPU)")
    begun = time.perf_counter()
    segments.tidy_up()
    say(f"Merged in {time.perf_counter() - begun:.1f} s")
    queries = list(made_up_queries(rng, vocabulary))
    if engine == "elasticsearch":
        with elasticsearch(documents):
            measure_asking(queries)
        return
    measure_asking(queries)
    if by_meaning:
        measure_meaning(documents, queries)


def measure_asking(queries: list[str]) -> None:
    ask(queries[0])
    report("search with eight facets", ask, queries)
    common, rare = queries[::2], queries[1::2]
    report("  with a common word", ask, common)
    report("  without", ask, rare)
    typed = [text[:-2] for text in queries]
    report("  while typing", lambda text: ask(text, is_unfinished=True), typed)
    report("suggestions", suggest, typed)


@contextmanager
def elasticsearch(documents: int) -> Iterator[None]:
    """Send the documents to an index of their own, which answers until the end of the block."""
    from django.conf import settings

    from search.engines.elasticsearch import keeping
    from search.engines.elasticsearch.cluster import PATIENCE_WHEN_KEEPING, configured

    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_INDEX = f"benchmark-{secrets.token_hex(4)}"
    cluster = configured(patience=PATIENCE_WHEN_KEEPING)
    begun = time.perf_counter()
    try:
        keeping.rebuild(cluster)
        say(f"Sent {documents / (time.perf_counter() - begun):.0f} documents/s to Elasticsearch")
        yield
    finally:
        keeping.remove(cluster)
        cluster.close()


def measure_meaning(documents: int, queries: list[str]) -> None:
    from django.conf import settings

    before = memory()
    make_up_meanings(documents)
    settings.SEARCH_MEANING = True
    begun = time.perf_counter()
    ask(queries[0])
    say(
        f"First search by meaning: {1000 * (time.perf_counter() - begun):.0f} ms, {memory() - before} MB more"
    )
    report("by meaning, too", ask, queries)
    report("  asked again", ask, queries[-100:])


def make_up_meanings(documents: int) -> None:
    import numpy as np

    from portfolio.publication.positions import position
    from search.meaning.keeping import packed
    from search.meaning.model import VERSION, WIDTH
    from search.models import DocumentMeaning, MeaningHead

    rng = np.random.default_rng(SEED)
    for start in range(1, documents + 1, 1_000):
        DocumentMeaning.objects.bulk_create(
            DocumentMeaning(
                number=number, locale="en", packed=packed(rng.normal(size=WIDTH)), digest=b"-", revision=1
            )
            for number in range(start, min(start + 1_000, documents + 1))
        )
    at = position()
    MeaningHead.objects.create(epoch=at.epoch, version=VERSION, sequence=at.sequence, revision=1)


def memory() -> int:
    """Return how many MB this process has for itself."""
    with open("/proc/self/status", encoding="ascii") as status:
        (line,) = (each for each in status if each.startswith("RssAnon"))
    return int(line.split()[1]) // 1024


def ask(text: str, *, is_unfinished: bool = False) -> int:
    from portfolio.publication.asking import RELEVANCE, Query
    from portfolio.publication.positions import position
    from search import scratch
    from search.engines import Wanted
    from search.library import search

    query = Query(scratch.SITE, ("innovation",), "en", sort=RELEVANCE)
    found = search(position(), text, query, Wanted(0, 20, tuple(FACETS)), is_unfinished=is_unfinished)
    if found.is_fallback:
        raise SystemExit("Elasticsearch did not answer in time, so that the times would be the database's.")
    return found.ranked.total


def suggest(text: str) -> int:
    from portfolio.publication.asking import Query
    from portfolio.publication.positions import position
    from search import scratch
    from search.suggestions import suggested

    return len(suggested(position(), text, Query(scratch.SITE, ("innovation",), "en")).entries)


def report(what: str, ask: Callable[[str], object], queries: list[str]) -> None:
    times, cpus = [], []
    for text in queries:
        begun, cpu = time.perf_counter(), time.process_time()
        ask(text)
        times.append(1000 * (time.perf_counter() - begun))
        cpus.append(1000 * (time.process_time() - cpu))
    times.sort()
    middle, late = times[len(times) // 2], times[int(0.95 * len(times))]
    say(f"{what:28} p50 {middle:6.1f} ms  p95 {late:6.1f} ms  CPU {sum(cpus) / len(cpus):6.2f} ms")


def made_up_words(rng: random.Random) -> list[str]:
    syllables = [a + b for a in "bcdfghjklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "ol")]
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(rng.choices(syllables, k=rng.randint(2, 4)))] = None
    return list(words)


def texts(rng: random.Random, vocabulary: list[str], documents: int) -> Iterator["Made"]:
    from itertools import accumulate

    from search.scratch import Made

    weights = list(accumulate(1 / rank**EXPONENT for rank in range(3, VOCABULARY + 3)))
    for _ in range(documents):
        words = rng.choices(
            vocabulary, cum_weights=weights, k=rng.randint(WORDS_A_DOCUMENT // 2, 3 * WORDS_A_DOCUMENT // 2)
        )
        facets = [[key, f"v{rng.randrange(values)}", "Label", 0] for key, values in FACETS.items()]
        yield Made(" ".join(words[:8]), " ".join(words), facets)


def made_up_queries(rng: random.Random, vocabulary: list[str]) -> Iterator[str]:
    """Yield queries of two to four words; in every other one, one of them is common."""
    for number in range(QUERIES):
        words = [vocabulary[rng.randrange(200, 20_000)] for _ in range(rng.randint(1, 3))]
        words.append(vocabulary[rng.randrange(0, 60) if number % 2 == 0 else rng.randrange(300, 5_000)])
        yield " ".join(words)


def say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
