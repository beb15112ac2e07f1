"""The words of a document, for those who index them."""

import html
import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags

NOT_WORDS = frozenset({
    "id", "kind", "locale", "path", "url", "form_path", "form_url", "src", "srcset", "type", "code", "slug",
    "anchor", "format", "host", "leaid", "published_at", "updated_at", "initials", "hue", "date", "as_of",
    "reviewed_on", "updated_on", "source_url", "policy_url", "website", "language", "breadcrumbs", "sources",
    "seo_title", "licence", "lists", "closed_on",
})  # fmt: skip
"""Keys whose values nobody would search for"""

_NO_WORDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|https?://\S+|\d{4}-\d{2}-\d{2}(T\S+)?")
"""An id, an address, a time: nobody reads them, under whatever key a plugin has them"""


def words_of(card: Any, body: Any) -> str:
    """Return all that a reader reads in the document as plain text, the card's first."""
    return " ".join(dict.fromkeys(text for text in (*_texts(card), *_texts(body)) if text))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str) and not _NO_WORDS.fullmatch(value):
        yield " ".join(html.unescape(strip_tags(value.replace("<", " <"))).split())
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in NOT_WORDS:
                yield from _texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
