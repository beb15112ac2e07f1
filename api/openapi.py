"""The description of the API in OpenAPI 3.1, made from the endpoints and the types of documents."""

from http import HTTPStatus

from django.utils.translation import override

from api.components import components, ref
from api.endpoints import ANYWHERE, ROOT, Endpoint, endpoints
from api.headers import HEADERS, header_ref, headers_of
from api.parameters import Parameter
from api.typed_dicts import Schema

DESCRIPTION = """\
What school districts tried, what it took, and what came of it: everything that is public in this
portfolio, as data.

**Reading.** No key is needed. Send `Authorization: Bearer` with a key to be given more requests.
GET, HEAD and OPTIONS are answered, from any origin.

**Ids.** A document's `id` stays through every move and rename. The same id in another language is
its translation.

**Nothing is left out.** An absent fact is `null`, an absent list is empty. Texts that end in
`_html` are sanitized HTML with whole addresses, which `format=markdown` turns into Markdown; all
others are plain text. Dates are ISO 8601, money is whole US dollars.

**What may come.** Fields, kinds, types of blocks and values of lists may be added at any time: pass
over what you do not know. What is here stays as long as v1 does.

**What is not understood is refused.** An unknown parameter or value is answered with 400, and with
what would have been right.

**Keeping a copy.** Follow `/changes`. Ask again with `If-None-Match`, and an answer that is the
same costs next to nothing.
"""
PROBLEMS = {
    400: ("BadRequest", "A parameter is unknown, or its value is not one that it can have."),
    401: (
        "Unauthorized",
        "The key is malformed, unknown, revoked or has expired. Without any key you may read, too.",
    ),
    403: ("Forbidden", "The key may not do this."),
    404: ("NotFound", "There is nothing here."),
    405: ("MethodNotAllowed", "Only GET, HEAD and OPTIONS are answered. `Allow` says so."),
    409: ("Conflict", "The place is not one in this log, which has begun anew. Forget all, and begin at 0."),
    410: ("Gone", "It was public once, and is no longer. Take it away."),
    429: ("TooManyRequests", "Too many requests. `Retry-After` says when there may be more."),
    503: (
        "Unavailable",
        "The database is away, or very much is being published. `Retry-After` says when to try again.",
    ),
}


def openapi() -> Schema:
    """Return the whole description, in English."""
    with override("en"):
        return {
            "openapi": "3.1.1",
            "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "info": {
                "title": "Groundwork delivery API",
                "version": "1.0.0",
                "description": _paragraphs(DESCRIPTION),
            },
            "servers": [{"url": ROOT}],
            "security": [{}, {"key": []}],
            "paths": {each.path: {"get": _operation(each)} for each in endpoints()},
            "components": _components(),
        }


def _paragraphs(text: str) -> str:
    """Return `text` with each of its paragraphs on one line."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _components() -> Schema:
    return {
        "schemas": dict(components()),
        "responses": {name: _problem(status, words) for status, (name, words) in PROBLEMS.items()},
        "headers": HEADERS,
        "securitySchemes": {
            "key": {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "gwk_…",
                "description": "A key that the portfolio's staff gave you. Only this header is read for it.",
            }
        },
    }


def _operation(endpoint: Endpoint) -> Schema:
    return {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "description": endpoint.description,
        "parameters": [_parameter(each) for each in endpoint.parameters],
        "responses": {
            str(status): _response(endpoint, status) for status in sorted((*endpoint.statuses, *ANYWHERE))
        },
    }


def _parameter(parameter: Parameter) -> Schema:
    made: Schema = {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required,
        "description": parameter.description,
        "schema": dict(parameter.schema),
    }
    if parameter.repeatable:
        return made | {
            "schema": {"type": "array", "items": dict(parameter.schema)},
            "style": "form",
            "explode": True,
        }
    if parameter.schema.get("type") == "array":
        return made | {"style": "form", "explode": False}
    return made


def _response(endpoint: Endpoint, status: int) -> Schema:
    if status in PROBLEMS:
        return {"$ref": f"#/components/responses/{PROBLEMS[status][0]}"}
    timing = ("Server-Timing",) if endpoint.is_timed and status == HTTPStatus.OK else ()
    names = (*headers_of(status, endpoint.may_be_kept, endpoint.has_pages), *timing)
    headers = {name: header_ref(name) for name in names}
    return {"description": SUCCESSES[status], "headers": headers, **_content(endpoint, status)}


SUCCESSES = {
    200: "What was asked for.",
    301: "It has moved, or another stands for it. `Location` leads to the answer.",
    304: "It is still what you have: its `ETag` is among those of `If-None-Match`.",
}


def _content(endpoint: Endpoint, status: int) -> Schema:
    if status != HTTPStatus.OK:
        return {}
    schema = ref(endpoint.answer) if endpoint.answer else {"type": "string"}
    return {"content": {endpoint.media_type: {"schema": schema}}}


def _problem(status: int, words: str) -> Schema:
    return {
        "description": words,
        "headers": {name: header_ref(name) for name in headers_of(status)},
        "content": {"application/problem+json": {"schema": ref("ProblemDetails")}},
    }
