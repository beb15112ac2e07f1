"""The search, and the words that a list may be asked for: `search.library` over HTTP."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import Literal
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.utils.encoding import escape_uri_path
from django.utils.translation import override

from api.answers import Instead
from api.collections import collections
from api.cursors import cursor_at, start_in
from api.delivery import answer, is_known, item, joined, not_modified
from api.lists import (
    Chosen,
    Counts,
    facets_of,
    facets_told,
    leading_on,
    list_documents,
    list_of,
    query_of,
    shown,
)
from api.parameters import LANGUAGE, MOST_HITS
from api.problems import Problem
from api.questions import Asked, MovedOn
from portfolio.languages import own_name
from portfolio.publication.asking import KIND, RELEVANCE, Query
from portfolio.publication.documents import ENTRY_KINDS, kind_name
from portfolio.publication.encoding import BASE, encode
from portfolio.publication.filters import filter_name
from portfolio.publication.positions import Position
from portfolio.publication.stored import Read
from search import library
from search.asked.notes import note_search
from search.asked.slips import slip_of
from search.engines import Wanted
from search.hits import Hit
from search.languages import found_in_others
from search.library import Found, Loosened
from search.turns import COME_AGAIN, BusyError, turn

TOO_FAR = (
    f"A search goes on to {MOST_HITS:,} hits. Narrow it with filters; or leave `q` out and follow a list, "
    "which goes on to its end."
)


# The search


def search_documents(asked: Asked) -> HttpResponse:
    """One page of what says the words: at most four queries."""
    query, text = _query(asked), asked.values.get("q", "")
    keys = [*query.kinds, f"site-{asked.site.id}"]
    if asked.has_tag:
        asked = asked.at_the_end()
        if is_known(asked.request, tag := asked.tag(*asked.at, _usual_mark(asked))):
            return not_modified(tag, keys)
    wanted = _wanted(asked, query, text)
    usual = _usual_mark(asked)  # before the search, which may hear more from staff, but never less
    begun = perf_counter()
    found = library.search(asked.at, text, query, wanted)
    instead = [] if found.ranked.total else library.loosened(asked.at, text, query, found.asked)
    took = 1000 * (perf_counter() - begun)
    _confirm(asked, found)
    is_corrected = bool(found.corrected)
    if slip := slip_of(text, query, found.ranked.total, is_corrected=is_corrected, start=wanted.start):
        note_search(slip, by_api=True)
    following = _following(query, text, wanted, found.ranked.total)
    parts = {
        "items": shown(asked, b"[" + b",".join(map(_item, found.hits)) + b"]"),
        "next": encode(following),
        "total": encode(found.ranked.total),
        "query": encode({"text": text, "corrected": found.corrected}),
        "engine": encode(
            {"name": found.engine, "is_fallback": found.is_fallback, "meaning": found.by_meaning}
        ),
    }
    parts |= _facets(asked, query, found)
    if not found.ranked.total:
        parts["instead"] = encode([_instead(asked, query, each) for each in instead])
    mark = _mark(asked, usual, found.engine, found.ranked.at, is_fallback=found.is_fallback)
    tag = asked.tag(*asked.at, mark)
    response = answer(joined(parts), asked.site.base, tag, keys)
    response["Server-Timing"] = f"search;dur={took:.1f}"
    if following:
        response["Link"] = leading_on(asked, cursor=following)
    return response


def _query(asked: Asked) -> Query:
    """Return the question. The kind is a facet like others here, and does not narrow its own counts."""
    every = tuple(kind for kinds in collections().values() for kind in kinds)
    chosen = asked.values.get(KIND, [])
    selected = {KIND: chosen} if chosen else {}
    query = query_of(asked.question, asked.site.id, every, RELEVANCE)
    kinds = tuple(kind for kind in every if kind in ENTRY_KINDS or kind in chosen)
    return replace(query, kinds=kinds, selected={**query.selected, **selected})


def _wanted(asked: Asked, query: Query, text: str) -> Wanted:
    cursor = asked.values.get("cursor")
    start = start_in(query, text, cursor) if cursor else 0
    if start >= MOST_HITS:
        raise Problem(400, TOO_FAR, parameter="cursor")
    facets = tuple(key for key in facets_of(asked) if key != LANGUAGE)
    return Wanted(start, min(asked.values["limit"], MOST_HITS - start), facets)


def _following(query: Query, text: str, wanted: Wanted, total: int) -> str | None:
    end = wanted.start + wanted.limit
    return cursor_at(query, text, end) if end < total else None


def _facets(asked: Asked, query: Query, found: Found) -> dict[str, bytes]:
    """Return the counts that were asked for. That of languages takes a search in each of them."""
    counts = _named(asked, found.ranked.counts)
    if LANGUAGE in facets_of(asked):
        others = found_in_others(asked.at, found.text, query)
        counts = {**counts, LANGUAGE: _by_language({**others, query.locale: found.ranked.total})}
    chosen = {**query.selected, LANGUAGE: [query.locale]}
    return facets_told(asked, replace(query, selected=chosen), counts)


def _by_language(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Return the languages in the order of the settings, under their own names."""
    codes = [code for code, _name in settings.LANGUAGES if code in counts]
    return [(code, own_name(code), counts[code]) for code in codes]


def _named(asked: Asked, counts: Counts) -> Counts:
    """Return the counts with kinds named in the reader's language, as the values of other facets are."""
    if KIND not in counts:
        return counts
    with override(asked.question.language):
        kinds = [(kind, kind_name(kind), count) for kind, _kind, count in counts[KIND]]
    return {**counts, KIND: kinds}


def _confirm(asked: Asked, found: Found) -> None:
    """Raise MovedOn where what was found is true of a later state of the log.

    An engine of its own may be behind: it found what is not public any more, which is left out.
    """
    if is_ahead(asked, found.ranked.at):
        raise MovedOn(found.ranked.at)
    asked.confirm(Read(found.at, [hit.row for hit in found.hits]), len(found.ranked.numbers))


def is_ahead(asked: Asked, at: Position) -> bool:
    return at.epoch != asked.at.epoch or (at != asked.at and at.sequence >= asked.at.sequence)


def _usual_mark(asked: Asked) -> str:
    """Return the mark of an answer by the engine that was chosen, where it is up to date."""
    return f"{library.engine_name()} told {library.told_mark(asked.at)}"


def _mark(asked: Asked, usual: str, engine: str, at: Position, *, is_fallback: bool) -> str:
    """Return what an answer follows from besides the log.

    That is who found it, how far that one is, and what staff had told when the search began.
    """
    if at == asked.at and not is_fallback:
        return usual
    return f"{usual}, {engine} at {at}{' in its place' if is_fallback else ''}"


def _item(hit: Hit) -> bytes:
    highlights = encode({"title": hit.title, "snippet": hit.snippet})
    chosen = encode(hit.is_pinned)
    return item(hit.row)[:-1] + b',"highlights":' + highlights + b',"chosen":' + chosen + b"}"


def _instead(asked: Asked, query: Query, loosened: Loosened) -> Instead:
    without, name = _difference(loosened)
    left_out = [*query.selected, *query.without, *query.ranges] if without == "filters" else []
    return {
        "without": without,
        "name": name,
        "text": loosened.text,
        "count": loosened.count,
        "url": _address(asked, loosened.text, [*map(filter_name, left_out), name]),
    }


def _difference(loosened: Loosened) -> tuple[Literal["quotes", "word", "filter", "filters"], str]:
    if loosened.without_quotes:
        return "quotes", ""
    if loosened.without_word:
        return "word", loosened.without_word
    if loosened.without_filter:
        return "filter", filter_name(loosened.without_filter)
    return "filters", ""


def _address(asked: Asked, text: str, left_out: Iterable[str]) -> str:
    """Return the address of this search for `text`, without the filters and ranges `left_out`."""
    forms = ("{}", "not.{}", "{}_min", "{}_max")
    besides = {"q", "cursor", *(form.format(name) for name in left_out for form in forms)}
    given = asked.request.GET.lists()
    pairs = [
        ("q", text),
        *((name, value) for name, values in given if name not in besides for value in values),
    ]
    return f"{BASE}{escape_uri_path(asked.request.path)}?{urlencode(pairs)}"


# Lists


def list_or_search(asked: Asked, kinds: tuple[str, ...]) -> HttpResponse:
    """One page of a list; where it is asked for words, of what says them: at most four queries then."""
    if asked.values.get("q"):
        query = query_of(asked.question, asked.site.id, kinds, RELEVANCE)
        return in_turn(lambda asked: list_of(asked, query, _choose, _usual_mark(asked)), asked)
    if asked.values.get("sort") == RELEVANCE:
        words = f"“{RELEVANCE}” puts what `q` finds in order. Give `q` as well, or another order."
        raise Problem(400, words, parameter="sort")
    return list_documents(asked, kinds)


def _choose(asked: Asked, query: Query) -> Chosen:
    text = asked.values["q"]
    wanted = _wanted(asked, query, text)
    usual = _usual_mark(asked)
    words = library.understood(asked.at, text, query.locale)
    ranked, engine = library.find(asked.at, query, words, wanted)
    if is_ahead(asked, ranked.at):
        raise MovedOn(ranked.at)
    following = _following(query, text, wanted, ranked.total)
    is_fallback = engine.name != library.engine_name()
    mark = _mark(asked, usual, engine.name, ranked.at, is_fallback=is_fallback)
    is_corrected = bool(library.corrected(asked.at, query, words))
    slip = slip_of(
        text, query, ranked.total, is_corrected=is_corrected, others=[KIND], start=wanted.start
    )  # a list is of one kind, and says nothing of what there is of others
    return Chosen(ranked.numbers, ranked.total, following, ranked.counts, mark, slip)


# In turn


def in_turn(answers: Callable[[Asked], HttpResponse], asked: Asked) -> HttpResponse:
    """Answer what takes a search as soon as nobody else searches. Raises Problem if too many do."""
    try:
        with turn():
            return answers(asked)
    except BusyError:
        words = "Very many are searching just now. Nothing is wrong with the question: ask again in a second."
        raise Problem(503, words, headers={"Retry-After": str(COME_AGAIN)}) from None


def every_view() -> dict[str, Callable[[Asked], HttpResponse]]:
    """Return them all by the endpoint's name; a list may be asked for words, too."""
    lists = {f"list_{name}": partial(list_or_search, kinds=kinds) for name, kinds in collections().items()}
    return {"search": partial(in_turn, search_documents), **lists}
