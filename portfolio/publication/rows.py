"""Documents made from rows of plugins: one for each site and language that a row is public in.

A row that is not public by itself is public where a page is that shows it: it has the page's site and
language, and takes over facets and themes of all pages that show it there.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import translation
from wagtail.models import Locale, Site

from portfolio.extensions import registry
from portfolio.extensions.config import PluginConfig
from portfolio.extensions.declaration import Kind, RowContent
from portfolio.extensions.registry import PluginError
from portfolio.publication.compiler import Compiled, hue_of, initials_of
from portfolio.publication.encoding import decode_marked
from portfolio.publication.models import ROW, Dependency, PublicDocument, State
from portfolio.publication.parts import FacetValue
from portfolio.publication.prose import reading_minutes
from portfolio.publication.schema import ThemeRef
from portfolio.publication.sections import facet_values
from portfolio.publication.sources import Sources
from portfolio.publication.watching import kinds_of_plugins
from portfolio.remembering import recall, recall_each

ROWS = "rows"
"""What `portfolio.remembering` knows the rows of a batch under"""
LONGEST_TITLE = 255


@dataclass
class _Shown:
    """What the pages of one site and language that show a row lend to its document."""

    facets: list[FacetValue] = field(default_factory=list)
    themes: dict[str, ThemeRef] = field(default_factory=dict)
    samples: list[bool] = field(default_factory=list)
    since: datetime.datetime | None = None

    def take(self, page: PublicDocument) -> None:
        self.facets += [FacetValue(*value) for value in decode_marked(page.facets_json)]
        self.themes |= {theme["slug"]: theme for theme in decode_marked(page.card_json)["themes"]}
        self.samples.append(page.is_sample)
        if page.published_at and (self.since is None or page.published_at < self.since):
            self.since = page.published_at


class Loan(NamedTuple):
    """What one page lends to one row: where two of these differ, the row's documents may, too."""

    row_key: str
    lent: tuple[Any, ...]


def loans_of(page: PublicDocument, keys: Iterable[str]) -> frozenset[Loan]:
    """Return what `page` lends to the rows that it shows; `keys` are what it was compiled from."""
    shown = rows_among(keys)
    if not shown or page.row_key or page.state != State.LIVE:
        return frozenset()
    themes = [sorted(theme.items()) for theme in decode_marked(page.card_json)["themes"]]
    lent = (
        page.site_id, page.locale, bytes(page.facets_json), repr(themes), page.is_sample, page.published_at,
    )  # fmt: skip
    return frozenset(Loan(key, lent) for key in shown)


def rows_among(keys: Iterable[str]) -> list[str]:
    """Return those of `keys` that stand for rows of kinds, also of plugins that are off."""
    models = recall(ROWS, "models", lambda: {model._meta.label_lower for model, _kind in kinds_of_plugins()})
    return [key for key in keys if key.partition(":")[0] in models]


def units_among(keys: Iterable[str]) -> list[str]:
    """Return the outbox's keys for the documents of the rows among `keys`."""
    return [f"{ROW}:{key}" for key in rows_among(keys)]


def every_unit() -> Iterator[str]:
    """Return the outbox's key of every row that may have documents, and of every one that has."""
    for _config, kind in registry.kinds():
        model = apps.get_model(kind.model)
        for pk in model._base_manager.order_by("pk").values_list("pk", flat=True):
            yield f"{ROW}:{model._meta.label_lower}:{pk}"
    for row_key in PublicDocument.objects.exclude(row_key=None).values_list("row_key", flat=True):
        yield f"{ROW}:{row_key}"


def compile_row(unit: str) -> list[Compiled]:
    """Return the documents of a row; none where it is gone, not public, or its plugin is off."""
    found = load_rows([unit]).get(unit)
    if found is None:
        return []
    config, kind, row = found
    if any(getattr(row, name) is not value for name, value in kind.public_if.items()):
        return []
    try:
        shown = _shown_in(unit.removeprefix(f"{ROW}:"))
        places = [*shown, *(_everywhere() if kind.is_public_alone else ())]
        return [_compile_at(kind, row, unit, place, shown.get(place)) for place in dict.fromkeys(places)]
    except Exception as error:
        raise PluginError(config, f"building a document of “{kind.name}” from row {row.pk}") from error


def load_rows(units: list[str]) -> dict[str, tuple[PluginConfig, Kind[Any], Any]]:
    """Return the rows of `units` that are there, of kinds that are on."""
    return recall_each(ROWS, units, _load_rows)


def _load_rows(units: list[str]) -> dict[str, tuple[PluginConfig, Kind[Any], Any]]:
    found = {}
    for config, kind in registry.kinds():
        label = kind.model.lower()
        keys = [unit.rpartition(":")[2] for unit in units if unit.startswith(f"{ROW}:{label}:")]
        if keys:
            rows = apps.get_model(kind.model)._base_manager.filter(pk__in=keys).prefetch_related(*kind.reads)
            found.update({f"{ROW}:{label}:{row.pk}": (config, kind, row) for row in rows})
    return found


def _shown_in(row_key: str) -> dict[tuple[int, str], _Shown]:
    """Return, by site and language, what the public pages that show a row lend to it."""
    shown: dict[tuple[int, str], _Shown] = {}
    columns = ("site_id", "locale", "facets_json", "card_json", "is_sample", "published_at")
    for page in _pages_that_show([row_key]).only(*columns).order_by("pk"):
        shown.setdefault((page.site_id, page.locale), _Shown()).take(page)
    return shown


def _pages_that_show(row_keys: Iterable[str]) -> QuerySet[PublicDocument]:
    using = Dependency.objects.filter(key__in=list(row_keys)).values("document")
    return PublicDocument.objects.filter(pk__in=using, row_key=None)


def _everywhere() -> list[tuple[int, str]]:
    return recall(ROWS, "everywhere", _find_everywhere)


def _find_everywhere() -> list[tuple[int, str]]:
    languages = Locale.objects.order_by("pk").values_list("language_code", flat=True)
    return list(product(Site.objects.order_by("pk").values_list("pk", flat=True), languages))


def _compile_at(
    kind: Kind[Any], row: Any, unit: str, place: tuple[int, str], shown: _Shown | None
) -> Compiled:
    site_id, locale = place
    shown = shown or _Shown()
    sources = Sources(locale, site_id)
    with translation.override(locale):
        content, path = kind.build(row, sources), kind.path(row)
    published = max(content.added_at, shown.since or content.added_at)
    updated = max(content.changed_at, published)
    public_id, title = str(row.public_id), content.title[:LONGEST_TITLE]
    is_sample = getattr(row, "is_sample", False) or (bool(shown.samples) and all(shown.samples))
    themes = sorted(shown.themes.values(), key=lambda theme: (theme["name"], theme["slug"]))
    return Compiled(
        id=public_id,
        locale=locale,
        kind=kind.name,
        page_id=None,
        row_key=unit.removeprefix(f"{ROW}:"),
        site_id=site_id,
        path=path,
        title=title,
        card={
            "id": public_id,
            "kind": kind.name,
            "locale": locale,
            "title": title,
            "summary": content.summary,
            "picture": None,
            "districts": [],
            "themes": themes,
            "is_sample": is_sample,
            "published_at": published.isoformat(),
            "updated_at": updated.isoformat(),
            "initials": initials_of(title),
            "hue": hue_of(themes[0]["slug"] if themes else title),
            **content.card,
        },
        body=_body(title, content),
        facets=_facets(kind, content, shown),
        numbers=_numbers(kind, content),
        relations={},
        is_sample=is_sample,
        published_at=published,
        updated_at=updated,
        sources=sources,
    )


def _body(title: str, content: RowContent[Any]) -> dict[str, Any]:
    return {
        "breadcrumbs": [],
        "seo_title": title,
        "description": content.summary,
        "licence": None,
        "disclosure": "",
        "reviewed_on": None,
        **content.body,
        "reading_minutes": reading_minutes(content.body),
    }


def _facets(kind: Kind[Any], content: RowContent[Any], shown: _Shown) -> list[FacetValue]:
    own = [value for facet in kind.facets for value in facet_values(facet, content.body)]
    taken_over = sorted(
        {value for value in shown.facets if value.key in kind.inherited},
        key=lambda facet: (facet.key, facet.rank, facet.label, facet.value),
    )
    return list({(facet.key, facet.value): facet for facet in [*own, *taken_over]}.values())


def _numbers(kind: Kind[Any], content: RowContent[Any]) -> dict[str, float]:
    told = {number.key: number.value(content.body) for number in kind.numbers}
    return {key: value for key, value in told.items() if value is not None}


def busy(units: list[str]) -> set[str]:
    """Lock what the documents of these rows are made from and stored in; return those of which someone
    else is writing to a part: their flush is to come.

    Whoever withdraws a row, or a page that shows it, then waits until these documents are stored, and
    hides them; without the locks they would come back.
    """
    keys = {unit.removeprefix(f"{ROW}:") for unit in units}
    taken: set[str] = set()
    for _config, kind in registry.kinds():
        label, model = kind.model.lower(), apps.get_model(kind.model)
        wanted = [key.rpartition(":")[2] for key in keys if key.startswith(f"{label}:")]
        taken |= {f"{label}:{pk}" for pk in _held_by_others(model._base_manager.filter(pk__in=wanted))}
    using = Dependency.objects.filter(key__in=keys)
    documents = PublicDocument.log.filter(Q(row_key__in=keys) | Q(pk__in=using.values("document")))
    held = _held_by_others(documents)
    taken |= set(using.filter(document__in=held).values_list("key", flat=True))
    own = PublicDocument.log.filter(pk__in=held, row_key__in=keys)
    return {document.unit for document in own.only("page_id", "row_key")} | {f"{ROW}:{key}" for key in taken}


def _held_by_others(rows: QuerySet[Any]) -> set[Any]:
    free = rows.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)
    locked = set(free)
    return {pk for pk in rows.values_list("pk", flat=True) if pk not in locked}
