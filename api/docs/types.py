"""Schemas in words: `text`, `list of Term`, `number or null`, with links to those that have a name."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from api.typed_dicts import Schema

PLAIN = {
    "string": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
}
FORMATS = {"uri": "address", "date": "date", "date-time": "date and time", "uuid": "UUID"}
FEW = 8
EXACT = 2**53
"""Beyond it JavaScript counts no more; a bound there says nothing to a reader"""


def prose(text: str) -> SafeString:
    """Return `text` with its `code` and **strong** words as HTML."""
    marked = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    return mark_safe(re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", marked))  # noqa: S308 (escaped)


def shown_type(schema: Schema) -> SafeString:
    """Return what a value of `schema` is, as HTML."""
    for key, show in _BY_KEY.items():
        if key in schema:
            return show(schema)
    return _plain(schema)


def anchor_of(name: str) -> str:
    return f"Schema-{name}"


def _named(schema: Schema) -> SafeString:
    name = schema["$ref"].rpartition("/")[2]
    return format_html('<a href="#{}">{}</a>', anchor_of(name), name)


def _constant(schema: Schema) -> SafeString:
    return format_html("<code>{}</code>", schema["const"])


def _choice(schema: Schema) -> SafeString:
    values: Sequence[Any] = schema["enum"]
    codes = format_html_join(", ", "<code>{}</code>", ((value,) for value in values))
    if "default" in schema:
        return format_html("{}; <code>{}</code> by default", codes, schema["default"])
    if len(values) <= FEW:
        return codes
    return format_html("<details><summary>one of {}</summary>{}</details>", len(values), codes)


def _either(schema: Schema) -> SafeString:
    options = schema.get("anyOf") or schema["oneOf"]
    return format_html_join(" or ", "{}", ((shown_type(option),) for option in options))


def _list(schema: Schema) -> SafeString:
    return format_html("list of {}", shown_type(schema["items"]))


def _tuple(schema: Schema) -> SafeString:
    return format_html("list of {}: {}", len(schema["prefixItems"]), shown_type(schema["prefixItems"][0]))


def _map(schema: Schema) -> SafeString:
    return format_html("object of {}", shown_type(schema["additionalProperties"]))


def _plain(schema: Schema) -> SafeString:
    kind = schema.get("type", "string")
    name = FORMATS.get(schema.get("format", ""), PLAIN.get(kind, kind))
    if "pattern" in schema and "type" not in schema:  # as one of several: there, it is what tells it apart
        name = f"text like {schema['pattern']}"
    default = f"{schema['default']} by default" if "default" in schema else ""
    return format_html_join(", ", "{}", ((part,) for part in (name, _ends(schema), default) if part))


def _ends(schema: Schema) -> str:
    if "minimum" not in schema:
        return ""
    least, most = schema["minimum"], schema.get("maximum", EXACT)
    return f"{_number(least)} or more" if most >= EXACT else f"{_number(least)} to {_number(most)}"


def _number(value: int) -> str:
    """Return `value` with its thousands set off, unless it may be a year."""
    return f"{value:,}" if value >= 10_000 else str(value)


_BY_KEY: dict[str, Callable[[Schema], SafeString]] = {
    "$ref": _named,
    "const": _constant,
    "enum": _choice,
    "anyOf": _either,
    "oneOf": _either,
    "prefixItems": _tuple,
    "items": _list,
    "additionalProperties": _map,
}
