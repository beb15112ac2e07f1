"""The API's description, and answers held against it."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from api.openapi import openapi

URLS_TO_COME = {
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
    schema = {"$ref": f"#/components/schemas/{name}", "components": description()["components"]}
    return [
        f"{error.json_path}: {error.message[:200]}"
        for error in Draft202012Validator(schema).iter_errors(answer)
    ]


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in a JSON value, at any depth."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects_in(inner)
