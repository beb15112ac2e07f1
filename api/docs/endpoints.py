"""Endpoints, as the page shows them: what they take, what they answer and how one asks."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString

from api.docs.types import prose, shown_type
from api.typed_dicts import Schema

EXAMPLE_SITE = "https://portfolio.example"
EXAMPLE_PATH = {"token": "eyJkIjo3fQ", "id": "0f3b9c1e-5d0a-4f8e-9a53-2b7c61f0d9aa"}
EXAMPLE_QUERY = {
    "path": "/innovations/maker-mondays/",
    "after": "0",
    "documents": "full",
    "theme": "school-meals",
    "state": "PA",
}


@dataclass(frozen=True)
class ParameterRow:
    """One or more parameters that go together: `state` and `not.state`."""

    names: list[str]
    type: SafeString
    words: SafeString
    required: bool


@dataclass(frozen=True)
class AnswerRow:
    status: str
    words: SafeString
    type: SafeString


@dataclass(frozen=True)
class EndpointEntry:
    anchor: str
    path: str
    summary: str
    words: SafeString
    parameters: list[ParameterRow]
    answers: list[AnswerRow]
    curl: str


@dataclass(frozen=True)
class EndpointGroup:
    """Endpoints that belong together, with what all of them take and answer."""

    anchor: str
    title: str
    shared: list[ParameterRow]
    endpoints: list[EndpointEntry] = field(default_factory=list)


def base_of(openapi: Schema) -> str:
    """Return the address that examples begin with."""
    url = str(openapi["servers"][0]["url"])
    return f"{EXAMPLE_SITE}{url}" if url.startswith("/") else url


def endpoint_groups(openapi: Schema) -> list[EndpointGroup]:
    operations = {path: methods["get"] for path, methods in openapi["paths"].items()}
    lists = {path: each for path, each in operations.items() if f"{path}/{{id}}" in operations}
    single = {path: each for path, each in operations.items() if path.endswith("/{id}")}
    rest = {path: each for path, each in operations.items() if path not in lists and path not in single}
    return [
        _group(openapi, "Lists", lists),
        _group(openapi, "One document", single),
        _group(openapi, "All else", rest),
    ]


def _group(openapi: Schema, title: str, operations: Mapping[str, Schema]) -> EndpointGroup:
    common = _in_all([each["parameters"] for each in operations.values()])
    return EndpointGroup(
        anchor=_anchor(title),
        title=title,
        shared=_rows(common),
        endpoints=[_entry(openapi, path, each, common) for path, each in operations.items()],
    )


def _in_all(lists: Sequence[list[Schema]]) -> list[Schema]:
    return [each for each in lists[0] if all(each in other for other in lists)]


def _anchor(title: str) -> str:
    return title.replace(" ", "-")


def _entry(openapi: Schema, path: str, operation: Schema, common: list[Schema]) -> EndpointEntry:
    own = [each for each in operation["parameters"] if each not in common]
    good = {status: each for status, each in operation["responses"].items() if "$ref" not in each}
    return EndpointEntry(
        anchor=operation["operationId"],
        path=path,
        summary=operation["summary"],
        words=prose(operation["description"]),
        parameters=_rows(own),
        answers=_answers(good) + _refused(operation),
        curl=f"curl '{base_of(openapi)}{_example(path, operation)}'",
    )


def _rows(parameters: Iterable[Schema]) -> list[ParameterRow]:
    rows: dict[str, ParameterRow] = {}
    for each in parameters:
        stem = re.sub(r"^not\.|_(?:min|max)$", "", each["name"])
        if stem in rows:
            rows[stem].names.append(each["name"])
        else:
            rows[stem] = _row(each, ranged=stem != each["name"])
    return list(rows.values())


def _row(parameter: Schema, *, ranged: bool) -> ParameterRow:
    schema = parameter["schema"]
    repeatable = parameter.get("explode") is True
    shown = shown_type(schema["items"] if repeatable else schema)
    words = parameter["description"]
    if repeatable:
        words = f"{words.partition(':')[0]}. Repeat it for alternatives."
    if ranged:
        words = f"{words.partition(':')[0]}, from and to."
    return ParameterRow([parameter["name"]], shown, prose(words), parameter["required"])


def _answers(responses: Mapping[str, Schema]) -> list[AnswerRow]:
    return [
        AnswerRow(status, prose(each["description"]), _content_type(each))
        for status, each in responses.items()
    ]


def _content_type(response: Schema) -> SafeString:
    for media_type, content in response.get("content", {}).items():
        shown = shown_type(content["schema"])
        return shown if media_type.endswith("json") else format_html("<code>{}</code>", media_type)
    return SafeString("")


def _refused(operation: Schema) -> list[AnswerRow]:
    """Return one row that names the statuses of all refusals; what they mean is said once."""
    refused = [status for status, each in operation["responses"].items() if "$ref" in each]
    words = SafeString('<a href="#Refusals">Refused</a>, with what is wrong and what would be right.')
    return [AnswerRow(", ".join(refused), words, shown_type({"$ref": "#/components/schemas/ProblemDetails"}))]


def refusals(openapi: Schema) -> list[AnswerRow]:
    """Return what each status of a refusal means."""
    found: dict[str, Schema] = {}
    for methods in openapi["paths"].values():
        for status, each in methods["get"]["responses"].items():
            if "$ref" in each:
                found[status] = openapi["components"]["responses"][each["$ref"].rpartition("/")[2]]
    return _answers(dict(sorted(found.items())))


def _example(path: str, operation: Schema) -> str:
    """Return a path and query that one could ask for."""
    for name, value in EXAMPLE_PATH.items():
        path = path.replace(f"{{{name}}}", value)
    query = {each["name"]: value for each in operation["parameters"] if (value := _example_value(each))}
    return f"{path}?{urlencode(query, safe='/')}" if query else path


def _example_value(parameter: Schema) -> str:
    default = {"limit": "5"} if parameter["schema"].get("default") == 20 else {}
    return (EXAMPLE_QUERY | default).get(parameter["name"], "")
