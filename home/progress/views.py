"""The pages of a reader's progress. They are theirs: no cache keeps them, no search engine, no cookie."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Site

from home.gone import gone, refused, was_public
from home.models import PlaybookProgress
from home.progress import keeping
from home.progress.checklist import Checklist, checklist
from home.progress.keeping import LinkOverError, begin, opened_by, tick
from home.shell import template_context
from portfolio import throttle
from portfolio.publication.documents import Document, as_document
from portfolio.publication.models import PublicDocument

HOUR = 60 * 60
FROM_ONE_ADDRESS = throttle.Limit("progress-address", 60, HOUR)
"""A whole school shares one address, and may sit in one workshop"""
FOR_ONE_LIST = throttle.Limit("progress-link", 10, HOUR)
"""New links for a list. Not by address: a workshop in the house must keep nobody from ending a leaked one"""
NEW = "new"
"""In an address: its link has just replaced another"""
View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Keep the answers to whoever has the address, and take forms from our own pages alone.

    There is no CSRF token, since there is no cookie that another site could use (docs/adr/0030).
    """

    @csrf_exempt
    @transaction.non_atomic_requests
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not is_from_here(request):
            words = _("This form came from another site. Open the page here, and try again.")
            response = refused(request, words, 403)
        else:
            response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def is_from_here(request: HttpRequest) -> bool:
    """Whether a form is from our own page, as far as the browser says.

    A page with the policy `no-referrer` sends `Origin: null`, so Sec-Fetch-Site is asked first.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "null")
    return origin == "null" or urlsplit(origin).netloc == request.get_host()


@private
@require_POST
def start(request: HttpRequest, playbook: UUID) -> HttpResponse:
    """Begin to keep progress on a playbook, and lead to its private address."""
    document = _playbook(request, playbook)
    if document is None:
        if not was_public({"id": playbook, "kind": "playbook"}):
            raise Http404
        return gone(request, _("This playbook was taken back."))
    try:
        throttle.take([(FROM_ONE_ADDRESS, throttle.client_address(request))])
    except throttle.Throttled as refusal:
        return _too_many(request, refusal)
    return redirect("progress", token=begin(playbook, document["body"]))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the checklist behind a private address; a POST says what is ticked."""
    found = opened_by(token)
    if found is None:
        return _over(request, token)
    document = _playbook(request, found.playbook)
    if document is None:
        words = _("This playbook was taken back. What you ticked is kept for a year, in case it returns.")
        manage = (_("End this link, or delete the list"), reverse("progress_link", args=[token]))
        return gone(request, words, also=manage)
    if request.method != "POST":
        return _page(request, token, document, found)
    now = request.POST.getlist("done")
    try:
        found = tick(found, document["body"], request.POST.get("was", "").split(), now)
    except LinkOverError:
        return _over(request, token)
    if request.headers.get("Accept") == "application/json":
        with translation.override(document["locale"]):  # as the page that shows it
            return JsonResponse(_state(_checklist(document, found)))
    return redirect(request.path)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with what can be done about a private link: replace it, or delete the list."""
    found = opened_by(token)
    document = _playbook(request, found.playbook) if found else None
    try:
        if "offered" in request.POST:
            return _replace(request, token, found)
        if found is None:
            return _over(request, token)
        if "sure" in request.POST:
            keeping.delete(token)
            return _link_page(request, token, document, "home/pages/progress_deleted.html")
    except LinkOverError:
        return _over(request, token)
    return _link_page(request, token, document, "home/pages/progress_link.html")


def _replace(request: HttpRequest, token: str, found: PlaybookProgress | None) -> HttpResponse:
    """Give the list the link that the form offers, and lead there. A form that is sent again counts once."""
    offered = request.POST["offered"]
    try:
        keeping.check_offered(token, offered)
        if found:
            throttle.take([(FOR_ONE_LIST, str(found.pk))])
        new = keeping.take_link(token, offered)
    except throttle.Throttled as refusal:
        return _too_many(request, refusal)
    except BadSignature:
        return refused(request, _("This form is not whole. Open the page again, and try once more."), 400)
    return redirect(f"{reverse('progress', args=[new])}?{NEW}")


def _over(request: HttpRequest, token: str) -> HttpResponse:
    if keeping.was_ended(token):
        words = _(
            "This link was ended: the list behind it was deleted, or it has a new link. If you share the "
            "list, ask the others for it."
        )
        return gone(request, words)
    words = _("No progress is kept at this address (any more). Check that you have all of it.")
    return gone(request, words, 404)


def _link_page(request: HttpRequest, token: str, document: Document | None, template: str) -> HttpResponse:
    """Answer in the language of the playbook, or of the address where it is not public now."""
    locale = document["locale"] if document else translation.get_language() or ""
    with translation.override(locale):
        context = {
            **template_context(request, Site.find_for_request(request), locale, request.path),
            "canonical_url": "",
            "playbook": document,
            "token": token,
            "offered": keeping.offered_link(token),
            "is_unsure": request.method == "POST",
        }
        return render(request, template, context)


def _playbook(request: HttpRequest, playbook: UUID) -> Document | None:
    """Return the public playbook in the language of the address, or in another where it has none."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    stored = PublicDocument.objects.filter(site_id=site.pk, id=playbook, kind="playbook").order_by("pk")
    by_locale = {row.locale: row for row in stored.defer("body_markdown_json", "search_text")}
    found = by_locale.get(translation.get_language() or "") or next(iter(by_locale.values()), None)
    return as_document(found) if found else None


def _too_many(request: HttpRequest, refusal: throttle.Throttled) -> HttpResponse:
    minutes = -(-refusal.retry_after // 60)
    words = ngettext(
        "Many lists were begun or given a new link from here within the hour. Try again in %(n)s minute.",
        "Many lists were begun or given a new link from here within the hour. Try again in %(n)s minutes.",
        minutes,
    )
    response = refused(request, words % {"n": minutes}, 429)
    response["Retry-After"] = str(refusal.retry_after)
    return response


def _checklist(document: Document, found: PlaybookProgress) -> Checklist:
    return checklist(document["body"], set(found.done), found.seen)


def _page(request: HttpRequest, token: str, document: Document, found: PlaybookProgress) -> HttpResponse:
    site = Site.find_for_request(request)
    listed = _checklist(document, found)
    with translation.override(document["locale"]):
        around = template_context(request, site, document["locale"], request.path)
        context = {
            **around,
            "canonical_url": "",
            "address": around["canonical_url"],
            "token": token,
            "is_new": NEW in request.GET,
            "playbook": document,
            "checklist": listed,
            "news": _news(listed),
            "was": " ".join(listed.ticked),
            **_state(listed),
        }
        return render(request, "home/pages/progress.html", context)


def _state(listed: Checklist) -> dict[str, Any]:
    """Return how far one is, in numbers and in words."""
    total = len(listed.steps)
    words = ngettext("%(done)s of %(total)s step done", "%(done)s of %(total)s steps done", total)
    return {"done": listed.done, "total": total, "told": words % {"done": listed.done, "total": total}}


def _news(listed: Checklist) -> list[str]:
    """Say what became of the playbook since something was last ticked."""
    new, changed = listed.number_of("new"), listed.number_of("changed")
    told = [
        (
            new,
            ngettext(
                "%(n)s step is new since you last ticked one.",
                "%(n)s steps are new since you last ticked one.",
                new,
            ),
        ),
        (
            changed,
            ngettext(
                "%(n)s step says something else than it did.",
                "%(n)s steps say something else than they did.",
                changed,
            ),
        ),
        (
            listed.gone,
            ngettext("%(n)s step is gone.", "%(n)s steps are gone.", listed.gone),
        ),
    ]
    return [words % {"n": number} for number, words in told if number]
