"""What each endpoint answers. Views translate: what is public, and in what order, the log says."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, NoReturn
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.encoding import escape_uri_path

from api import delivery
from api.asking import asked
from api.collections import COLLECTIONS, SINGLE
from api.cursors import cursor_after, place_in
from api.delivery import answer, etag_of, is_known, item, items, joined, not_modified, only
from api.docs import docs_context
from api.docs.endpoints import EXAMPLE_SITE
from api.endpoints import Endpoint
from api.middleware import ROOT
from api.openapi import openapi
from api.problems import Problem
from portfolio.publication import stored
from portfolio.publication.catalog import Page, Position, Query, catalog, position
from portfolio.publication.documents import filter_keys
from portfolio.publication.encoding import BASE, encode, with_base
from portfolio.publication.filters import NUMBERS, facet_of, filter_name
from portfolio.publication.markdown import as_markdown
from portfolio.publication.moves import moved_to
from portfolio.publication.sites import PublicSite, site_for
from portfolio.publication.stored import Gone, Row
from portfolio.publication.themes import theme_tree
from portfolio.services.previews import draft_document

Values = Mapping[str, Any]
TRIES = 5
"""How often a list is put together before we give up on the log standing still meanwhile"""
OWN_FILES_ONLY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Asked:
    """A request that has been understood: its values, the site it is for, and how far the log is."""

    request: HttpRequest
    values: Values
    site: PublicSite
    at: Position

    @property
    def language(self) -> str:
        return str(self.values.get("lang", ""))

    @property
    def part(self) -> str:
        """What is to be fetched of each document"""
        if self.values.get("view") != "full":
            return "card"
        return "markdown" if self.values.get("format") == "markdown" else "full"

    def tag(self, *parts: object) -> str:
        """Return the tag of an answer to this question that follows from `parts`."""
        told = sorted((name, str(value)) for name, value in self.values.items())
        return etag_of(self.site.base, self.request.path, told, *parts)


def understood(endpoint: Endpoint, request: HttpRequest, in_path: Mapping[str, Any]) -> Asked:
    """Read a request. Raises Problem."""
    values = asked(endpoint.parameters, request.GET, in_path)
    at = position()
    site = site_for(request.get_host(), at.epoch)
    if site is None:
        raise Problem(404, "No site has been set up here yet.")
    return Asked(request, values, site, at)


# Lists


def list_documents(asked: Asked, kinds: tuple[str, ...]) -> HttpResponse:
    """One page of a list: at most three queries, whatever is asked.

    A strong tag stands for one state of the log. Where something was published while the list was put
    together, it is put together anew.
    """
    for _ in range(TRIES):
        try:
            return _list(asked, kinds)
        except _MovedOn:
            asked = replace(asked, at=position())
    raise Problem(503, "Very much is being published just now.", headers={"Retry-After": "1"})


class _MovedOn(Exception):
    """The log went on while an answer was put together from it."""


def _list(asked: Asked, kinds: tuple[str, ...]) -> HttpResponse:
    query = _query(asked, kinds)
    tag, keys = asked.tag(asked.at), [*kinds, f"site-{asked.site.id}"]
    if is_known(asked.request, tag):
        return not_modified(tag, keys)
    page = _page(asked, query)
    rows = stored.numbered(page.numbers, asked.part)
    if len(rows) < len(page.numbers):
        raise _MovedOn
    following = cursor_after(query, page.following) if page.following else None
    parts = {
        "items": _shown(asked, items(rows)),
        "next": encode(following),
        "total": encode(page.total),
    }
    if facets := asked.values.get("facets"):
        parts["facets"] = encode(_counted(asked.at, query, facets))
    related = _related(asked, rows) if "include" in asked.values else []
    if "include" in asked.values:
        parts["included"] = _by_id(related)
    if catalog.at != page.at or page.at != asked.at or _is_later(asked.at, [*rows, *related]):
        raise _MovedOn
    response = answer(joined(parts), asked.site.base, tag, keys)
    if following:
        response["Link"] = _leading_on(asked, cursor=following)
    return response


def _query(asked: Asked, kinds: tuple[str, ...]) -> Query:
    values = asked.values
    keys = [key for kind in kinds for key in filter_keys(kind)]
    numbers = [name for kind in kinds for name in NUMBERS.get(kind, ())]
    ranges = {name: (values.get(f"{name}_min"), values.get(f"{name}_max")) for name in numbers}
    return Query(
        site_id=asked.site.id,
        kinds=kinds,
        locale=asked.language,
        selected={key: values[filter_name(key)] for key in keys if filter_name(key) in values},
        without={
            key: values[f"not.{filter_name(key)}"] for key in keys if f"not.{filter_name(key)}" in values
        },
        ranges={name: ends for name, ends in ranges.items() if ends != (None, None)},
        updated_since=values.get("updated_since"),
        published_since=values.get("published_since"),
        sort=values["sort"],
    )


def _page(asked: Asked, query: Query) -> Page:
    cursor = asked.values.get("cursor")
    return catalog.page(asked.at, query, asked.values["limit"], place_in(query, cursor) if cursor else None)


def _counted(at: Position, query: Query, names: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    keys = {name: facet_of(name) for name in names}
    counts = catalog.counts(at, query, keys.values())
    return {
        name: [
            {"value": value, "label": label, "count": count, "selected": value in query.selected.get(key, ())}
            for value, label, count in counts[key]
        ]
        for name, key in keys.items()
    }


def _is_later(at: Position, rows: Iterable[Row]) -> bool:
    return any(row.sequence > at.sequence for row in rows)


def _related(asked: Asked, rows: Iterable[Row]) -> list[Row]:
    """Return the cards of what the documents name, in one query."""
    named = [json.loads(bytes(row.relations)) for row in rows]
    ids = [
        public_id for each in named for name in asked.values["include"] for public_id in each.get(name, ())
    ]
    return stored.with_ids(asked.site.id, asked.language, dict.fromkeys(ids))


def _by_id(rows: Iterable[Row]) -> bytes:
    return joined({row.id: item(row) for row in rows})


def _shown(asked: Asked, documents: bytes) -> bytes:
    fields = asked.values.get("fields")
    return only(documents, fields) if fields else documents


def _leading_on(asked: Asked, **to: object) -> str:
    """Return the Link to the same question with `to` as the place to go on from."""
    given = asked.request.GET.lists()
    pairs = [(name, value) for name, values in given for value in values if name not in to]
    path, query = escape_uri_path(asked.request.path), urlencode([*pairs, *to.items()])
    return f'<{asked.site.base}{path}?{query}>; rel="next"'


# One document


def get_document(asked: Asked, kinds: tuple[str, ...]) -> HttpResponse:
    key = asked.values["id"]
    find = stored.with_id if isinstance(key, UUID) else stored.with_leaid
    return _document(asked, find(asked.site.id, asked.language, key, asked.part), kinds)


def _document(asked: Asked, found: Row | Gone | None, kinds: tuple[str, ...] = ()) -> HttpResponse:
    if found is None or (kinds and found.kind not in kinds):
        raise Problem(404, f"There is no such document here in this language ({asked.language}).")
    if isinstance(found, Gone):
        raise Problem(410, "It was public once and has been withdrawn. Take away what you kept of it.")
    included = "include" in asked.values
    tag = asked.tag(asked.at.epoch, found.sequence, asked.at if included else None)
    keys = [f"id-{found.id}", found.kind, f"site-{asked.site.id}"]
    if is_known(asked.request, tag):
        return not_modified(tag, keys)
    document = _shown(asked, item(found))
    if included:
        document = document[:-1] + b',"included":' + _by_id(_related(asked, [found])) + b"}"
    return answer(document, asked.site.base, tag, keys)


def resolve_path(asked: Asked) -> HttpResponse:
    path = escape_uri_path(asked.values["path"])
    found = stored.at_path(asked.site.id, path, asked.part)
    if isinstance(found, Row):
        return _document(asked, found)
    there = moved_to(asked.site.id, asked.values["path"])
    if there is None:
        raise Problem(404, "No public page is at this path, and none has moved away from it.")
    query = {**asked.request.GET.dict(), "path": there}
    location = f"{asked.site.base}{ROOT}/resolve?{urlencode(query)}"
    headers = {"Location": location, "Cache-Control": delivery.SHARED_CACHE}
    return HttpResponse(status=301, headers=headers)


# What else there is


def get_overview(asked: Asked) -> HttpResponse:
    counts = catalog.count_by_kind(asked.at, asked.site.id, asked.language)
    address = f"{BASE}{ROOT}"
    overview = {
        "collections": [
            {
                "name": name,
                "kinds": kinds,
                "url": f"{address}/{name}",
                "count": sum(counts.get(kind, 0) for kind in kinds),
            }
            for name, kinds in COLLECTIONS.items()
        ],
        "log": {"epoch": asked.at.epoch, "sequence": asked.at.sequence},
        "links": {
            "themes": f"{address}/themes",
            "changes": f"{address}/changes",
            "openapi": f"{address}/openapi.json",
            "docs": f"{address}/docs",
        },
    }
    return _of_content(asked, overview, ["overview"])


def list_themes(asked: Asked) -> HttpResponse:
    return _of_content(asked, {"items": theme_tree(asked.site.id, asked.language)}, ["themes"])


def _of_content(asked: Asked, content: object, keys: list[str]) -> HttpResponse:
    """Answer with something small whose tag is its content's."""
    body = encode(content)
    tag = asked.tag(body)
    return (
        not_modified(tag, keys) if is_known(asked.request, tag) else answer(body, asked.site.base, tag, keys)
    )


def list_changes(asked: Asked) -> HttpResponse:
    """What changed after a place in the log, each document's latest state, in commit order."""
    after, limit = asked.values["after"], asked.values["limit"]
    if asked.values.get("epoch", asked.at.epoch) != asked.at.epoch or after > asked.at.sequence:
        _start_over(asked.at)
    tag, keys = asked.tag(asked.at), ["changes"]
    if is_known(asked.request, tag):
        return not_modified(tag, keys)
    part = "full" if asked.values["documents"] == "full" else "card"
    changes = stored.changed(asked.site.id, after, limit + 1, part)
    more = len(changes) > limit
    last = changes[limit - 1].sequence if more else max([asked.at.sequence, *(c.sequence for c in changes)])
    content = joined({
        "epoch": encode(asked.at.epoch),
        "items": b"[" + b",".join(_change(asked, change) for change in changes[:limit]) + b"]",
        "next": encode(last),
        "more": encode(more),
    })  # fmt: skip
    response = answer(content, asked.site.base, tag, keys)
    if more:
        response["Link"] = _leading_on(asked, after=last, epoch=asked.at.epoch)
    return response


def _change(asked: Asked, change: stored.Change) -> bytes:
    told = {
        "sequence": change.sequence,
        "id": change.id,
        "locale": change.locale,
        "kind": change.kind,
        "state": "live" if change.row else "gone",
    }
    if change.row is None or asked.values["documents"] == "ids":
        return encode(told)
    return encode(told)[:-1] + b',"document":' + item(change.row) + b"}"


def _start_over(at: Position) -> NoReturn:
    words = (
        f"The log is another one by now: its epoch is {at.epoch}. Forget what you have and start at after=0."
    )
    raise Problem(409, words, parameter="epoch")


def get_preview(asked: Asked) -> HttpResponse:
    """One draft, compiled for this answer alone. Whatever is wrong with a token, the answer is the same."""
    compiled = draft_document(asked.values["token"])
    if compiled is None:
        raise Problem(404, "This preview link does not hold (any more). Ask whoever sent it for a new one.")
    body = as_markdown(compiled.body) if asked.values["format"] == "markdown" else compiled.body
    draft = Row(
        0, compiled.id, compiled.kind, compiled.locale, 0, compiled.path,
        relations=b"{}", card=encode(compiled.card), body=encode(body),
    )  # fmt: skip
    return HttpResponse(
        with_base(item(draft), asked.site.base),
        content_type=delivery.JSON,
        headers={"Cache-Control": "no-store"},
    )


def get_openapi(asked: Asked) -> HttpResponse:
    return _made_once(asked, *_openapi())


def get_docs(asked: Asked) -> HttpResponse:
    return _made_once(asked, *_docs())


@cache
def _openapi() -> tuple[bytes, str]:
    return json.dumps(openapi(), ensure_ascii=False).encode(), delivery.JSON


@cache
def _docs() -> tuple[bytes, str]:
    """Render the page once, with the mark where the site's own address belongs in the examples."""
    page = render_to_string("api/docs.html", docs_context(openapi())).replace(EXAMPLE_SITE, BASE)
    return page.encode(), "text/html; charset=utf-8"


def _made_once(asked: Asked, content: bytes, content_type: str) -> HttpResponse:
    tag = asked.tag(content)
    if is_known(asked.request, tag):
        return not_modified(tag, ["api"])
    response = answer(content, asked.site.base, tag, ["api"])
    response["Content-Type"] = content_type
    response["Content-Security-Policy"] = OWN_FILES_ONLY
    return response


VIEWS: dict[str, Callable[[Asked], HttpResponse]] = {
    "get_overview": get_overview,
    "resolve_path": resolve_path,
    "list_themes": list_themes,
    "list_changes": list_changes,
    "get_preview": get_preview,
    "get_openapi": get_openapi,
    "get_docs": get_docs,
    **{f"list_{name}": partial(list_documents, kinds=kinds) for name, kinds in COLLECTIONS.items()},
    **{f"get_{name}": partial(get_document, kinds=kinds) for name, kinds in SINGLE.items()},
}


def view_of(endpoint: Endpoint) -> Callable[..., HttpResponse]:
    """Return what answers at the address of `endpoint`."""
    answers = VIEWS[endpoint.name]

    def view(request: HttpRequest, **in_path: str) -> HttpResponse:
        return answers(understood(endpoint, request, in_path))

    return view
