"""Stored bytes put together into an answer. Nothing is parsed that need not be."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from portfolio.publication.compiler import compiler_version
from portfolio.publication.encoding import BASE, decode_marked, encode, with_base
from portfolio.publication.stored import Row

REVISION = 2
"""Raise it when answers come out otherwise from the same documents: tags of before then hold no more"""
SHARED_CACHE = "public, max-age=0, s-maxage=2, stale-while-revalidate=3"
"""Five seconds in all: what is withdrawn is gone everywhere by then"""
JSON = "application/json"
_WHERE = b'{"url":"' + BASE.encode() + b'%b","path":"%b","sequence":%d,'


def item(row: Row) -> bytes:
    """Return a document as the API gives it: where it is, its card and, where it was fetched, its body.

    A path is quoted as addresses are, so there is nothing in it to escape.
    """
    path = row.path.encode()
    where = _WHERE % (path, path, row.sequence)
    if row.body is None:
        return b"".join((where, bytes(row.card)[1:]))
    return b"".join((where, bytes(row.card)[1:-1], b',"body":', row.body, b"}"))


def items(rows: Iterable[Row]) -> bytes:
    return b"[" + b",".join(map(item, rows)) + b"]"


def joined(parts: Mapping[str, bytes]) -> bytes:
    """Return a JSON object of values that are JSON already."""
    return b"{" + b",".join(b'"%s":%s' % (name.encode(), value) for name, value in parts.items()) + b"}"


def only(document: bytes, fields: Sequence[str]) -> bytes:
    """Return of each document in `document`, one or a list, just `fields`."""
    tree = _tree(fields)
    value = decode_marked(document)
    return encode(
        [_picked(each, tree) for each in value] if isinstance(value, list) else _picked(value, tree)
    )


def _tree(fields: Iterable[str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name in fields:
        branch = tree
        for part in name.split("."):
            branch = branch.setdefault(part, {})
    return tree


def _picked(value: Any, tree: Mapping[str, Any]) -> Any:
    if not tree:
        return value
    if isinstance(value, list):
        return [_picked(each, tree) for each in value]
    if isinstance(value, dict):
        return {name: _picked(value[name], below) for name, below in tree.items() if name in value}
    return value


def etag_of(*parts: object) -> str:
    """Return a strong tag for an answer that follows from `parts` alone."""
    told = repr((REVISION, compiler_version(), *parts)).encode()
    return f'"{hashlib.blake2b(told, digest_size=12).hexdigest()}"'


def is_known(request: HttpRequest, etag: str) -> bool:
    """Whether the client has these very bytes (RFC 9110, section 13.1.2: a weak comparison)."""
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if not asked:
        return False
    if asked.strip() == "*":
        return True
    return etag in [tag.strip().removeprefix("W/") for tag in asked.split(",")]


def not_modified(etag: str, keys: Sequence[str]) -> HttpResponse:
    response = HttpResponse(status=304)
    del response["Content-Type"]
    return _described(response, etag, keys)


def answer(content: bytes, base: str, etag: str, keys: Sequence[str]) -> HttpResponse:
    """Return `content` with its addresses under `base`."""
    return _described(HttpResponse(with_base(content, base), content_type=JSON), etag, keys)


def _described(response: HttpResponse, etag: str, keys: Sequence[str]) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = SHARED_CACHE
    response["Surrogate-Key"] = " ".join(keys)
    response["Vary"] = "Authorization"
    return response
