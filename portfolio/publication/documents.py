"""Reading the public side: one document, or a list of cards with filters and counts.

Everything here works on stored documents alone. Nothing takes a name from a request into a query:
facet keys, numbers and sorts come from the lists below.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portfolio.extensions import registry
from portfolio.publication.asking import Query
from portfolio.publication.catalog import catalog
from portfolio.publication.encoding import decode
from portfolio.publication.models import PublicDocument
from portfolio.publication.positions import position
from portfolio.publication.schema import Card

ENTRY_KINDS = ("district", "innovation", "story", "toolkit", "playbook")

KIND_NAMES: dict[str, Promise] = {
    "district": _("District"),
    "innovation": _("Innovation"),
    "story": _("Story"),
    "toolkit": _("Toolkit"),
    "playbook": _("Playbook"),
    "home": _("Home page"),
    "index": _("List"),
    "page": _("Page"),
}

FACETS: dict[str, dict[str, Promise]] = {
    "district": {"state": _("State"), "locale": _("Locale"), "size": _("District size")},
    "innovation": {
        "theme": _("Theme"),
        "grade": _("Grades"),
        "cost": _("Cost of the first year"),
        "maturity": _("Maturity"),
        "group": _("Student group"),
        "locale": _("Locale"),
        "size": _("District size"),
        "state": _("State"),
        "year": _("Year"),
        "licence": _("License"),
    },
    "story": {
        "theme": _("Theme"),
        "story_kind": _("Kind"),
        "locale": _("Locale"),
        "state": _("State"),
        "year": _("Year"),
        "licence": _("License"),
    },
    "toolkit": {
        "theme": _("Theme"),
        "role": _("For"),
        "grade": _("Grades"),
        "format": _("Format"),
        "year": _("Year"),
        "licence": _("License"),
    },
    "playbook": {
        "theme": _("Theme"),
        "role": _("For"),
        "grade": _("Grades"),
        "year": _("Year"),
        "licence": _("License"),
    },
}
"""What entries of a kind can be narrowed by, in the order in which a reader is offered it; before plugins"""

FILTERS_ALONE: dict[str, tuple[str, ...]] = {
    "innovation": ("district",),
    "story": ("district", "innovation"),
    "toolkit": ("district",),
    "playbook": ("district",),
}
"""What entries can be narrowed by that is not offered as a list of choices: a LEAID, an entry's id."""

SORTS: dict[str, Promise] = {"newest": _("Newest first"), "title": _("Title")}
"""The orders that readers are offered, of those that the catalog knows"""


class Document(TypedDict):
    """A document as everyone reads it; `card` and `body` as `schema` has them."""

    id: str
    kind: str
    locale: str
    path: str
    title: str
    is_sample: bool
    published_at: str
    updated_at: str
    card: Any
    body: Any


class Listed(TypedDict):
    card: Card
    path: str


@dataclass(frozen=True)
class Option:
    """A value of a facet and how many entries choosing it would leave."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class FacetCounts:
    key: str
    label: str
    options: Sequence[Option]


def kind_name(kind: str) -> str:
    """Return what one document of `kind` is called, in the language in use."""
    own = None if kind in KIND_NAMES else registry.kind_named(kind)
    return str(own.label if own else KIND_NAMES.get(kind, kind))


def facets_of(kind: str) -> dict[str, Any]:
    """Return the facets of `kind` that readers are offered, with their labels, those of plugins last."""
    of_plugins = {facet.key: facet.label for facet in registry.facets_of(kind) if facet.is_offered}
    return {**FACETS.get(kind, {}), **of_plugins, **_inherited(kind)}


def _inherited(kind: str) -> dict[str, Any]:
    """Return what a plugin's kind takes over from entries, under the labels that it has there."""
    own = None if kind in FACETS else registry.kind_named(kind)
    if own is None:
        return {}
    labels = {key: label for facets in FACETS.values() for key, label in facets.items()}
    return {key: labels[key] for key in own.inherited}


def filters_alone(kind: str) -> dict[str, Any]:
    """Return the filters of plugins that are offered as no list of choices, with their labels."""
    return {facet.key: facet.label for facet in registry.facets_of(kind) if not facet.is_offered}


def filter_keys(kind: str) -> tuple[str, ...]:
    """Return all that documents of `kind` can be narrowed by."""
    of_plugins = (facet.key for facet in registry.facets_of(kind))
    return (*FACETS.get(kind, ()), *FILTERS_ALONE.get(kind, ()), *of_plugins, *_inherited(kind))


def sorts_of(kind: str) -> dict[str, Any]:
    """Return the orders that readers are offered of documents of `kind`, with their labels."""
    own = registry.kind_named(kind)
    if own and own.numbers:
        return {**{number.key: number.order for number in own.numbers}, "title": SORTS["title"]}
    of_plugins = {order.key: order.label for order in registry.orders_of(kind)}
    return {"newest": SORTS["newest"], **of_plugins, "title": SORTS["title"]}


def sorts_of_entries() -> dict[str, Any]:
    """Return the orders that readers are offered of entries of every kind together; titles come last."""
    offered = {key: label for kind in ENTRY_KINDS for key, label in sorts_of(kind).items()}
    return {**{key: label for key, label in offered.items() if key != "title"}, "title": SORTS["title"]}


def usual_sort(kind: str) -> str:
    return "title" if kind == "district" else next(iter(sorts_of(kind)))


def at_path(site_id: int, path: str) -> Document | None:
    """Return the document whose page has `path`, or None."""
    found = PublicDocument.objects.filter(site_id=site_id, path=path).first()
    return as_document(found) if found else None


def with_id(public_id: UUID, locale: str | None = None) -> PublicDocument | None:
    """Return the stored document with this public id, in `locale` where one is given."""
    found = PublicDocument.objects.filter(id=public_id)
    return (found.filter(locale=locale) if locale else found.order_by("pk")).first()


def twins(site_id: int, public_id: UUID) -> list[tuple[str, str]]:
    """Return the (locale, path) of each language that the page is public in."""
    found = PublicDocument.objects.filter(site_id=site_id, id=public_id).order_by("locale")
    return [(locale, path or "") for locale, path in found.values_list("locale", "path")]


def as_document(stored: PublicDocument) -> Document:
    return {
        "id": str(stored.id),
        "kind": stored.kind,
        "locale": stored.locale,
        "path": stored.path or "",
        "title": stored.title,
        "is_sample": stored.is_sample,
        "published_at": stored.published_at.isoformat() if stored.published_at else "",
        "updated_at": stored.updated_at.isoformat() if stored.updated_at else "",
        "card": stored.card,
        "body": stored.body,
    }


def entries(site_id: int, locale: str, *kinds: str, sort: str = "newest") -> Query:
    """Return the question for all entries of `kinds`, of every kind where none is named."""
    return Query(site_id, kinds or ENTRY_KINDS, locale, sort=sort)


def having(query: Query, key: str, values: Iterable[str]) -> Query:
    """Return the question for those that carry one of `values` under `key`; nothing matches no values."""
    return replace(query, selected={**query.selected, key: list(values) or [""]})


def listed(query: Query, start: int = 0, limit: int = 100) -> list[Listed]:
    """Return cards with their paths, in two queries."""
    return cards_numbered(catalog.slice(position(), query, start, limit))


def cards_numbered(numbers: Sequence[int]) -> list[Listed]:
    """Return the cards of the documents with these numbers, in their order, in one query."""
    found = cards_by_number(numbers)
    return [found[number] for number in numbers if number in found]


def cards_by_number(numbers: Sequence[int]) -> dict[int, Listed]:
    """Return the cards of these documents, those that are public, in one query."""
    rows = PublicDocument.objects.filter(pk_number__in=numbers).values_list("pk_number", "card_json", "path")
    return {number: Listed(card=decode(card), path=path or "") for number, card, path in rows}


def newest_of_each_kind(query: Query, number: int) -> list[Listed]:
    """Return at most `number` cards of each kind, newest first, in two queries."""
    at = position()
    numbers = [
        found for kind in query.kinds for found in catalog.slice(at, replace(query, kinds=(kind,)), 0, number)
    ]
    return cards_numbered(numbers)


def total(query: Query) -> int:
    return catalog.total(position(), query)


def cards_by_id(site_id: int, locale: str, ids: Iterable[str]) -> list[Listed]:
    """Return the cards of these documents in the order of `ids`; missing ones are left out."""
    wanted = list(dict.fromkeys(ids))
    rows = PublicDocument.objects.filter(site_id=site_id, locale=locale, id__in=wanted)
    found = {
        str(public_id): Listed(card=decode(card), path=path or "")
        for public_id, card, path in rows.values_list("id", "card_json", "path")
    }
    return [found[public_id] for public_id in wanted if public_id in found]


def naming(site_id: int, locale: str, kind: str, page_id: int) -> list[Listed]:
    """Return the cards of the documents of `kind` that name the page with `page_id`, newest first."""
    rows: QuerySet[PublicDocument] = PublicDocument.objects.filter(
        site_id=site_id, locale=locale, kind=kind, dependencies__key=f"page:{page_id}"
    )
    found = rows.order_by("-published_at", "pk").values_list("card_json", "path")
    return [{"card": decode(card), "path": path or ""} for card, path in found]


def indexes(site_id: int, locale: str) -> dict[str, Listed]:
    """Return the index page of each kind that has one."""
    rows = PublicDocument.objects.filter(site_id=site_id, locale=locale, kind="index").order_by("pk")
    cards = [(decode(card), path or "") for card, path in rows.values_list("card_json", "path")]
    return {card["lists"]: Listed(card=card, path=path) for card, path in cards}


def facet_counts(query: Query) -> list[FacetCounts]:
    """Count the values of each facet of the kind. A facet does not filter itself. One query."""
    offered = facets_of(query.kinds[0])
    counted = catalog.counts(position(), query, offered)
    return [
        FacetCounts(key, str(label), _options(counted[key], query.selected.get(key, ())))
        for key, label in offered.items()
    ]


def _options(counted: Iterable[tuple[str, str, int]], selected: Sequence[str]) -> list[Option]:
    return [Option(value, label, count, value in selected) for value, label, count in counted]


def count_by_kind(site_id: int, locale: str) -> Mapping[str, int]:
    """Return how many public documents there are of each kind."""
    return catalog.count_by_kind(position(), site_id, locale)
