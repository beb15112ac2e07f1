"""A list on a page: filters, order and pages from the address, each with its own address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portfolio.publication import documents
from portfolio.publication.asking import Query
from portfolio.publication.documents import FacetCounts

PER_PAGE = 24
MOST_VALUES = 20
"""No facet is chosen by more values than this; it bounds what one address can ask for"""


def listing(request: HttpRequest, everything: Query, path: str, per_page: int = PER_PAGE) -> dict[str, Any]:
    """Return the `listing` of a template at `path`: of `everything`, what the address asks for.

    An unknown filter, value, order or page is passed over with a plain note, never an error:
    the reader came for a list.
    """
    notes: list[str] = []
    query = asked_for(request, everything, notes)
    facets = documents.facet_counts(query)
    _note_unknown(query, facets, notes)
    links = _Links(path, query)
    pages = numbered_pages(request, documents.total(query), per_page, lambda page: links.to(page=page), notes)
    return {
        "items": documents.listed(query, (pages["page"] - 1) * per_page, per_page),
        **pages,
        "facets": [_facet(facet, links) for facet in facets if facet.options],
        "active": _active(facets, links),
        "clear_url": path if any(query.selected.values()) else None,
        "query": "",
        "sort": _sort(query, links),
        "notes": notes,
    }


def numbered_pages(
    request: HttpRequest, total: int, per_page: int, to: Callable[[int], str], notes: list[str]
) -> dict[str, Any]:
    """Return which page of a list is asked for, and where the pages beside it are; `to` is their address."""
    paginator = Paginator(range(total), per_page)
    page = paginator.page(_page_number(request, paginator.num_pages, notes))
    return {
        "total": paginator.count,
        "page": page.number,
        "pages": paginator.num_pages,
        "previous": to(page.number - 1) if page.has_previous() else None,
        "next": to(page.number + 1) if page.has_next() else None,
    }


def asked_for(request: HttpRequest, everything: Query, notes: list[str]) -> Query:
    """Return `everything`, documents of one kind, narrowed and sorted as the address asks."""
    [kind] = everything.kinds
    selected = {
        key: [value for value in dict.fromkeys(request.GET.getlist(key)) if _is_sane(value)][:MOST_VALUES]
        for key in documents.facets_of(kind)
        if key in request.GET
    }
    usual = documents.usual_sort(kind)
    sort = request.GET.get("sort", usual)
    if sort not in documents.sorts_of(kind):
        notes.append(_("There is no such order, so the list is in the usual one."))
        sort = usual
    return replace(everything, selected=selected, sort=sort)


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
        if order != documents.usual_sort(self.kind):
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
            for key, label in documents.sorts_of(query.kinds[0]).items()
        ],
    }
