"""The library's search: from what somebody typed to the entries that answer it."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from portfolio.publication import stored
from portfolio.publication.asking import RELEVANCE, Query, Ranked
from portfolio.publication.catalog import catalog
from portfolio.publication.columns import Numbering
from portfolio.publication.positions import Position
from portfolio.publication.stored import Part, Row
from search import language
from search.curation import Curation
from search.engines import ELASTICSEARCH, Engine, EngineAwayError, Wanted
from search.engines.embedded import Embedded
from search.hits import Hit, hits_of
from search.index import index
from search.likeness import Place
from search.meaning.asking import goes_by_meaning, mark, nearest_to
from search.queries import Question, Way, question, read, unquoted
from search.told import told

EMBEDDED = Embedded()
Value = TypeVar("Value")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Loosened:
    """A question close by, and what it would bring. One of the rest says how it differs."""

    count: int
    text: str
    """What to search for"""
    query: Query
    without_quotes: bool = False
    """Its words need not stand side by side"""
    without_word: str = ""
    without_filter: str = ""
    """The facet, or the name of the number, that no longer narrows"""
    without_filters: bool = False
    """None of them narrows"""
    without_likeness: bool = False
    """It asks for places like one's own no longer"""


@dataclass(frozen=True)
class Found:
    """The answer to a search."""

    text: str
    asked: Question
    ranked: Ranked
    hits: Sequence[Hit]
    corrected: Mapping[str, str]
    """Words that nobody wrote, and what was looked for in their place; never a word that is public no more"""
    at: Position
    """Where the log was when the hits were read"""
    engine: str
    is_fallback: bool = False
    """The engine that was chosen is away, and another one answered"""
    by_meaning: bool = False
    """What says it in other words was looked for as well"""


def search(
    at: Position, text: str, query: Query, wanted: Wanted | None = None, *, is_unfinished: bool = False
) -> Found:
    """Return the entries that answer `text`, narrowed and ordered as `query` says; all for no words.

    With `is_unfinished` the last word may go on: somebody is typing.
    """
    wanted = wanted or Wanted()
    asked = understood(at, text, query.locale, is_unfinished=is_unfinished)
    ranked, engine = find(at, query, asked, wanted)
    read = stored.numbered(ranked.numbers, Part(words=True))
    pinned = _curation(at, asked).pinned if query.sort == RELEVANCE else ()
    by_meaning = goes_by_meaning(at, asked)
    typed = language.standing_in(text, [term.word for term in asked.terms])
    put_right = _as_written(corrected(at, query, asked), read.rows)
    hits = hits_of(read.rows, asked, {**typed, **put_right}, pinned, by_meaning=by_meaning)
    return Found(
        text,
        asked,
        ranked,
        hits,
        {typed.get(word, word): meant for word, meant in put_right.items()},
        read.at,
        engine.name,
        is_fallback=engine is not _answering(wanted),
        by_meaning=by_meaning,
    )


def engine_name() -> str:
    """Return which engine answers, unless it is away."""
    return _chosen().name


def told_mark(at: Position) -> str:
    """Return what is the same as long as staff change neither synonyms nor chosen results.

    And, where searches go by meaning, as long as no document gets another one.
    """
    return f"{told(at.epoch).mark}{mark(at)}"


def understood(at: Position, text: str, locale: str, *, is_unfinished: bool = False) -> Question:
    """Return what `text` asks for, with the spelling put right."""
    index.view(at, locale)  # looks for newer segments
    return _understood_again(at, text, locale, is_unfinished=is_unfinished)


def find(at: Position, query: Query, asked: Question, wanted: Wanted) -> tuple[Ranked, Engine]:
    """Ask the engine that was chosen or, where it is away, the one that comes with the database.

    What staff pinned or hid for just these words is in its place, whoever answers.
    """
    engine = _answering(wanted)
    if not asked.terms:
        return _everything(at, query, wanted), engine
    nearest = nearest_to(at, query, asked)
    wanted = replace(wanted, curation=_curation(at, asked), nearest=nearest)
    try:
        return engine.find(at, query, asked, wanted), engine
    except EngineAwayError as away:
        logger.warning("The search engine “%s” is away; the database answers: %s", engine.name, away)
        return EMBEDDED.find(at, query, asked, wanted), EMBEDDED


def loosened(
    at: Position, text: str, query: Query, asked: Question, like: Place | None = None
) -> list[Loosened]:
    """Return questions close to one that found nothing, those alone that find something.

    Without its quotes, and then without its rarest word, each of what narrows it, all of that.
    """
    return [each for each in _closer(at, text, query, asked, like) if each.count]


def _understood_again(at: Position, text: str, locale: str, *, is_unfinished: bool = False) -> Question:
    """Return what `text` asks for, by what `understood` has just found in the index."""
    typed = read(text, is_unfinished=is_unfinished)
    vocabularies = index.view_again(at, locale).vocabularies()
    return question(typed, locale, vocabularies, told(at.epoch).synonyms_in(locale))


def _curation(at: Position, asked: Question) -> Curation:
    return told(at.epoch).curation(asked.locale, asked.words)


def corrected(at: Position, query: Query, asked: Question) -> dict[str, str]:
    """Return what was corrected to words that an entry has now: the vocabulary keeps withdrawn ones too."""
    if not asked.corrected:
        return {}
    view = index.view_again(at, query.locale).read(asked.stems)
    numbering, is_public = catalog.matching(at, Query(query.site_id, query.kinds, query.locale))
    ordinals = view.ordinals(numbering)

    def is_written(way: Way) -> bool:
        said = [view.weights(stem, ordinals, numbering.size) for stem in way.stems]
        return any(bool((each[is_public] > 0).any()) for each in said)

    meant = [term for term in asked.terms if term.meant]
    return {term.word: term.meant for term in meant if any(map(is_written, term.ways[1:] or term.ways))}


def _as_written(put_right: Mapping[str, str], rows: Iterable[Row]) -> dict[str, str]:
    """Return what is meant as the results have it: with its accents."""
    if not put_right:
        return {}
    written = language.standing_in("\n".join(row.words or "" for row in rows), put_right.values())
    return {word: written.get(meant, meant) for word, meant in put_right.items()}


def _chosen() -> Engine:
    return _elasticsearch() if settings.SEARCH_ENGINE == ELASTICSEARCH else EMBEDDED


@cache
def _elasticsearch() -> Engine:
    from search.engines.elasticsearch.cluster import configured  # costs a quarter of a second to import
    from search.engines.elasticsearch.engine import Elasticsearch

    return Elasticsearch(configured())


def _answering(wanted: Wanted) -> Engine:
    return EMBEDDED if wanted.like else _chosen()


def _everything(at: Position, query: Query, wanted: Wanted) -> Ranked:
    """Return all there is, the newest first; what is from places like one's own, the likest first."""
    if query.sort == RELEVANCE and not wanted.like:
        query = replace(query, sort="newest")
    score = wanted.like.likeness if wanted.like else _all_alike
    return catalog.ranked(at, query, score, wanted.start, wanted.limit, wanted.facets)


def _all_alike(numbering: Numbering) -> NDArray[np.float32]:
    return np.ones(numbering.size, dtype=np.float32)


def _closer(at: Position, text: str, query: Query, asked: Question, like: Place | None) -> Iterator[Loosened]:
    if asked.phrases:
        text, asked = unquoted(text), replace(asked, phrases=())
        yield Loosened(_count(at, query, asked, like), text, query, without_quotes=True)
    if len(asked.terms) > 1:
        rarest, put_right = _rarest(at, asked), corrected(at, query, asked)
        rest = (term.word for term in asked.terms if term.word != rarest)
        words = " ".join(put_right.get(word, word) for word in rest)
        fewer = _understood_again(at, words, asked.locale)
        yield Loosened(_count(at, query, fewer, like), words, query, without_word=rarest)
    narrowing = [*query.selected, *query.without, *query.ranges]
    for key in dict.fromkeys(narrowing):
        wider = _without_filter(query, key)
        yield Loosened(_count(at, wider, asked, like), text, wider, without_filter=key)
    if len(narrowing) > 1:
        widest = replace(query, selected={}, without={}, ranges={})
        yield Loosened(_count(at, widest, asked, like), text, widest, without_filters=True)
    if like:
        yield Loosened(_count(at, query, asked), text, query, without_likeness=True)


def _rarest(at: Position, asked: Question) -> str:
    view = index.view(at, asked.locale).read(asked.stems)
    return min(asked.terms, key=lambda term: sum(map(view.frequency, term.ways[0].stems))).word


def _without_filter(query: Query, key: str) -> Query:
    return replace(
        query,
        selected=_besides(query.selected, key),
        without=_besides(query.without, key),
        ranges=_besides(query.ranges, key),
    )


def _besides(filters: Mapping[str, Value], key: str) -> dict[str, Value]:
    return {name: value for name, value in filters.items() if name != key}


def _count(at: Position, query: Query, asked: Question, like: Place | None = None) -> int:
    return find(at, query, asked, Wanted(0, 0, like=like))[0].total
