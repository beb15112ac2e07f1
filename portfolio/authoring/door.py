"""What stands before Wagtail's API: who may come in, to which pages, and what goes out.

Wagtail answers anonymous readers at some addresses, ignores parameters that it does not know, and
tells the titles of a page's parent and original to whoever may read the page. Here one rule holds
for every address, as `portfolio.tenancy.doorkeeper` does it for the admin.
"""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.api.v3.errors import problem_response
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from portfolio.tenancy.doorkeeper import LARGEST_NUMBER
from portfolio.tenancy.doors import may_name

View = Callable[..., HttpResponse]

TOKEN_LIFETIME = timedelta(days=365)
LONGEST_PARAMETER = 200
PAGE_KEYS = {"parent_id", "destination_id"}
"""Keys of a body that name a page."""
TITLED_PAGES = {"parent", "alias_of"}
"""Keys of `meta` below which Wagtail tells another page's title."""
READING = {"GET", "HEAD", "OPTIONS"}


class Refusal(Exception):
    """An answer other than the one that was asked for."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


def guarded(view: View, parameters: frozenset[str]) -> View:
    """Return `view` behind the door; a query parameter that is not in `parameters` is refused."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            _let_in(request)
            _check_parameters(request, parameters)
            _check_pages(request, kwargs)
            response = _undone_if_refused(view, request, *args, **kwargs)
        except Refusal as refusal:
            response = problem_response(status=refusal.status, detail=str(refusal))
        if response.status_code == 401:
            response["WWW-Authenticate"] = "Bearer"
        response["Cache-Control"], response["Vary"] = "private, no-store", "Authorization"
        return _without_hidden_titles(request, response)

    return answer


def _let_in(request: HttpRequest) -> None:
    """Ask for a token whose account may write. A session is no matter: the token says who it is."""
    token = BearerTokenAuth()(request)
    if not token or timezone.now() - token.created > TOKEN_LIFETIME:
        raise Refusal(401, "Send a token that holds: “Authorization: Bearer wagtail_…”.")
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Refusal(403, "This account does not write in the portfolio.")
    if settings.REQUIRE_TOTP and request.user.is_superuser and not _has_second_factor(request.user):
        raise Refusal(403, "An administrator sets up a second factor first, by signing in.")


def _has_second_factor(user: Any) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def _check_parameters(request: HttpRequest, known: frozenset[str]) -> None:
    if unknown := sorted(request.GET.keys() - known):
        told = ", ".join(sorted(known)) or "none"
        raise Refusal(400, f"There is no parameter “{unknown[0]}” here. Known: {told}.")
    for name, values in request.GET.lists():
        if not all(len(value) <= LONGEST_PARAMETER and _is_sound(_number(value)) for value in values):
            raise Refusal(400, f"The value of “{name}” is not one that it can have.")


def _number(text: str) -> str | int:
    return int(text) if text.isdecimal() else text


def _is_sound(value: Any) -> bool:
    """Whether a database can take it: no NUL in text, no number that is too large."""
    if isinstance(value, str):
        return "\x00" not in value
    if isinstance(value, int):
        return abs(value) <= LARGEST_NUMBER
    if isinstance(value, dict):
        return all(_is_sound(part) for pair in value.items() for part in pair)
    return not isinstance(value, list) or all(map(_is_sound, value))


def _check_pages(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Raise a Refusal where address or body name a page that the user does not work on, or may not change."""
    in_address = [_page_number(kwargs["page_id"])] if "page_id" in kwargs else []
    named = {*in_address, *_pages_named(_body(request))}
    own = page_permission_policy.explorable_instances(request.user)
    if not all(map(_is_sound, named)) or own.filter(pk__in=named).count() < len(named):
        raise Refusal(404, "There is no such page among those that you work on.")
    if in_address and request.method not in READING:
        _check_lock(request, in_address[0])


def _page_number(value: Any) -> int:
    """Return the number of a page, and 0, which none has, for what is no number."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) <= LONGEST_PARAMETER else 0


def _check_lock(request: HttpRequest, page_id: int) -> None:
    lock = Page.objects.get(pk=page_id).specific.get_lock()
    if lock and lock.for_user(request.user):
        raise Refusal(409, "Someone else has this page in hand just now.")


def _body(request: HttpRequest) -> dict[str, Any]:
    if request.method in READING or not request.body:
        return {}
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Refusal(400, "The body is not JSON.") from None
    meta = body.get("meta") or {} if isinstance(body, dict) else None
    if not isinstance(meta, dict) or not isinstance(meta.get("type") or "", str):
        raise Refusal(400, "The body is an object, and so is its “meta”, whose “type” is text.")
    if not _is_sound(body):
        raise Refusal(400, "The body holds a NUL character, or a number that is too large.")
    return body


def _pages_named(body: dict[str, Any]) -> Iterator[int]:
    """Yield the pages that a body names as a place; fields of an entry are checked by its form."""
    for part in (body, body.get("meta") or {}):
        for key in PAGE_KEYS & part.keys():
            if part[key] is not None:
                yield _page_number(part[key])


def _undone_if_refused(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Call `view` in a transaction that is kept only where it succeeds."""
    with transaction.atomic():
        response = view(request, *args, **kwargs)
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return response


def _without_hidden_titles(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Leave out the parents and originals whose titles this user may not read."""
    if response.status_code >= 300 or not response.content:
        return response
    told = json.loads(response.content)
    metas = [meta for meta in _metas(told) if any(meta.get(key) for key in TITLED_PAGES)]
    numbers = {meta[key]["id"] for meta in metas for key in TITLED_PAGES if meta.get(key)}
    nameable = {page.pk for page in Page.objects.filter(pk__in=numbers) if may_name(request.user, page)}
    for meta in metas:
        for key in TITLED_PAGES:
            if meta.get(key) and meta[key]["id"] not in nameable:
                meta[key] = None
    kept = JsonResponse(told, safe=False, status=response.status_code)
    for name, value in response.items():
        kept[name] = value
    return kept


def _metas(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every `meta` in an answer, however deep."""
    if isinstance(value, dict):
        if isinstance(value.get("meta"), dict):
            yield value["meta"]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _metas(part)
