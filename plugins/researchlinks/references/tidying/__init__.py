"""The gate where references are put in order: what is known and well-formed comes through."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple, cast

from .. import json_values
from ..csl import Csl
from ..plain_text import one_line, tidy
from .dates import date_of
from .identifiers import add_address, add_doi, add_isbn
from .kinds import TYPES, kind_of
from .names import names_of

__all__ = ["TYPES", "Tidied", "tidy_item"]

_LIMITS: Final = {
    "id": 200,
    "title": 1000,
    "container-title": 500,
    "collection-title": 500,
    "publisher": 500,
    "publisher-place": 200,
    "edition": 100,
    "volume": 50,
    "issue": 50,
    "number": 100,
    "genre": 100,
    "abstract": 10_000,
    "language": 50,
    "archive": 100,
    "archive_location": 100,
}
_MOST_KEYWORDS: Final = 100


class Tidied(NamedTuple):
    """The item in order, and a sentence for each part that had to be left out."""

    item: Csl
    left_out: list[str]


def tidy_item(raw: Mapping[str, object]) -> Tidied:
    """What of `raw` is known and well-formed, in order; tidying it again changes nothing.

    `type` is always one of TYPES. Text is one plain line of bounded length, and markup is gone from
    it. What has the wrong type counts as absent; what looks like an identifier and is none is told.
    """
    item: dict[str, object] = {}
    for field, limit in _LIMITS.items():
        if words := tidy(json_values.text(raw.get(field)), limit):
            item[field] = words
    item["type"] = kind_of(raw.get("type"))
    for field, value in (
        ("author", names_of(raw.get("author"))),
        ("editor", names_of(raw.get("editor"))),
        ("issued", date_of(raw.get("issued"))),
        ("accessed", date_of(raw.get("accessed"))),
        ("page", _page(raw.get("page"))),
        ("keyword", _keywords(raw.get("keyword"))),
        ("ISSN", _issn(raw.get("ISSN"))),
    ):
        if value:
            item[field] = value
    left_out = [*add_doi(item, raw), *add_isbn(item, raw), *add_address(item, raw)]
    return Tidied(cast("Csl", item), left_out)


def _page(value: object) -> str:
    return re.sub(r"\s*[-‐‑‒–—]+\s*", "-", tidy(json_values.text(value), 50)).strip("-")


def _keywords(value: object) -> str:
    joined = ",".join(json_values.texts(value))
    words = (tidy(word, 100) for word in re.split(r"[,;]", joined[:20_000]))
    apart = (one_line(re.sub(r"[,;]", " ", word)) for word in words)
    return ", ".join([word for word in apart if word][:_MOST_KEYWORDS])


def _issn(value: object) -> str:
    for words in json_values.texts(value):
        if found := re.search(r"(?<!\d)(\d{4})-?(\d{3}[\dXx])(?!\d)", words, re.ASCII):
            return f"{found.group(1)}-{found.group(2).upper()}"
    return ""
