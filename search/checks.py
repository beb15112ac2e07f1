"""What must be so before the search may be used: `manage.py` refuses to run where one of these fails."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from search.engines import DATABASE, ELASTICSEARCH
from search.meaning.model import HOW_TO_INSTALL, missing


@register()
def the_engine_is_known(**kwargs: Any) -> list[CheckMessage]:
    if settings.SEARCH_ENGINE in (DATABASE, ELASTICSEARCH):
        return []
    hint = f"Leave it out for “{DATABASE}”, or set it to “{ELASTICSEARCH}”."
    return [Error(f"SEARCH_ENGINE is “{settings.SEARCH_ENGINE}”.", hint=hint, id="search.E001")]


@register()
def elasticsearch_has_an_address(**kwargs: Any) -> list[CheckMessage]:
    urls = settings.ELASTICSEARCH_URL.split()
    if all(map(_is_address, urls)) and (urls or settings.SEARCH_ENGINE != ELASTICSEARCH):
        return []
    hint = "Example: ELASTICSEARCH_URL=https://user:password@search:9200"
    return [Error("ELASTICSEARCH_URL names no address to ask.", hint=hint, id="search.E002")]


@register()
def what_meaning_needs_is_there(**kwargs: Any) -> list[CheckMessage]:
    if not settings.SEARCH_MEANING:
        return []
    found: list[CheckMessage] = []
    if absent := missing():
        told = f"SEARCH_MEANING is on, but not installed: {', '.join(absent)}."
        found.append(Error(told, hint=f"Install them with: {HOW_TO_INSTALL}", id="search.E003"))
    if settings.SEARCH_ENGINE != DATABASE:
        told = f"SEARCH_MEANING needs the database's search, and SEARCH_ENGINE is “{settings.SEARCH_ENGINE}”."
        found.append(Error(told, hint="Leave out one of the two.", id="search.E004"))
    return found


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none
        return False
