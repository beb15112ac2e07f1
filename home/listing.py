"""The list on an index page: filters, order and pages from the address, each with its own address."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portfolio.publication import documents
from portfolio.publication.catalog import Query
from portfolio.publication.documents import Document, FacetCounts

PER_PAGE = 24
MOST_VALUES = 20
"""No facet is chosen by more values than this; it bounds what one address can ask for"""


def listing(request: HttpRequest, site_id: int, document: Document) -> dict[str, Any]:
    """Return the `listing` of an index template for what the address asks.

    An unknown filter, value, order or page is passed over with a plain note, never an error:
    the reader came for a list.
    """
    notes: list[str] = []
    query = _query(request, site_id, document, notes)
    facets = documents.facet_counts(query)
    _note_unknown(query, facets, notes)
    paginator = Paginator(range(documents.total(query)), PER_PAGE)
    page = paginator.page(_page_number(request, paginator.num_pages, notes))
    links = _Links(document["path"], query)
    return {
        "items": documents.listed(query, (page.number - 1) * PER_PAGE, PER_PAGE),
        "total": paginator.count,
        "page": page.number,
        "pages": paginator.num_pages,
        "previous": links.to(page=page.number - 1) if page.has_previous() else None,
        "next": links.to(page=page.number + 1) if page.has_next() else None,
        "facets": [_facet(facet, links) for facet in facets if facet.options],
        "active": _active(facets, links),
        "clear_url": document["path"] if any(query.selected.values()) else None,
        "query": "",
        "sort": _sort(query, links),
        "notes": notes,
    }


def _query(request: HttpRequest, site_id: int, document: Document, notes: list[str]) -> Query:
    kind = document["body"]["lists"]
    selected = {
        key: [value for value in dict.fromkeys(request.GET.getlist(key)) if _is_sane(value)][:MOST_VALUES]
        for key in documents.facets_of(kind)
        if key in request.GET
    }
    sort = request.GET.get("sort", _default_sort(kind))
    if sort not in documents.SORTS:
        notes.append(_("There is no such order, so the list is in the usual one."))
        sort = _default_sort(kind)
    return Query(site_id, (kind,), document["locale"], selected, sort=sort)


def _default_sort(kind: str) -> str:
    return "title" if kind == "district" else "newest"


def _is_sane(value: str) -> bool:
    return 0 < len(value) <= 100 and "\x00" not in value


def _note_unknown(query: Query, facets: Sequence[FacetCounts], notes: list[str]) -> None:
    for facet in facets:
        known = {option.value for option in facet.options}
        if not known.issuperset(query.selected.get(facet.key, ())):
            notes.append(
                _("Nothing here has the %(facet)s you asked for. Remove that filter to see more.")
                % {"facet": facet.label.lower()}
            )


def _page_number(request: HttpRequest, last: int, notes: list[str]) -> int:
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    if 1 <= number <= last:
        return number
    nearest = last if number > last else 1
    notes.append(
        _("There is no such page. This is page %(page)s of %(pages)s.") % {"page": nearest, "pages": last}
    )
    return nearest


class _Links:
    """Addresses of the same list with one thing changed."""

    def __init__(self, path: str, query: Query) -> None:
        self.path = path
        self.kind = query.kinds[0]
        self.selected = {key: list(values) for key, values in query.selected.items() if values}
        self.sort = query.sort

    def to(
        self, *, selected: Mapping[str, Sequence[str]] | None = None, sort: str = "", page: int = 1
    ) -> str:
        chosen = self.selected if selected is None else selected
        pairs = [(key, value) for key, values in chosen.items() for value in values]
        order = sort or self.sort
        if order != _default_sort(self.kind):
            pairs.append(("sort", order))
        if page > 1:
            pairs.append(("page", str(page)))
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def toggling(self, key: str, value: str) -> str:
        chosen = {name: list(values) for name, values in self.selected.items()}
        values = chosen.setdefault(key, [])
        if value in values:
            values.remove(value)
        else:
            values.append(value)
        return self.to(selected=chosen)


def _facet(facet: FacetCounts, links: _Links) -> dict[str, Any]:
    return {
        "key": facet.key,
        "label": facet.label,
        "open": any(option.selected for option in facet.options),
        "options": [
            {
                "value": option.value,
                "label": option.label,
                "count": option.count,
                "selected": option.selected,
                "url": links.toggling(facet.key, option.value),
            }
            for option in facet.options
        ],
    }


def _active(facets: Sequence[FacetCounts], links: _Links) -> list[dict[str, str]]:
    """Return a chip for each chosen value, also for one that nothing has."""
    labels = {(facet.key, option.value): option.label for facet in facets for option in facet.options}
    return [
        {"label": labels.get((key, value), value), "remove_url": links.toggling(key, value)}
        for key, values in links.selected.items()
        for value in values
    ]


def _sort(query: Query, links: _Links) -> dict[str, Any]:
    return {
        "current": query.sort,
        "options": [
            {"value": key, "label": str(label), "url": links.to(sort=key), "selected": key == query.sort}
            for key, label in documents.SORTS.items()
        ],
    }
