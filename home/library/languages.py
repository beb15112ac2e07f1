"""The library in other languages, and what the same search finds there."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import translation

from home.library.asking import Asked
from home.library.mine import Mine
from portfolio.languages import own_name
from portfolio.publication.positions import Position
from search.languages import found_in_others, languages_of


def also_in(at: Position, asked: Asked, mine: Mine, site_id: int, locale: str) -> list[dict[str, Any]]:
    """Return the other languages in which the same search finds something, with how much and where."""
    counts = found_in_others(at, asked.text, asked.query(site_id, locale), mine.place)
    anew = replace(asked, page=1)
    return [
        {**_language(code), "count": count, "url": anew.address(path_in(code))}
        for code, count in counts.items()
    ]


def versions(at: Position, asked: Asked, site_id: int) -> list[dict[str, str]]:
    """Return this page in each language that there is anything in; nothing where that is one alone."""
    known = languages_of(at, site_id)
    if len(known) < 2:
        return []
    anew = replace(asked, page=1)
    return [{**_language(code), "path": anew.address(path_in(code))} for code in known]


def path_in(code: str) -> str:
    """Return where the library is in a language."""
    with translation.override(code):
        return reverse("library")


def _language(code: str) -> dict[str, str]:
    return {"locale": code, "label": own_name(code)}
