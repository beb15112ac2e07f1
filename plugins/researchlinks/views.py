"""The research behind the whole portfolio as pages, and “cite this” as files for reference managers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plugins.researchlinks.references.csl import Csl
from plugins.researchlinks.references.exports import as_bibtex, as_csl_json, as_ris
from portfolio.extensions import (
    entries_by,
    public_document,
    public_documents,
    public_list,
    public_listing,
    public_pages,
    render_in_site,
    successor,
)

FORMS = {
    "bib": ("BibTeX", "application/x-bibtex", as_bibtex),
    "ris": ("RIS", "application/x-research-info-systems", as_ris),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", as_csl_json),
}
ENTRIES = ("innovation", "toolkit", "playbook")
ON_A_PAGE = 20
NAMED = 3
"""Entries that the bibliography names of each work; the work's own page has them all"""
MOST_AGAINST = 500
"""Entries that a work's page tells apart as those it speaks against"""
BRIEFLY = "public, max-age=0, s-maxage=2"
"""How long a shared cache may keep an answer"""
IN_A_FILE = 1_000
"""Works in one file; a longer list is offered in several"""


@transaction.non_atomic_requests
@require_safe
def bibliography(request: HttpRequest) -> HttpResponse:
    """Answer with the works that entries link, as the address narrows and sorts them."""
    listing = public_listing(request, "research", ON_A_PAGE)
    start = (listing["page"] - 1) * ON_A_PAGE
    documents, _total = public_list(request, "research", start, ON_A_PAGE)
    context = {
        "listing": listing,
        "works": _with_entries(request, documents),
        "first": start + 1,
        "files": _files(listing),
    }
    return render_in_site(request, "researchlinks/bibliography.html", context)


def _with_entries(request: HttpRequest, documents: Sequence[Any]) -> list[dict[str, Any]]:
    """Pair each work with the entries that use it, and those that it speaks against."""
    ids = [document["id"] for document in documents]
    used = entries_by(request, ENTRIES, "research", ids, NAMED, without="contradicted_by")
    against = entries_by(request, ENTRIES, "contradicted_by", ids, NAMED)
    return [
        {"doc": document, "used": used[document["id"]], "against": against[document["id"]]}
        for document in documents
    ]


def _files(listing: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the addresses of the whole list, as it is narrowed and sorted, in each form and part."""
    chosen = [("sort", listing["sort"]["current"])] + [
        (facet["key"], option["value"])
        for facet in listing["facets"]
        for option in facet["options"]
        if option["selected"]
    ]
    ends = range(0, listing["total"], IN_A_FILE)
    parts = [(start // IN_A_FILE + 1, start + 1, min(start + IN_A_FILE, listing["total"])) for start in ends]
    return [
        {
            "name": name,
            "parts": [
                {"first": first, "last": last, "url": _file(form, [*chosen, ("part", part)])}
                for part, first, last in parts
            ],
        }
        for form, (name, _media_type, _write) in FORMS.items()
    ]


def _file(form: str, query: list[tuple[str, object]]) -> str:
    return f"{reverse('researchlinks:works', args=[form])}?{urlencode(query)}"


@transaction.non_atomic_requests
@require_safe
def work(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Answer with one work and the entries that link it; those that it speaks against stand apart. The
    address of a work that was merged into another leads to that one."""
    try:
        document = public_document(request, "research", public_id)
    except Http404:
        return _led_on(request, public_id, lambda there: str(there["path"]))
    key = str(public_id)
    pages = public_pages(request, entries_by(request, ENTRIES, "research", [key], 0)[key].total)
    start = (pages["page"] - 1) * pages["per_page"]
    linked = entries_by(request, ENTRIES, "research", [key], pages["per_page"], start=start)[key].items
    against = entries_by(request, ENTRIES, "contradicted_by", [key], MOST_AGAINST)[key]
    contradicted = {item["card"]["id"] for item in against.items}
    context = {
        "doc": document,
        "used": [item for item in linked if item["card"]["id"] not in contradicted],
        "contradicted": [item for item in linked if item["card"]["id"] in contradicted],
        "against": against,
        "listing": pages,
        "forms": _forms(),
    }
    return render_in_site(request, "researchlinks/work.html", context)


def _led_on(request: HttpRequest, public_id: UUID, address: Callable[[Any], str]) -> HttpResponse:
    """Lead from a work that was merged to the one that stands for it. Raises Http404 where there is none."""
    there = successor(request, "research", public_id)
    if there is None:
        raise Http404
    response = HttpResponsePermanentRedirect(address(there))
    response["Cache-Control"] = BRIEFLY
    return response


def _forms() -> list[dict[str, str]]:
    return [{"form": form, "name": name} for form, (name, _media_type, _write) in FORMS.items()]


@transaction.non_atomic_requests
@require_safe
def works(request: HttpRequest, form: str) -> HttpResponse:
    """Answer with the works of the bibliography, as the address narrows it, for reference managers."""
    if form not in FORMS:
        raise Http404
    asked = request.GET.get("part", "1")
    part = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    documents, total = public_list(request, "research", max(part - 1, 0) * IN_A_FILE, IN_A_FILE)
    parts = max(1, -(-total // IN_A_FILE))
    if not 1 <= part <= parts:
        words = _("There is no part “%(part)s” of this list. Ask for one from 1 to %(parts)s.")
        told = words % {"part": asked[:20], "parts": parts}
        return HttpResponse(told, status=400, content_type="text/plain; charset=utf-8")
    return _as_file([document["body"]["csl"] for document in documents], form)


@transaction.non_atomic_requests
@require_safe
def references(request: HttpRequest, entry: UUID, form: str) -> HttpResponse:
    """Answer with the references of a public entry, or the one of a work, as BibTeX, RIS or CSL-JSON."""
    documents = public_documents(entry)
    if form not in FORMS:
        raise Http404
    if not documents:
        return _led_on(
            request, entry, lambda there: reverse("researchlinks:references", args=[there["id"], form])
        )
    items = _cited_by(documents[0])
    if not items:
        raise Http404
    return _as_file(items, form)


def _cited_by(document: Any) -> list[Csl]:
    if document["kind"] == "research":
        return [document["body"]["csl"]]
    section = document["body"].get("research")
    return [record["csl"] for record in section["records"]] if section else []


def _as_file(items: Sequence[Csl], form: str) -> HttpResponse:
    _name, media_type, write = FORMS[form]
    response = HttpResponse(write(items), content_type=f"{media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="research.{form}"'
    response["Cache-Control"] = BRIEFLY
    return response
