"""The pages of the shortlist and of the comparison."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from home.shell import set_caching, template_context
from home.takeaway.chosen import Chosen, address, chosen, ids_in
from home.takeaway.comparison import Group, compared, only_differing
from home.takeaway.plans.addresses import FORMS, plan_path
from home.takeaway.plans.drawing_up import KINDS
from portfolio.publication.models import PublicDocument

MOST_KEPT = 50
"""Entries on a shortlist; keep.js has the same number"""
MOST_COMPARED = 4
COMPARED = "innovation"
"""The kind of entry that is compared"""
ONLY, DIFFERENCES = "only", "differences"


@transaction.non_atomic_requests
@require_safe
def shortlist(request: HttpRequest) -> HttpResponse:
    """Answer with the entries that the address names: it is the whole of the list, so that it can be sent."""
    site, locale, notes = _site(request), translation.get_language(), list[str]()
    found = chosen(site.pk, locale, ids_in(request.GET, MOST_KEPT, notes), notes)
    context = shortlist_context(request.path, found)
    return _answer(request, site, "home/pages/shortlist.html", found, notes, context)


@transaction.non_atomic_requests
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Answer with up to four innovations side by side."""
    site, locale, notes = _site(request), translation.get_language(), list[str]()
    asked = ids_in(request.GET, MOST_COMPARED, notes)
    found = _innovations(chosen(site.pk, locale, asked, notes, bodies=True), notes)
    is_narrowed = request.GET.get(ONLY) == DIFFERENCES and len(found.found) > 1
    context = comparison_context(request.path, found, is_narrowed=is_narrowed)
    return _answer(request, site, "home/pages/compare.html", found, notes, context)


def shortlist_context(path: str, found: Chosen) -> dict[str, Any]:
    comparable = [str(each.id) for each in found.found if each.kind == COMPARED]
    return {
        "asked": found.asked,
        "items": [_item(each, found, comparable) for each in found.found],
        "without_gone": _without_gone(path, found),
        "comparable": len(comparable),
        "most": MOST_COMPARED,
    }


def comparison_context(path: str, found: Chosen, *, is_narrowed: bool = False) -> dict[str, Any]:
    groups = compared(found.found)
    differing = only_differing(groups)
    columns = [_column(each, found, is_narrowed=is_narrowed) for each in found.found]
    ids = [str(each.id) for each in found.found]
    return {
        "columns": columns,
        "groups": _shown(differing if is_narrowed else groups, columns),
        "is_narrowed": is_narrowed,
        "can_narrow": len(ids) > 1 and any(not row.differs for group in groups for row in group.rows),
        "whole": address(path, ids),
        "narrowed": f"{address(path, ids)}&{ONLY}={DIFFERENCES}",
        "shortlist": address(reverse("shortlist"), ids),
    }


def _site(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def _answer(
    request: HttpRequest, site: Site, template: str, found: Chosen, notes: list[str], context: dict[str, Any]
) -> HttpResponse:
    here = address(request.path, found.asked)
    around = template_context(request, site, translation.get_language(), here)
    response = render(
        request, template, {**around, **context, "notes": notes, "path": request.path, "address": here}
    )
    set_caching(request, response)
    return response


def _innovations(found: Chosen, notes: list[str]) -> Chosen:
    others = [each for each in found.found if each.kind != COMPARED]
    notes += [_("“%s” is not an innovation, so it cannot be compared.") % each.title for each in others]
    ids = {str(each.id) for each in others}
    return Chosen(
        [each for each in found.asked if each not in ids],
        [each for each in found.found if each.kind == COMPARED],
    )


def _item(entry: PublicDocument, found: Chosen, comparable: list[str]) -> dict[str, Any]:
    own = str(entry.id)
    return {
        "card": entry.card,
        "path": entry.path,
        "is_comparable": own in comparable,
        "is_chosen": own in comparable[:MOST_COMPARED],
        "plan": {form: plan_path(own, entry.locale, form) for form in FORMS if entry.kind in KINDS},
        "remove_url": address(reverse("shortlist"), (each for each in found.asked if each != own)),
    }


def _column(entry: PublicDocument, found: Chosen, *, is_narrowed: bool) -> dict[str, Any]:
    """Return the head of a column, with the address of the comparison without it."""
    rest = [str(each.id) for each in found.found if each.id != entry.id]
    without = address(reverse("compare"), rest)
    if is_narrowed and len(rest) > 1:
        without += f"&{ONLY}={DIFFERENCES}"
    return {"card": entry.card, "path": entry.path, "remove_url": without}


def _shown(groups: Sequence[Group], columns: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with the column that each answer stands in."""
    return [
        {
            "label": group.label,
            "rows": [
                {
                    "label": row.label,
                    "is_same": len(columns) > 1 and not row.differs,
                    "answers": list(zip(columns, row.cells, strict=True)),
                }
                for row in group.rows
            ],
        }
        for group in groups
    ]


def _without_gone(path: str, found: Chosen) -> str:
    """Return the address without what is not public any more; "" where all is."""
    there = [str(each.id) for each in found.found]
    return address(path, there) if len(there) < len(found.asked) else ""
