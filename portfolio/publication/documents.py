"""Reading the public side: one document, or a list of cards with filters and counts.

Everything here works on stored documents alone. Nothing takes a name from a request into a query:
facet keys and sorts come from the lists below.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portfolio.publication.models import Facet, PublicDocument
from portfolio.publication.schema import Card

ENTRY_KINDS = ("district", "innovation", "story", "toolkit", "playbook")

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
    },
    "story": {"theme": _("Theme"), "story_kind": _("Kind"), "locale": _("Locale"), "state": _("State")},
    "toolkit": {
        "theme": _("Theme"),
        "role": _("For"),
        "grade": _("Grades"),
        "format": _("Format"),
    },
    "playbook": {"theme": _("Theme"), "role": _("For"), "grade": _("Grades")},
}
"""What entries of a kind can be narrowed by, in the order in which a reader is offered it."""

SORTS: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "newest": (_("Newest first"), ("-published_at", "pk")),
    "title": (_("Title"), ("title", "pk")),
}


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


@dataclass(frozen=True)
class Query:
    """A list that someone asks for. Values of one facet are alternatives, facets add up."""

    site_id: int
    kind: str
    locale: str
    selected: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = "newest"

    def documents(self, *, without: str = "") -> QuerySet[PublicDocument]:
        """Return the matching documents, leaving the facet `without` out of the filter."""
        found = PublicDocument.objects.filter(site_id=self.site_id, kind=self.kind, locale=self.locale)
        for key, values in self.selected.items():
            if key != without and key in FACETS[self.kind] and values:
                found = found.filter(
                    pk__in=Facet.objects.filter(key=key, value__in=values).values("document")
                )
        return found


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
    return list(found.values_list("locale", "path"))


def as_document(stored: PublicDocument) -> Document:
    return {
        "id": str(stored.id),
        "kind": stored.kind,
        "locale": stored.locale,
        "path": stored.path,
        "title": stored.title,
        "is_sample": stored.is_sample,
        "published_at": stored.published_at.isoformat(),
        "updated_at": stored.updated_at.isoformat(),
        "card": stored.card,
        "body": stored.body,
    }


def listed(found: QuerySet[PublicDocument], sort: str = "newest", limit: int | None = None) -> list[Listed]:
    """Return cards with their paths, in one query."""
    rows = found.order_by(*SORTS[sort][1]).values_list("card", "path")
    return [{"card": card, "path": path} for card, path in (rows[:limit] if limit else rows)]


def newest_of_each_kind(found: QuerySet[PublicDocument], number: int) -> list[Listed]:
    """Return at most `number` cards of each kind, newest first, in one query."""
    place = Window(RowNumber(), partition_by=F("kind"), order_by=[F("published_at").desc(), F("pk").asc()])
    return listed(found.annotate(place=place).filter(place__lte=number))


def cards_by_id(site_id: int, locale: str, ids: Iterable[str]) -> list[Listed]:
    """Return the cards of these documents in the order of `ids`; missing ones are left out."""
    wanted = list(dict.fromkeys(ids))
    rows = PublicDocument.objects.filter(site_id=site_id, locale=locale, id__in=wanted)
    found = {
        str(public_id): Listed(card=card, path=path)
        for public_id, card, path in rows.values_list("id", "card", "path")
    }
    return [found[public_id] for public_id in wanted if public_id in found]


def having_facets(site_id: int, locale: str, key: str, values: Iterable[str]) -> QuerySet[PublicDocument]:
    """Return the entries of any kind that carry one of `values` under `key`."""
    matching = Facet.objects.filter(key=key, value__in=list(values))
    return PublicDocument.objects.filter(
        site_id=site_id, locale=locale, kind__in=ENTRY_KINDS, pk__in=matching.values("document")
    )


def naming(site_id: int, locale: str, kind: str, page_id: int) -> QuerySet[PublicDocument]:
    """Return the documents of `kind` that name the page with `page_id`."""
    return PublicDocument.objects.filter(
        site_id=site_id, locale=locale, kind=kind, dependencies__key=f"page:{page_id}"
    )


def index_paths(site_id: int, locale: str) -> dict[str, str]:
    """Return the address of the list of each kind."""
    indexes = PublicDocument.objects.filter(site_id=site_id, locale=locale, kind="index")
    return dict(indexes.values_list("body__lists", "path"))


def facet_counts(query: Query) -> list[FacetCounts]:
    """Count the values of each facet of the kind. A facet does not filter itself.

    One query for the facets without a selection and one for each with: at most 1 + the number of
    facets, however many entries there are.
    """
    keys = list(FACETS[query.kind])
    selected = [key for key in keys if query.selected.get(key)]
    counted = _counts(query.documents(), [key for key in keys if key not in selected])
    for key in selected:
        counted.update(_counts(query.documents(without=key), [key]))
    return [
        FacetCounts(key, str(label), _options(counted.get(key, []), query.selected.get(key, ())))
        for key, label in FACETS[query.kind].items()
    ]


def _counts(found: QuerySet[PublicDocument], keys: Sequence[str]) -> dict[str, list[tuple[str, str, int]]]:
    rows = (
        Facet.objects.filter(document__in=found.values("pk"), key__in=keys)
        .values("key", "value")
        .annotate(words=Max("label"), place=Max("rank"), count=Count("document", distinct=True))
        .order_by("key", "place", F("words"))
    )
    counted: dict[str, list[tuple[str, str, int]]] = {}
    for row in rows:
        counted.setdefault(row["key"], []).append((row["value"], row["words"], row["count"]))
    return counted


def _options(counted: Iterable[tuple[str, str, int]], selected: Sequence[str]) -> list[Option]:
    return [Option(value, label, count, value in selected) for value, label, count in counted]


def count_by_kind(site_id: int, locale: str) -> dict[str, int]:
    """Return how many public entries there are of each kind."""
    rows = PublicDocument.objects.filter(Q(site_id=site_id, locale=locale, kind__in=ENTRY_KINDS))
    return dict(rows.values_list("kind").annotate(Count("pk")).order_by())
