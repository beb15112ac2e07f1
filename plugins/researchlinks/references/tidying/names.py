"""Who wrote a work."""

import re
from collections.abc import Mapping
from typing import Final

from .. import json_values
from ..csl import Name
from ..plain_text import tidy

_NAME_LIMIT: Final = 300
_MOST_NAMES: Final = 5000


def names_of(value: object) -> list[Name]:
    """Return the names that are any."""
    names = (_name(entry) for entry in json_values.sequence(value)[:_MOST_NAMES])
    return [name for name in names if name]


def _name(value: object) -> Name:
    """One name; commas part a suffix off, because no format that we write could keep them inside."""
    if isinstance(value, str):
        return _literal(value)
    parts = json_values.mapping(value)
    if literal := json_values.text(parts.get("literal") or parts.get("name")):
        return _literal(literal)
    family, *from_family = _name_parts(parts, "non-dropping-particle", "family")
    given, *from_given = _name_parts(parts, "given", "dropping-particle")
    suffix, *_ = _name_parts(parts, "suffix")
    if not (family and given):
        return _literal(family or given)
    name = Name(family=family, given=given)
    if suffix := (suffix or " ".join([*from_family, *from_given]))[:_NAME_LIMIT].strip():
        name["suffix"] = suffix
    return name


def _name_parts(parts: Mapping[str, object], *fields: str) -> list[str]:
    joined = " ".join(json_values.text(parts.get(field)) for field in fields)
    return [part.strip() for part in tidy(joined, _NAME_LIMIT).replace(";", ",").split(",")]


def _literal(text: str) -> Name:
    words = re.sub(r"\s*,[\s,]*", ", ", tidy(text, _NAME_LIMIT)).strip(", ")
    return Name(literal=words) if words else Name()
