"""The delivery API's own door: it answers below its address and lets nothing else of the site take part.

No session, no language, no message, no transaction: a reader of stored bytes needs none of them, and each
costs more than the answer.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from api import urls
from api.endpoints import ROOT
from api.keys import BadKey, find_key
from api.models import ApiKey, Scope
from api.problems import Problem
from api.quota import caller_of, headers
from api.use import note
from portfolio.quota import take

READING = ("GET", "HEAD", "OPTIONS")
ALWAYS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, Server-Timing"
    ),
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
PREFLIGHT = {
    "Allow": ", ".join(READING),
    "Access-Control-Allow-Methods": ", ".join(READING),
    "Access-Control-Allow-Headers": "Authorization, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Cache-Control": "public, max-age=86400",
}

logger = logging.getLogger("django.request")


class DeliveryMiddleware:
    """Stands first, so that what comes after it is never asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(f"{ROOT}/") and request.path_info != ROOT:
            return self.get_response(request)
        response = _answered(request)
        for name, value in (*ALWAYS.items(), *getattr(request, "quota_headers", {}).items()):
            response.headers.setdefault(name, value)
        if request.method == "HEAD":
            response.headers["Content-Length"] = str(len(response.content))
            response.content = b""
        if request.is_secure() and settings.SECURE_HSTS_SECONDS:
            response.headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
        return response


def _answered(request: HttpRequest) -> HttpResponse:
    """Answer, and turn whatever goes wrong into a problem that says so."""
    try:
        return _as_asked(request)
    except Problem as problem:
        return problem.response(f"{ROOT}/docs")
    except DisallowedHost:
        return Problem(400, "This host name is not ours.").response(f"{ROOT}/docs")
    except SuspiciousOperation:  # Django stops reading at a thousand parameters
        return Problem(400, "This asks for too much at once.").response(f"{ROOT}/docs")
    except (OperationalError, InterfaceError):
        logger.exception("The database did not answer %s.", request.path)
        words = "The database does not answer. Please try again in a few seconds."
        return Problem(503, words, headers={"Retry-After": "5"}).response(f"{ROOT}/docs")
    except Exception:
        logger.exception("Internal Server Error: %s", request.path, extra={"request": request})
        got_request_exception.send(sender=None, request=request)
        return Problem(500, "It has been written down, and is not your fault.").response(f"{ROOT}/docs")


def _as_asked(request: HttpRequest) -> HttpResponse:
    request.get_host()
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=PREFLIGHT)
    key = _key(request)
    _count(request, key)
    return _read(request, key)


def _count(request: HttpRequest, key: ApiKey | None) -> None:
    quota = take(caller_of(request, key))
    request.quota_headers = headers(quota)  # type: ignore[attr-defined]  # for the answer, whatever it is
    if quota.exceeded:
        words = f"Try again in {quota.reset_seconds} s. A key of your own raises the limit: ask the network."
        raise Problem(429, words)


def _read(request: HttpRequest, key: ApiKey | None) -> HttpResponse:
    if request.method not in READING:
        raise Problem(405, "Use GET.", headers={"Allow": ", ".join(READING)})
    found = urls.find(request.path_info.removeprefix(ROOT) or "/")
    if found is None:
        raise Problem(404, f"There is nothing at this address. {ROOT}/ lists what there is.")
    scope = Scope.PREVIEW if found.endpoint == "get_preview" else Scope.READ
    if key and scope not in key.scopes:
        raise Problem(403, f"It may not “{scope.label}”. Ask the network for a key that may.")
    note(key.pk if key else None, found.endpoint)
    response = found.view(request, **found.in_path)
    if key:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _key(request: HttpRequest) -> ApiKey | None:
    """Return the key that the request names. A bad one is refused, also where none is needed.

    It counts as a request from its address: nobody tries keys without end.
    """
    try:
        return find_key(request.META.get("HTTP_AUTHORIZATION"))
    except BadKey as bad:
        _count(request, None)
        raise Problem(401, bad.TOLD, headers={"WWW-Authenticate": bad.CHALLENGE}) from None
