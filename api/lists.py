"""Lists, and the parts that other answers have in common with them."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.http import HttpResponse

from api.answers import FacetValue
from api.cursors import cursor_after, place_in
from api.delivery import answer, is_known, item, items, joined, not_modified, only
from api.parameters import numbers_of
from api.questions import MOST_KEPT, Asked, MovedOn, Question
from portfolio.publication import stored
from portfolio.publication.asking import Query
from portfolio.publication.catalog import catalog
from portfolio.publication.documents import filter_keys
from portfolio.publication.encoding import encode
from portfolio.publication.filters import facet_of, filter_name
from portfolio.publication.stored import Row
from search.asked.notes import note_search
from search.asked.slips import Slip

Counts = Mapping[str, Sequence[tuple[str, str, int]]]
"""By facet, where they were asked for, its (value, label, count)"""


class Chosen(NamedTuple):
    """The documents on one page of a list."""

    numbers: list[int]
    total: int
    following: str | None
    """The cursor of the next page"""
    counts: Counts
    mark: str = ""
    """Who chose them, where the answer depends on it"""
    slip: Slip | None = None
    """The search that it was, to be counted once the answer holds"""


Choose = Callable[[Asked, Query], Chosen]


def list_documents(asked: Asked, kinds: tuple[str, ...]) -> HttpResponse:
    """One page of a list: at most three queries, whatever is asked."""
    return list_of(asked, query_of(asked.question, asked.site.id, kinds), _choose)


def list_of(asked: Asked, query: Query, choose: Choose, mark: str = "") -> HttpResponse:
    """Answer with the documents that `choose` finds. `mark` says who will choose them, most likely.

    A strong tag stands for one position.
    """
    keys = [*query.kinds, f"site-{asked.site.id}"]
    if asked.has_tag:
        asked = asked.at_the_end()
        if is_known(asked.request, tag := asked.tag(*asked.at, mark)):
            return not_modified(tag, keys)
    chosen = choose(asked, query)
    found = stored.numbered(chosen.numbers, asked.question.part)
    asked.confirm(found, len(chosen.numbers))
    if chosen.slip:
        note_search(chosen.slip, by_api=True)
    parts = {
        "items": shown(asked, items(found.rows)),
        "next": encode(chosen.following),
        "total": encode(chosen.total),
        **facets_told(asked, query, chosen.counts),
        **included(asked, found.rows),
    }
    response = answer(joined(parts), asked.site.base, asked.tag(*asked.at, chosen.mark), keys)
    if chosen.following:
        response["Link"] = leading_on(asked, cursor=chosen.following)
    return response


@lru_cache(MOST_KEPT)
def query_of(question: Question, site_id: int, kinds: tuple[str, ...], usual_sort: str = "newest") -> Query:
    """Return what a question asks of documents of `kinds`."""
    values = question.values
    keys = [key for kind in kinds for key in filter_keys(kind)]
    numbers = [name for kind in kinds for name in numbers_of(kind)]
    ranges = {name: (values.get(f"{name}_min"), values.get(f"{name}_max")) for name in numbers}
    return Query(
        site_id=site_id,
        kinds=kinds,
        locale=question.language,
        selected={key: values[filter_name(key)] for key in keys if filter_name(key) in values},
        without={
            key: values[f"not.{filter_name(key)}"] for key in keys if f"not.{filter_name(key)}" in values
        },
        ranges={name: ends for name, ends in ranges.items() if ends != (None, None)},
        updated_since=values.get("updated_since"),
        published_since=values.get("published_since"),
        sort=values.get("sort", usual_sort),
    )


def _choose(asked: Asked, query: Query) -> Chosen:
    cursor, limit = asked.values.get("cursor"), asked.values["limit"]
    page = catalog.page(asked.at, query, limit, place_in(query, cursor) if cursor else None)
    facets = facets_of(asked)
    counts = catalog.counts(asked.at, query, facets) if facets else {}
    if page.at != asked.at:
        raise MovedOn(page.at)
    if facets and catalog.at != asked.at:  # another thread's request took in what is newer
        raise MovedOn(catalog.at)
    following = cursor_after(query, page.following) if page.following else None
    return Chosen(page.numbers, page.total, following, counts)


def facets_of(asked: Asked) -> tuple[str, ...]:
    """Return the facets that are to be counted."""
    return tuple(facet_of(name) for name in asked.values.get("facets", ()))


def facets_told(asked: Asked, query: Query, counts: Counts) -> dict[str, bytes]:
    """Return the counts that `facets` asked for, as answers have them."""
    if "facets" not in asked.values:
        return {}
    facets: dict[str, list[FacetValue]] = {
        filter_name(key): [
            {"value": value, "label": label, "count": count, "selected": value in query.selected.get(key, ())}
            for value, label, count in counts[key]
        ]
        for key in facets_of(asked)
    }
    return {"facets": encode(facets)}


def included(asked: Asked, rows: Iterable[Row]) -> dict[str, bytes]:
    """Return the cards that `include` asked for, of what the documents name, in one query."""
    if not asked.question.wants_included:
        return {}
    named = [json.loads(bytes(row.relations or b"{}")) for row in rows]
    names = asked.values["include"]
    ids = dict.fromkeys(public_id for each in named for name in names for public_id in each.get(name, ()))
    if not ids:
        return {"included": b"{}"}
    found = stored.with_ids(asked.site.id, asked.question.language, ids)
    asked.confirm(found, len(ids))
    return {"included": joined({row.id: item(row) for row in found.rows})}


def shown(asked: Asked, documents: bytes) -> bytes:
    """Return the fields of `documents` that were asked for."""
    fields = asked.values.get("fields")
    return only(documents, fields) if fields else documents


def leading_on(asked: Asked, **to: object) -> str:
    """Return the Link to the same question with `to` as the place to go on from."""
    return f'<{asked.site.base}{asked.question.leading_on(**to)}>; rel="next"'
