"""The API's description as a page, made from the OpenAPI document alone: no script, and no other host."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from api.docs.endpoints import base_of, endpoint_groups, refusals
from api.docs.schemas import schema_groups
from api.docs.types import prose
from api.typed_dicts import Schema


@dataclass(frozen=True)
class HeaderRow:
    name: str
    words: SafeString
    example: str


def docs_context(openapi: Schema) -> dict[str, Any]:
    """Return what `api/docs.html` is rendered with."""
    parts = openapi["components"]
    return {
        "title": openapi["info"]["title"],
        "version": openapi["info"]["version"],
        "introduction": [prose(part) for part in openapi["info"]["description"].strip().split("\n\n")],
        "base": base_of(openapi),
        "key": prose(parts["securitySchemes"]["key"]["description"]),
        "endpoint_groups": endpoint_groups(openapi),
        "refusals": refusals(openapi),
        "headers": [_header(name, each) for name, each in parts["headers"].items()],
        "schema_groups": schema_groups(parts["schemas"]),
    }


def _header(name: str, header: Schema) -> HeaderRow:
    return HeaderRow(name, prose(header["description"]), str(header["example"]))
