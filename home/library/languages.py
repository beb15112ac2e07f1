"""The library in other languages, and what the same search finds there."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import translation

from home.library.asking import Asked
from home.library.mine import Mine
from portfolio.languages import own_name
from portfolio.publication.positions import Position
from portfolio.publication.themes import in_other_languages
from search.languages import count, languages_of

THEME = "theme"


def also_in(at: Position, asked: Asked, mine: Mine, site_id: int, locale: str) -> list[dict[str, Any]]:
    """Return the other languages in which the same search finds something, with how much and where."""
    codes = [code for code in languages_of(at, site_id) if code != locale]
    found = []
    for code, there in _in_languages(asked, locale, codes).items():
        number = (
            0
            if _loses_themes(asked, there)
            else count(at, asked.text, there.query(site_id, code), mine.place)
        )
        if number:
            found.append({**language(code), "count": number, "url": there.address(path_in(code))})
    return found


def versions(at: Position, asked: Asked, site_id: int, locale: str) -> list[dict[str, str]]:
    """Return this page in each language that there is anything in; nothing where that is one alone."""
    known = languages_of(at, site_id)
    if len(known) < 2:
        return []
    searches = _in_languages(asked, locale, known)
    return [{**language(code), "path": there.address(path_in(code))} for code, there in searches.items()]


def _in_languages(asked: Asked, locale: str, codes: Iterable[str]) -> dict[str, Asked]:
    """Return the same search for each language: a theme has a slug of its own there, or is left out."""
    chosen = asked.selected.get(THEME, ())
    slugs = in_other_languages(chosen, locale) if chosen else {}
    searches = {}
    for code in codes:
        there = [slugs[code][slug] for slug in chosen if slug in slugs.get(code, {})]
        others = {key: values for key, values in asked.selected.items() if key != THEME}
        searches[code] = replace(asked, selected={**others, THEME: there} if there else others, page=1)
    return searches


def _loses_themes(asked: Asked, there: Asked) -> bool:
    """Whether none of the themes chosen is there: a search without them would find anything."""
    return bool(asked.selected.get(THEME)) and not there.selected.get(THEME)


def path_in(code: str) -> str:
    """Return where the library is in a language."""
    with translation.override(code):
        return reverse("library")


def language(code: str) -> dict[str, str]:
    """Return a language with its own name."""
    return {"locale": code, "label": own_name(code)}
