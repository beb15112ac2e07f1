"""The same search in the other languages of a portfolio."""

from dataclasses import replace

from django.conf import settings

from portfolio.publication.asking import Query
from portfolio.publication.catalog import catalog
from portfolio.publication.documents import ENTRY_KINDS
from portfolio.publication.positions import Position
from search.engines import Wanted
from search.library import find, understood
from search.likeness import Place


def languages_of(at: Position, site_id: int) -> list[str]:
    """Return the languages that the site has entries in, in the order of the settings. No query."""
    return [code for code, _name in settings.LANGUAGES if _has_entries(at, site_id, code)]


def found_in_others(at: Position, text: str, query: Query) -> dict[str, int]:
    """Return how much the same words and filters find in each other language, where that is something.

    A portfolio in one language asks nothing more for it.
    """
    others = [code for code in languages_of(at, query.site_id) if code != query.locale]
    counts = {code: count(at, text, replace(query, locale=code)) for code in others}
    return {code: number for code, number in counts.items() if number}


def count(at: Position, text: str, query: Query, like: Place | None = None) -> int:
    """Return how much the words find in the language of `query`."""
    return find(at, query, understood(at, text, query.locale), Wanted(0, 0, like=like))[0].total


def _has_entries(at: Position, site_id: int, code: str) -> bool:
    return not catalog.count_by_kind(at, site_id, code).keys().isdisjoint(ENTRY_KINDS)
