"""The library's page."""

from dataclasses import replace

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import Site

from home.library.asking import asked_in, tidied
from home.library.languages import versions
from home.library.mine import mine
from home.library.results import results
from home.rendering import render_in_site
from home.shell import set_caching, template_context
from portfolio.publication.positions import position
from search.turns import COME_AGAIN, BusyError, turn


@transaction.non_atomic_requests
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Answer with what the address asks for; an address as a form leaves it leads on to the tidy one."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    tidy = tidied(request.META.get("QUERY_STRING", ""))
    if tidy is not None:
        return redirect(f"{request.path}?{tidy}" if tidy else request.path)
    try:
        with turn():
            return _found(request, site)
    except BusyError:
        return _come_again(request)


def _found(request: HttpRequest, site: Site) -> HttpResponse:
    notes: list[str] = []
    asked = asked_in(request.GET, notes)
    own = mine(asked.like, notes)
    asked = replace(asked, like=own.district.leaid if own.district and own.place else "")
    locale = translation.get_language()
    at = position()
    listing = results(at, asked, own, site.pk, locale, request.path, notes)
    context = template_context(request, site, locale, listing["address"])
    context.update(listing=listing, mine=own, path=request.path)
    context["site"]["locales"] = versions(at, asked, site.pk, locale)
    response = render(request, "home/pages/library.html", context)
    set_caching(request, response)
    return response


def _come_again(request: HttpRequest) -> HttpResponse:
    response = render_in_site(request, "home/pages/busy.html", {"again": request.get_full_path()}, status=503)
    response["Retry-After"] = str(COME_AGAIN)
    return response
