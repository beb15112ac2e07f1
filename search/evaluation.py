"""How good a search is, measured as the field does it: by questions whose answers people have judged."""

import json
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import TextIO

VARIANTS = ("short", "typo", "inflect")
Search = Callable[[str, int], Sequence[str]]
"""Gives the ids of the best documents for a query"""


class NotACollectionError(Exception):
    """A folder lacks what BEIR's layout asks for; the text says what."""


@dataclass(frozen=True)
class Collection:
    """Documents, queries, and for each query the grade of every document that was judged relevant."""

    folder: Path
    queries: Mapping[str, str]
    judged: Mapping[str, Mapping[str, int]]

    def documents(self) -> Iterator[tuple[str, str, str]]:
        """Yield the id, title and text of each document."""
        with _opened(self.folder / "corpus.jsonl") as lines:
            for line in lines:
                document = json.loads(line)
                yield document["_id"], document.get("title", ""), document["text"]


@dataclass(frozen=True)
class Measured:
    ndcg_at_10: float
    recall_at_100: float
    mrr_at_10: float
    empty: float
    """Share of the queries that found nothing"""
    p50_ms: float
    p95_ms: float
    queries: int


def read(folder: Path, variant: str = "") -> Collection:
    """Read a collection in BEIR's layout: corpus.jsonl, queries.jsonl, qrels.tsv.

    With a `variant`, queries_<variant>.jsonl. Raises NotACollectionError.
    """
    name = f"queries_{variant}.jsonl" if variant else "queries.jsonl"
    with _opened(folder / name) as lines:
        queries = {each["_id"]: each["text"] for each in map(json.loads, lines)}
    judged: dict[str, dict[str, int]] = {}
    with _opened(folder / "qrels.tsv") as lines:
        next(lines, None)  # the names of the columns
        for line in lines:
            query, document, grade = line.split("\t")
            if int(grade) > 0:
                judged.setdefault(query, {})[document] = int(grade)
    return Collection(folder, {key: text for key, text in queries.items() if key in judged}, judged)


def measure(collection: Collection, search: Search) -> Measured:
    """Ask every query for 100 documents, and again for ten, as a page does, with the clock running."""
    run = {key: list(search(text, 100)) for key, text in collection.queries.items()}
    times = sorted(_milliseconds(search, text) for text in collection.queries.values())
    judged = collection.judged
    return Measured(
        ndcg_at_10=fmean(_ndcg(found[:10], judged[key]) for key, found in run.items()),
        recall_at_100=fmean(len(judged[key].keys() & found) / len(judged[key]) for key, found in run.items()),
        mrr_at_10=fmean(_reciprocal_rank(found[:10], judged[key]) for key, found in run.items()),
        empty=fmean(not found for found in run.values()),
        p50_ms=times[len(times) // 2],
        p95_ms=times[math.ceil(0.95 * len(times)) - 1],
        queries=len(run),
    )


def _ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """Normalized discounted cumulative gain with linear gains, as trec_eval has it."""
    ideal = sorted(grades.values(), reverse=True)[:10]
    return _discounted([grades.get(each, 0) for each in found]) / _discounted(ideal)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def _reciprocal_rank(found: Sequence[str], grades: Mapping[str, int]) -> float:
    return next((1 / (place + 1) for place, each in enumerate(found) if each in grades), 0.0)


def _milliseconds(search: Search, text: str) -> float:
    begun = time.perf_counter()
    search(text, 10)
    return 1000 * (time.perf_counter() - begun)


def _opened(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8")
    except FileNotFoundError:
        raise NotACollectionError(
            f"There is no {path.name} in {path.parent}. A collection has corpus.jsonl, queries.jsonl and "
            "qrels.tsv, as BEIR lays them out."
        ) from None
