"""What people search for, put together for the network's staff. Texts asked on one day alone are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portfolio.models import ContentRequest
from portfolio.publication import documents
from portfolio.publication.asking import KIND
from portfolio.publication.filters import NUMBERS
from portfolio.publication.models import PublicDocument
from portfolio.reads import this_month
from search.asked.events import LATER
from search.asked.keeping import SHARED_USE, oldest_month
from search.asked.models import FilterUse, SearchOpening, SearchUse
from search.models import CuratedQuery

SHOWN = 50
"""Rows of a list on the page; the CSV has all"""
UNOPENED_FROM = 3
"""So often a text was asked in the library before it is said that nobody opens what it finds"""


class Period(NamedTuple):
    """What is looked at: one month, and one language or ("") all."""

    month: date
    locale: str = ""


@dataclass(frozen=True)
class Row:
    """How one text fared."""

    text: str
    locale: str
    asked: int
    by_api: int
    found_nothing: int
    corrected: int
    opened: int
    hits: int | None
    favourite: str = ""
    """The title of what was opened most"""
    curated: int | None = None
    """The number of the results that staff have chosen for it"""
    requested: int | None = None
    """The number of the open request to districts that was made from it"""


@dataclass(frozen=True)
class Share:
    """How much of all that was opened stood at one place, in hundredths."""

    label: str | Promise
    count: int
    percent: int


@dataclass(frozen=True)
class Totals:
    asked: int = 0
    by_api: int = 0
    found_nothing: int = 0
    opened: int = 0
    unshared: int = 0
    """Texts that are not shown yet"""


def months() -> list[date]:
    """Return the months that something is known of, the latest first, and the one under way."""
    known = SearchUse.objects.filter(month__gte=oldest_month()).values_list("month", flat=True).distinct()
    filters = FilterUse.objects.filter(month__gte=oldest_month()).values_list("month", flat=True).distinct()
    return sorted({this_month(), *known, *filters}, reverse=True)


def totals(period: Period) -> Totals:
    """Return the sums of all texts, of those too that are not shown."""
    uses = _of(period)
    names = ("asked", "by_api", "found_nothing", "opened")
    sums = uses.aggregate(**{name: Sum(name, default=0) for name in names})
    return Totals(**sums, unshared=uses.exclude(SHARED_USE).count())


def asked_most(period: Period, limit: int | None = SHOWN) -> list[Row]:
    return _rows(period, _shared(period).order_by("-asked", "text__text"), limit)


def found_nothing(period: Period) -> list[Row]:
    """Return what found nothing when it was last asked, the most frequent first."""
    uses = _shared(period).filter(found_nothing__gt=0, hits=0)
    return _rows(period, uses.order_by("-found_nothing", "text__text"), SHOWN)


def never_opened(period: Period) -> list[Row]:
    """Return what was asked in the library time and again and found something that nobody opened."""
    uses = _shared(period).filter(hits__gt=0, opened=0, asked__gte=F("by_api") + UNOPENED_FROM)
    return _rows(period, uses.order_by("-asked", "text__text"), SHOWN)


def by_rank(period: Period) -> list[Share]:
    """Return which places among the results are opened, whatever was asked; nothing where none was."""
    openings = SearchOpening.objects.filter(month=period.month, **_in_language(period))
    counts = dict(openings.values_list("rank").annotate(total=Sum("count")))
    whole = sum(counts.values())
    labels: dict[range, str | Promise] = {
        **{range(rank, rank + 1): str(rank) for rank in range(1, 6)},
        range(6, 11): _("6 to 10"),
        range(11, LATER): _("11 to 20"),
        range(LATER, LATER + 1): _("After the first page"),
    }
    found = [(label, sum(counts.get(rank, 0) for rank in ranks)) for ranks, label in labels.items()]
    return [Share(label, count, round(100 * count / whole)) for label, count in found if whole]


def filters(period: Period) -> list[tuple[str | Promise, int]]:
    """Return how often results were narrowed by each filter, the most frequent first."""
    uses = FilterUse.objects.filter(month=period.month)
    uses = uses.filter(locale=period.locale) if period.locale else uses
    known = _labels()
    rows = uses.values_list("name").annotate(total=Sum("count")).order_by("-total", "name")
    return [(known.get(name, name), total) for name, total in rows]


def _labels() -> Mapping[str, str | Promise]:
    of_kinds = [documents.facets_of(kind) for kind in documents.ENTRY_KINDS]
    facets = {key: label for facets in of_kinds for key, label in facets.items()}
    numbers = {name: number.label for each in NUMBERS.values() for name, number in each.items()}
    return {**numbers, **facets, KIND: _("Kind of entry"), "like": _("Places like mine")}


def _of(period: Period) -> QuerySet[SearchUse]:
    return SearchUse.objects.filter(month=period.month, **_in_language(period))


def _in_language(period: Period) -> dict[str, str]:
    return {"text__locale": period.locale} if period.locale else {}


def _shared(period: Period) -> QuerySet[SearchUse]:
    return _of(period).filter(SHARED_USE, asked__gt=0).select_related("text")


def _rows(period: Period, uses: QuerySet[SearchUse], limit: int | None) -> list[Row]:
    """Return the rows of a list, in five queries at most however long it is."""
    found = list(uses[:limit])
    favourites = _favourites(period, [use.text_id for use in found])
    curated = dict(CuratedQuery.objects.values_list("words", "pk")) if found else {}
    requested = _requested() if found else {}
    return [
        Row(
            use.text.text, use.text.locale, use.asked, use.by_api, use.found_nothing, use.corrected,
            use.opened, use.hits, favourites.get(use.text_id, ""), curated.get(use.text.text),
            requested.get((use.text.locale, use.text.text)),
        )
        for use in found
    ]  # fmt: skip


def _requested() -> dict[tuple[str, str], int]:
    """Return the open requests that were made from searches, by language and text."""
    made = ContentRequest.objects.filter(closed_at=None).exclude(searched_for="")
    return {(language, text): pk for language, text, pk in made.values_list("language", "searched_for", "pk")}


def _favourites(period: Period, texts: Iterable[int]) -> dict[int, str]:
    """Return the title of what was opened most for each text, where it is public still."""
    openings = SearchOpening.objects.filter(month=period.month, text__in=list(texts))
    rows = openings.values_list("text", "entry").annotate(total=Sum("count")).order_by("total", "entry")
    most: dict[int, UUID] = {text: entry for text, entry, _total in rows}
    titles = dict(PublicDocument.objects.filter(id__in=most.values()).values_list("id", "title"))
    return {text: titles[entry] for text, entry in most.items() if entry in titles}
