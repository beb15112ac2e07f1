"""The search that Elasticsearch answers."""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from weakref import WeakKeyDictionary

from django.db.models import Q
from django.utils import timezone
from elasticsearch.dsl import Search

from portfolio.publication.asking import Query, Ranked
from portfolio.publication.catalog import catalog
from portfolio.publication.models import PublicDocument, State
from portfolio.publication.positions import Position
from search import language
from search.engines import ELASTICSEARCH, EngineAwayError, Wanted, rarity
from search.engines.elasticsearch.asking import request
from search.engines.elasticsearch.cluster import FAILURES, Cluster
from search.engines.elasticsearch.documents import DEEPEST_PAGE, SHAPE
from search.index import index
from search.models import OutsideIndex
from search.queries import Question, Term
from search.spelling import Vocabulary

MOST_GONE = 1_000
"""Withdrawals that a request can leave out; with more, the index is too far behind to be asked"""
MOST_BEHIND = timedelta(minutes=1)
"""For how long the index may be behind the log before the database is asked instead"""
MOST_VALUES = 5_000
"""Values of one facet that are counted"""

logger = logging.getLogger(__name__)


class Elasticsearch:
    name = ELASTICSEARCH

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def find(self, at: Position, query: Query, asked: Question, wanted: Wanted) -> Ranked:
        if wanted.start + wanted.limit > DEEPEST_PAGE:
            raise EngineAwayError(f"Elasticsearch is not asked for more than {DEEPEST_PAGE} documents.")
        gone = [*_gone(at, query), *wanted.curation.hidden]
        values = catalog.values(at, wanted.facets, query.locale)
        sizes = {key: min(max(1, len(pairs)), MOST_VALUES) for key, pairs in values.items()}
        answer = self._answer(
            request(query, asked, wanted, weights=_weights(at, query, asked), sizes=sizes, gone=gone)
        )
        counts = {
            key: _shown(pairs, _counted(answer, key) if key in sizes else {}, query.selected.get(key, ()))
            for key, pairs in ((key, values.get(key, [])) for key in wanted.facets)
        }
        numbers = [int(hit["_id"]) for hit in answer["hits"]["hits"]]
        return Ranked(numbers, answer["hits"]["total"]["value"], counts, at)

    def _answer(self, search: Search[Any]) -> Mapping[str, Any]:
        """Return what the cluster answers. Raises EngineAwayError where it fails, or failed just now."""
        cluster = self.cluster
        if not cluster.breaker.lets_through():
            raise EngineAwayError("Elasticsearch failed a moment ago and is left alone for some seconds.")
        search = search.using(cluster.asking).index(cluster.alias).extra(timeout=f"{cluster.patience:g}s")
        try:
            answer = search.params(allow_partial_search_results=False).execute().to_dict()
        except FAILURES as error:
            cluster.breaker.failed()
            logger.exception("Elasticsearch does not answer searches; the database does for some seconds.")
            raise EngineAwayError(str(error)) from error
        cluster.breaker.succeeded()
        return answer


def _gone(at: Position, query: Query) -> list[int]:
    """Return the documents that the index may still have and readers may not see: no withdrawal waits.

    Raises EngineAwayError where the index is not there yet, or too far behind.
    """
    current = OutsideIndex.objects.filter(is_current=True, epoch=at.epoch, shape=SHAPE).last()
    if current is None:
        raise EngineAwayError("The index in Elasticsearch is not filled yet; the worker is at it.")
    is_behind = current.sequence < at.sequence
    if is_behind and (current.followed_at or current.made_at) < timezone.now() - MOST_BEHIND:
        raise EngineAwayError("The index in Elasticsearch no longer follows the log. Is a worker running?")
    if not is_behind and at.hidden == (0, 0):
        return []
    withdrawn = Q(state=State.GONE) | ~Q(site_id=query.site_id)
    changed = PublicDocument.log.filter(Q(is_hidden=True) | Q(sequence__gt=current.sequence) & withdrawn)
    gone = list(changed.values_list("pk_number", flat=True)[: MOST_GONE + 1])
    if len(gone) > MOST_GONE:
        raise EngineAwayError(f"More than {MOST_GONE} withdrawals are not in Elasticsearch yet.")
    return gone


def _counted(answer: Mapping[str, Any], key: str) -> dict[str, int]:
    buckets = answer["aggregations"][key]["values"]["buckets"]
    return {bucket["key"]: bucket["doc_count"] for bucket in buckets}


def _shown(
    pairs: Sequence[tuple[str, str]], counted: Mapping[str, int], chosen: Sequence[str]
) -> list[tuple[str, str, int]]:
    """Return (value, label, count) in the facet's order, of what something has or somebody chose."""
    return [
        (value, label, counted.get(value, 0)) for value, label in pairs if value in counted or value in chosen
    ]


# What the words of a question weigh is told from the vocabulary, which corrects their spelling as well


def _weights(at: Position, query: Query, asked: Question) -> dict[str, float]:
    size = sum(catalog.count_by_kind(at, query.site_id, asked.locale).values())
    by_stem = [_by_stem(each, asked.locale) for each in index.vocabularies(asked.locale)]
    return {term.word: _weight(_documents(term, by_stem), size) for term in asked.terms}


def _weight(documents: int, size: int) -> float:
    return rarity(min(documents, size), size) if documents else 0.0


def _documents(term: Term, by_stem: Sequence[Mapping[str, int]]) -> int:
    """Return in about how many documents the term is, in one way or another."""
    return sum(min(sum(counts.get(stem, 0) for counts in by_stem) for stem in way.stems) for way in term.ways)


_stems: WeakKeyDictionary[Vocabulary, Mapping[str, int]] = WeakKeyDictionary()


def _by_stem(vocabulary: Vocabulary, locale: str) -> Mapping[str, int]:
    """Return in about how many documents each stem is. A vocabulary is one language's."""
    if vocabulary not in _stems:
        words = list(vocabulary.words())
        counts: dict[str, int] = {}
        for word, stem in zip(words, language.stems(words, locale), strict=True):
            counts[stem] = counts.get(stem, 0) + vocabulary.count(word)
        _stems[vocabulary] = counts
    return _stems[vocabulary]
