"""What a request that writes leads to: the public side follows, a refusal to publish is told kindly."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from portfolio.editor.refusals import tell
from portfolio.publication import log
from portfolio.readiness.problem import NotReadyError

READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class PublicationMiddleware:
    """Brings the public side up to date after every request that may have written.

    It stands outside of the view's transaction. What a GET writes, against all custom, is the worker's.
    An answer that `writes_nothing` leaves nothing to bring up to date.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in READING and not getattr(response, "writes_nothing", False):
            log.flush_after_request()
        return response


class RefusalMiddleware:
    """Turns NotReadyError into a message and a way back, where Wagtail would answer 500.

    It has to stand after the message middleware. The view's transaction is undone by then
    (ATOMIC_REQUESTS), so that nothing is published by halves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NotReadyError):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            return _as_json(exception)
        _tell(request, exception)
        target = get_valid_next_url_from_request(request) or _editor_of(exception)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": target})  # what the approval dialog follows
        return redirect(target)


def _as_json(refusal: NotReadyError) -> JsonResponse:
    listed = [{"field": problem.field, "message": problem.message} for problem in refusal.problems]
    return JsonResponse({"success": False, "detail": refusal.summary, "problems": listed}, status=422)


def _tell(request: HttpRequest, refusal: NotReadyError) -> None:
    buttons = [messages.button(_editor_of(refusal), _("Put it right"))] if refusal.page.pk else []
    tell(request, refusal, _("Nothing was changed. First:"), buttons)


def _editor_of(refusal: NotReadyError) -> str:
    if refusal.page.pk:
        return reverse("wagtailadmin_pages:edit", args=[refusal.page.pk])
    return reverse("wagtailadmin_home")
