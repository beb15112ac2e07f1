"""The search that Elasticsearch answers."""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from elasticsearch.dsl import Search

from portfolio.publication.asking import Query, Ranked
from portfolio.publication.catalog import catalog
from portfolio.publication.models import PublicDocument, State
from portfolio.publication.positions import Position
from search.engines import ELASTICSEARCH, EngineAwayError, Wanted
from search.engines.elasticsearch.asking import request
from search.engines.elasticsearch.cluster import FAILURES, Cluster
from search.engines.elasticsearch.documents import DEEPEST_PAGE, SHAPE
from search.index import index
from search.models import OutsideIndex
from search.queries import Question
from search.terms import listed, said

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


def _weights(at: Position, query: Query, asked: Question) -> dict[str, float]:
    """Return what each word weighs, as the database's engine has it; 0 where no document says it."""
    view = index.view_again(at, query.locale).read(asked.stems)
    there = listed(at, query)
    heard = said(view, asked, there.numbering, there.mask)
    return {each.term.word: each.weight if each.documents else 0.0 for each in heard}
