"""What each endpoint answers. Views translate: what is public, and in what order, the log says."""

import json
from collections.abc import Callable, Sequence
from functools import cache, partial
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.encoding import escape_uri_path

from api import delivery
from api.collections import by_the_word_for_one, collections
from api.delivery import answer, is_known, item, joined, not_modified
from api.docs import docs_context
from api.docs.endpoints import EXAMPLE_SITE
from api.endpoints import ROOT, Endpoint
from api.lists import included, leading_on, list_documents, shown
from api.openapi import openapi
from api.problems import Problem
from api.questions import Asked, MovedOn, answered
from portfolio.publication import stored
from portfolio.publication.catalog import catalog
from portfolio.publication.encoding import BASE, encode, with_base
from portfolio.publication.markdown import as_markdown
from portfolio.publication.models import State
from portfolio.publication.moves import moved_to
from portfolio.publication.stored import Part, Read, Row
from portfolio.publication.succession import successor_of
from portfolio.publication.themes import theme_tree
from portfolio.reads import note_api_use
from portfolio.services.previews import draft_document

OWN_FILES_ONLY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-ancestors 'none'"
)


# One document

Find = Callable[[Part], Read]


def get_document(asked: Asked, kinds: tuple[str, ...]) -> HttpResponse:
    """One document: one query, two with `include`, and one more for a tag that does not hold any more."""
    key, language = asked.values["id"], asked.question.language
    find = stored.with_id if isinstance(key, UUID) else stored.with_leaid
    try:
        return _document(asked, partial(find, key, language), kinds)
    except WithdrawnError as gone:
        there = successor_of(gone.row.kind, UUID(gone.row.id), asked.site.id, language)
        if there is None:
            raise
    collection, _, _id = asked.request.path.rpartition("/")
    query = asked.request.GET.urlencode()
    return _moved(f"{asked.site.base}{collection}/{there.id}{'?' if query else ''}{query}")


def _moved(location: str) -> HttpResponse:
    return HttpResponse(status=301, headers={"Location": location, "Cache-Control": delivery.SHARED_CACHE})


class WithdrawnError(Problem):
    """What was asked for was public once. `row` is its tombstone."""

    def __init__(self, row: Row) -> None:
        super().__init__(410, "It was public once and has been withdrawn. Take away what you kept of it.")
        self.row = row


def _document(asked: Asked, find: Find, kinds: tuple[str, ...] = ()) -> HttpResponse:
    if asked.has_tag:
        asked, row = _found(asked, find(stored.CARD), kinds)
        if is_known(asked.request, tag := _tag_of(asked, row)):
            note_api_use(row.id, row.kind, row.locale)
            return not_modified(tag, _keys_of(asked, row))
    asked, row = _found(asked, find(asked.question.part), kinds)
    document = shown(asked, item(row))
    for name, value in included(asked, [row]).items():
        document = b'%b,"%b":%b}' % (document[:-1], name.encode(), value)
    note_api_use(row.id, row.kind, row.locale)
    return answer(document, asked.site.base, _tag_of(asked, row), _keys_of(asked, row))


def _found(asked: Asked, read: Read, kinds: Sequence[str]) -> tuple[Asked, Row]:
    """Return the document of this site, and the position that it was read at. Raises Problem."""
    asked = asked.at_position(read.at)
    row = next((row for row in read.rows if row.site_id == asked.site.id), None)
    if row is None or (kinds and row.kind not in kinds):
        language = asked.question.language
        raise Problem(404, f"There is no such document here in this language ({language}).")
    if not row.is_public:
        raise WithdrawnError(row)
    return asked, row


def _tag_of(asked: Asked, row: Row) -> str:
    """Return a tag that holds until this document changes; with cards of others in it, until any does."""
    return asked.tag(asked.at.epoch, row.sequence, asked.at if asked.question.wants_included else None)


def _keys_of(asked: Asked, row: Row) -> list[str]:
    return [f"id-{row.id}", row.kind, f"site-{asked.site.id}"]


def resolve_path(asked: Asked) -> HttpResponse:
    path = escape_uri_path(asked.values["path"])
    read = stored.at_path(asked.site.id, path, asked.question.part)
    if read.at.epoch != asked.at.epoch:  # another log, and perhaps other sites
        raise MovedOn(read.at)
    if read.rows:
        return _document(asked, lambda part: read)
    there = moved_to(asked.site.id, asked.values["path"])
    if there is None:
        raise Problem(404, "No public page is at this path, and none has moved away from it.")
    query = {**asked.request.GET.dict(), "path": there}
    return _moved(f"{asked.site.base}{ROOT}/resolve?{urlencode(query)}")


# What else there is


def get_overview(asked: Asked) -> HttpResponse:
    asked = asked.at_the_end()
    counts = catalog.count_by_kind(asked.at, asked.site.id, asked.question.language)
    address = f"{BASE}{ROOT}"
    overview = {
        "collections": [
            {
                "name": name,
                "kinds": kinds,
                "url": f"{address}/{name}",
                "count": sum(counts.get(kind, 0) for kind in kinds),
            }
            for name, kinds in collections().items()
        ],
        "log": {"epoch": asked.at.epoch, "sequence": asked.at.sequence},
        "links": {
            "themes": f"{address}/themes",
            "changes": f"{address}/changes",
            "search": f"{address}/search",
            "suggest": f"{address}/suggest",
            "openapi": f"{address}/openapi.json",
            "docs": f"{address}/docs",
        },
    }
    return _of_content(asked, overview, ["overview"])


def list_themes(asked: Asked) -> HttpResponse:
    asked = asked.at_the_end()
    return _of_content(asked, {"items": theme_tree(asked.site.id, asked.question.language)}, ["themes"])


def _of_content(asked: Asked, content: object, keys: list[str]) -> HttpResponse:
    """Answer with something small whose tag is its content's."""
    body = encode(content)
    tag = asked.tag(body)
    return (
        not_modified(tag, keys) if is_known(asked.request, tag) else answer(body, asked.site.base, tag, keys)
    )


def list_changes(asked: Asked) -> HttpResponse:
    """What changed after a place in the log, each document's latest state, in commit order.

    Changes and position are read by one statement: what is told is all there was up to `next`.
    """
    keys = ["changes"]
    if asked.has_tag:
        asked = _in_this_log(asked.at_the_end())
        if is_known(asked.request, tag := asked.tag(*asked.at)):
            return not_modified(tag, keys)
    after, limit = asked.values["after"], asked.values["limit"]
    part = Part("full" if asked.values["documents"] == "full" else "card")
    at, changes = stored.changed(asked.site.id, after, limit + 1, part)
    if at.epoch != asked.at.epoch:  # another log, and perhaps other sites
        raise MovedOn(at)
    asked = _in_this_log(asked.at_position(at))
    more = len(changes) > limit
    last = changes[limit - 1].sequence if more else at.sequence
    content = joined({
        "epoch": encode(at.epoch),
        "items": b"[%b]" % b",".join(_change(asked, change) for change in changes[:limit]),
        "next": encode(last),
        "more": encode(more),
    })  # fmt: skip
    response = answer(content, asked.site.base, asked.tag(*at), keys)
    if more:
        response["Link"] = leading_on(asked, after=last, epoch=at.epoch)
    return response


def _in_this_log(asked: Asked) -> Asked:
    """Return `asked` where its place is one in this log. Raises Problem."""
    at = asked.at
    if asked.values.get("epoch", at.epoch) != at.epoch or asked.values["after"] > at.sequence:
        words = (
            f"The log is another one by now: its epoch is {at.epoch}. "
            "Forget what you have and start at after=0."
        )
        raise Problem(409, words, parameter="epoch")
    return asked


_TOLD = b'{"sequence":%d,"id":"%b","locale":"%b","kind":"%b","state":"%b"'


def _change(asked: Asked, change: Row) -> bytes:
    """Return what is told of a document. One that is another site's is gone: it may have moved there."""
    is_ours = change.is_public and change.site_id == asked.site.id
    state = State.LIVE if is_ours else State.GONE
    words = (change.id, change.locale, change.kind, state.value)
    told = _TOLD % (change.sequence, *(word.encode() for word in words))
    if not is_ours or asked.values["documents"] == "ids":
        return told + b"}"
    return b'%b,"document":%b}' % (told, item(change))


def get_preview(asked: Asked) -> HttpResponse:
    """One draft, compiled for this answer alone. Whatever is wrong with a token, the answer is the same."""
    asked = asked.at_the_end()
    compiled = draft_document(asked.values["token"])
    if compiled is None:
        raise Problem(404, "This preview link does not hold (any more). Ask whoever sent it for a new one.")
    body = as_markdown(compiled.body) if asked.values["format"] == "markdown" else compiled.body
    draft = Row(
        0, compiled.id, compiled.kind, compiled.locale, 0, compiled.path, asked.site.id, State.LIVE, False,
        card=encode(compiled.card), body=encode(body),
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
    asked = asked.at_the_end()
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
}


def every_view() -> dict[str, Callable[[Asked], HttpResponse]]:
    """Return them all by the endpoint's name."""
    lists = {f"list_{name}": partial(list_documents, kinds=kinds) for name, kinds in collections().items()}
    single = {
        f"get_{name}": partial(get_document, kinds=kinds) for name, kinds in by_the_word_for_one().items()
    }
    return {**VIEWS, **lists, **single}


def view_of(endpoint: Endpoint, answers: Callable[[Asked], HttpResponse]) -> Callable[..., HttpResponse]:
    """Return what answers at the address of `endpoint`."""

    def view(request: HttpRequest, **in_path: str) -> HttpResponse:
        return answered(endpoint, answers, request, in_path)

    return view
