"""The taxonomy as readers get it: a tree of themes, each with the number of entries about it."""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import OuterRef, Subquery

from portfolio.models.taxonomy import Theme
from portfolio.publication import documents
from portfolio.publication.catalog import catalog
from portfolio.publication.encoding import BASE
from portfolio.publication.kinds.parts import theme_path
from portfolio.publication.positions import position

KEPT_SECONDS = 5
"""How long a process believes that the themes lie as they did"""
_kept: dict[tuple[str, str], tuple[float, Mapping[str, str]]] = {}


def themes_above(epoch: str, locale: str) -> Mapping[str, str]:
    """Return, by slug, the theme that each theme is a part of. `epoch` is the log's, of this database."""
    until, above = _kept.get((epoch, locale), (0.0, {}))
    if time.monotonic() > until:
        rows = Theme.objects.filter(locale__language_code=locale).exclude(parent=None)
        above = dict(rows.values_list("slug", "parent__slug"))
        _kept.clear()
        _kept[epoch, locale] = time.monotonic() + KEPT_SECONDS, above
    return above


def in_other_languages(slugs: Iterable[str], locale: str) -> dict[str, dict[str, str]]:
    """Return, by language, the slugs that these themes have there, by their slugs in `locale`. One query."""
    here = Theme.objects.filter(locale__language_code=locale, translation_key=OuterRef("translation_key"))
    rows = Theme.objects.annotate(here=Subquery(here.values("slug")[:1])).filter(here__in=list(slugs))
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for code, here_slug, slug in rows.values_list("locale__language_code", "here", "slug"):
        found[code][here_slug] = slug
    return found


def theme_tree(site_id: int, locale: str) -> list[dict[str, Any]]:
    """Return the themes at the top of the tree with those below them, by name. Two queries."""
    rows = Theme.objects.filter(locale__language_code=locale).select_related("locale").order_by("name")
    query = documents.entries(site_id, locale)
    counted = {value: count for value, _label, count in catalog.counts(position(), query, ["theme"])["theme"]}
    made = {theme.pk: _theme(theme, counted.get(theme.slug, 0)) for theme in rows}
    for theme in rows:
        if theme.parent_id in made:
            made[theme.parent_id]["children"].append(made[theme.pk])
    return [made[theme.pk] for theme in rows if theme.parent_id not in made]


def _theme(theme: Theme, count: int) -> dict[str, Any]:
    path = theme_path(theme)
    return {
        "slug": theme.slug,
        "name": theme.name,
        "description": theme.description,
        "synonyms": theme.synonym_list,
        "path": path,
        "url": f"{BASE}{path}",
        "count": count,
        "children": [],
    }
