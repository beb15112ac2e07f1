"""What stands between a request and an account: the throttle, the second factor, the idle session."""

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portfolio import throttle
from portfolio.accounts.limits import POLICIES

GetResponse = Callable[[HttpRequest], HttpResponse]

REFRESH_SECONDS = 5 * 60
"""A session that is used is written at most this often."""


class SignInThrottleMiddleware:
    """Counts what is posted to the addresses of `limits.POLICIES`; answers 429 with Retry-After."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if 300 <= response.status_code < 400:
            throttle.give_back(getattr(request, "attempts_to_forget", []))
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        policy = POLICIES.get(request.resolver_match.view_name) if request.resolver_match else None
        if policy is None or request.method != "POST":
            return None
        try:
            attempts = throttle.take(policy.keys(request))
        except throttle.Throttled as refusal:
            return too_many(request, refusal)
        if not policy.successes_count:
            request.attempts_to_forget = attempts  # type: ignore[attr-defined]  # for __call__
        return None


def too_many(request: HttpRequest, refusal: throttle.Throttled) -> HttpResponse:
    """Answer 429: a plain page that says how long to wait, and Retry-After for machines."""
    minutes = -(-refusal.retry_after // 60)
    response = render(request, "account/too_many.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(refusal.retry_after)
    return response


class RequireTotpMiddleware:
    """Leads a superuser without a second factor to its set-up before anything else opens.

    Reads the account at each request, so that switching TOTP off closes the door at once.
    """

    open_paths = ("/account/", "/static/", "/health/")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._must_enrol(request):
            return self.get_response(request)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            raise PermissionDenied
        return redirect("mfa_activate_totp")

    def _must_enrol(self, request: HttpRequest) -> bool:
        if not settings.REQUIRE_TOTP or request.path.startswith(self.open_paths):
            return False
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:  # leaves public answers without Vary: Cookie
            return False
        user = request.user
        if not (user.is_authenticated and user.is_superuser):
            return False
        return not Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


class IdleSessionMiddleware:
    """Lets a session live on while it is used: it ends SESSION_COOKIE_AGE (8 h) after the last use."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get("used_at", 0) >= REFRESH_SECONDS:
                request.session["used_at"] = now
        return self.get_response(request)
