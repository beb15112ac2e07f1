"""One request for one question: what matches, in its order, with the counts of the facets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import (
    Bool,
    ConstantScore,
    DisMax,
    FunctionScore,
    Match,
    MatchNone,
    MatchPhrase,
    Query,
    Range,
)

from portfolio.publication.asking import KIND, RELEVANCE
from portfolio.publication.asking import Query as Narrowed
from portfolio.publication.columns import microseconds
from search.engines import ENOUGH, Wanted
from search.engines.elasticsearch.documents import PARTS, field_of, worded
from search.queries import Question, Term, Way

_ORDERS = {
    "newest": ("published", "desc"),
    "oldest": ("published", "asc"),
    "updated": ("updated", "desc"),
    "title": ("title_order", "asc"),
}
_ABOVE_ALL = 10_000.0
"""More than the words of a query can add up to"""


def request(
    query: Narrowed,
    asked: Question,
    wanted: Wanted,
    *,
    weights: Mapping[str, float],
    sizes: Mapping[str, int],
    gone: Sequence[int],
) -> Search[Any]:
    """Return the request.

    `weights` are those of the question's terms, by their word; 0 where no document has it. `sizes` says
    of each facet to be counted how many values it has; `gone` are documents that the index has and
    readers may not see.
    """
    search: Search[Any] = Search().query(
        Bool(
            filter=[
                *_narrowing(query),
                _or_pinned(_matching(asked, weights), wanted.curation.pinned),
                *_phrases(asked),
            ],
            must_not=_excluded(query, gone),
            should=[*_scored(asked), *_first(wanted.curation.pinned)],
        )
    )
    chosen = {key: _having(key, values) for key, values in query.selected.items() if values}
    search = search.post_filter(Bool(filter=list(chosen.values())))
    for key, size in sizes.items():
        others = [having for other, having in chosen.items() if other != key]
        within = search.aggs.bucket(key, "filter", filter=Bool(filter=others))
        within.bucket("values", "terms", field=f"facets.{key}", size=size, shard_size=size)
    search = search.sort(*_order(query.sort)).source(False)
    search = search.extra(from_=wanted.start, size=wanted.limit, track_total_hits=True)
    return search.params(preference=_same_copies(asked))


def _narrowing(query: Narrowed) -> Iterator[Query]:
    yield Q("term", site=query.site_id)
    yield Q("term", locale=query.locale)
    yield _having(KIND, query.kinds)
    for name, (least, most) in query.ranges.items():
        limits = {"gte": least, "lte": most}
        yield Range(**{f"numbers.{name}": {key: limit for key, limit in limits.items() if limit is not None}})
    if query.updated_since:
        yield Range(updated={"gte": microseconds(query.updated_since)})
    if query.published_since:
        yield Range(published={"gte": microseconds(query.published_since)})


def _excluded(query: Narrowed, gone: Sequence[int]) -> list[Query]:
    excluded: list[Query] = [_having(key, values) for key, values in query.without.items()]
    return [*excluded, Q("terms", number=list(gone))] if gone else excluded


def _having(key: str, values: Iterable[str]) -> Query:
    return Q("terms", **{f"facets.{key}": list(values)})


def _matching(asked: Question, weights: Mapping[str, float]) -> Query:
    """Ask for what a match has to say: enough of the question. No words, no match."""
    if not asked.terms:
        return MatchNone()
    unheard = max(weights.values()) or 1
    terms = [
        ConstantScore(filter=_said(term, asked.locale), boost=weights[term.word] or unheard)
        for term in asked.terms
    ]
    enough = ENOUGH * sum(weights.values())
    return FunctionScore(query=Bool(should=terms, minimum_should_match=1), min_score=enough)


def _phrases(asked: Question) -> Iterator[Query]:
    for phrase in asked.phrases:
        yield MatchPhrase(**{field_of(asked.locale, "text"): worded(phrase.words, asked.locale)})


def _or_pinned(matching: Query, pinned: Sequence[int]) -> Query:
    if not pinned:
        return matching
    return Bool(should=[matching, Q("terms", number=list(pinned))], minimum_should_match=1)


def _first(pinned: Sequence[int]) -> Iterator[Query]:
    """Yield what puts each of `pinned` above the next, and all of them above what is found."""
    for place, number in enumerate(reversed(pinned), 1):
        yield ConstantScore(filter=Q("term", number=number), boost=place * _ABOVE_ALL)


def _said(term: Term, locale: str) -> Query:
    return Bool(should=[_way(way, "text", locale) for way in term.ways], minimum_should_match=1)


def _scored(asked: Question) -> Iterator[Query]:
    """Yield what adds to a match's score: each term in each part, in whichever way it says most there.

    Words like it add nothing: spelling is put right before, and measured, they made answers no better.
    """
    for term in asked.terms:
        for part, counts in PARTS.items():
            yield DisMax(queries=[_way(way, part, asked.locale, counts) for way in term.ways])


def _way(way: Way, part: str, locale: str, counts: float = 1) -> Query:
    """Ask for all words of one way to say something; several count together as much as one."""
    words = {"query": worded(way.words, locale), "operator": "and"}
    return Match(**{field_of(locale, part): {**words, "boost": counts * way.weight / len(way.words)}})


def _order(sort: str) -> list[dict[str, Any]]:
    """Return the order, in which equal ones are told apart by their numbers.

    A number that many have in common puts the better answer first among those, then titles decide.
    """
    by_number: dict[str, Any] = {"number": {"order": "asc", "unmapped_type": "long"}}
    if sort == RELEVANCE:
        return [{"_score": {"order": "desc"}}, by_number]
    if sort in _ORDERS:
        field, direction = _ORDERS[sort]
        return [{field: {"order": direction}}, by_number]
    number = {f"numbers.{sort}": {"order": "desc", "missing": -1, "unmapped_type": "double"}}
    return [number, {"_score": {"order": "desc"}}, {"title_order": {"order": "asc"}}, by_number]


def _same_copies(asked: Question) -> str:
    """Return a name by which all pages of a question come from the same copies of the index.

    Copies count documents that are gone differently, and would order the pages differently.
    """
    words = " ".join([asked.locale, *(term.word for term in asked.terms)])
    return blake2b(words.encode(), digest_size=8).hexdigest()
