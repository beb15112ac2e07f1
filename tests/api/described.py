"""The API's description, and answers held against it."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from api.openapi import openapi

URLS_TO_COME: dict[str, str] = {
    "Ref": "url",
    "ThemeRef": "url",
    "Breadcrumb": "url",
    "FileInfo": "url",
    "ContactInfo": "form_url",
}
"""Described, but not compiled yet. Empty this when the compiler fills them in."""


@cache
def built() -> dict[str, Any]:
    return openapi()


@cache
def description() -> dict[str, Any]:
    made = deepcopy(built())
    for name, field in URLS_TO_COME.items():
        made["components"]["schemas"][name]["required"].remove(field)
    return made


def misfits(answer: Any, name: str) -> list[str]:
    """Return where `answer` is not what the schema `name` says, and how."""
    return [f"{error.json_path}: {error.message[:200]}" for error in _validator(name).iter_errors(answer)]


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": description()["components"]}
    )


def card_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a card as the API gives it."""
    added = {"url": f"https://portfolio.example{document['path']}", "path": document["path"], "sequence": 7}
    return json.loads(json.dumps(document["card"] | added))


def whole(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document as the API gives it."""
    return card_of(document) | {"body": json.loads(json.dumps(document["body"]))}


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in a JSON value, at any depth."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects_in(inner)
