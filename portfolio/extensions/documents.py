"""Public documents, for plugins to read: the stored ones, and nothing that is not public."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from wagtail.models import Site

from portfolio.publication import documents
from portfolio.publication.asking import Query
from portfolio.publication.catalog import catalog
from portfolio.publication.documents import Document, Listed, as_document
from portfolio.publication.listing import asked_for, listing, numbered_pages
from portfolio.publication.models import PublicDocument
from portfolio.publication.positions import position
from portfolio.publication.succession import successor_of


class Found(NamedTuple):
    """Some documents of a list, and how many it has in all."""

    items: list[Listed]
    total: int

    @property
    def more(self) -> int:
        """How many there are besides `items`"""
        return self.total - len(self.items)


def public_documents(public_id: UUID) -> list[Document]:
    """Return the document with this public id in each language it is public in; none where it is not."""
    found = PublicDocument.objects.filter(id=public_id).order_by("pk_number")
    return [as_document(one) for one in found]


def public_document(request: HttpRequest, kind: str, public_id: UUID) -> Document:
    """Return the document of `kind` on the site and in the language of the request. Raises Http404."""
    here = _everything(request, kind)
    same = {"id": public_id, "kind": kind, "site_id": here.site_id, "locale": here.locale}
    found = PublicDocument.objects.filter(**same).first()
    if found is None:
        raise Http404
    return as_document(found)


def successor(request: HttpRequest, kind: str, public_id: UUID) -> Document | None:
    """Return the document of `kind` that stands for one that is gone, on the site and in the language of
    the request; None where there is none. See `succeeded_by` of a Kind."""
    here = _everything(request, kind)
    found = successor_of(kind, public_id, here.site_id, here.locale)
    return as_document(found) if found else None


def public_listing(request: HttpRequest, kind: str, per_page: int = 24) -> dict[str, Any]:
    """Return the `listing` of documents of `kind` that the address of `request` asks for, with facets,
    orders and numbered pages, as `home/components/facets.html` and its like take it."""
    return listing(request, _everything(request, kind), request.path, per_page)


def public_list(request: HttpRequest, kind: str, start: int, limit: int) -> tuple[list[Document], int]:
    """Return whole documents of the same list, from the `start`th on, and how many it has in all."""
    query, at = asked_for(request, _everything(request, kind), []), position()
    return _whole(catalog.slice(at, query, start, limit)), catalog.total(at, query)


def entries_by(
    request: HttpRequest,
    kinds: Sequence[str],
    key: str,
    values: Iterable[str],
    limit: int,
    *,
    start: int = 0,
    without: str = "",
) -> dict[str, Found]:
    """Return for each of `values` the newest entries of `kinds` that have it under the facet `key`, and
    not under `without` as well.

    Two queries, however many values.
    """
    at, everything = position(), _everything(request, *kinds)
    queries = {
        value: replace(
            documents.having(everything, key, [value]), without={without: [value]} if without else {}
        )
        for value in values
    }
    numbers = {value: catalog.slice(at, query, start, limit) for value, query in queries.items()}
    cards = documents.cards_by_number(list({number for some in numbers.values() for number in some}))
    return {
        value: Found(
            [cards[number] for number in numbers[value] if number in cards], catalog.total(at, query)
        )
        for value, query in queries.items()
    }


def public_pages(request: HttpRequest, total: int, per_page: int = 24) -> dict[str, Any]:
    """Return which page of a list of `total` is asked for, as `home/components/pagination.html` takes it."""
    notes: list[str] = []
    pages = numbered_pages(request, total, per_page, lambda page: f"{request.path}?page={page}", notes)
    return {**pages, "per_page": per_page, "notes": notes}


def render_in_site(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Answer with a template that extends `home/base.html`: a public page in the site's dress."""
    answer: HttpResponse = import_string(settings.SITE_RENDERER)(request, template, context or {})
    return answer


def _everything(request: HttpRequest, *kinds: str) -> Query:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return documents.entries(site.pk, get_language() or settings.LANGUAGE_CODE, *kinds)


def _whole(numbers: Sequence[int]) -> list[Document]:
    found = {one.pk: as_document(one) for one in PublicDocument.objects.filter(pk__in=numbers)}
    return [found[number] for number in numbers if number in found]
