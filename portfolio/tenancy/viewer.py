"""Who is looking: for the places where Wagtail names a thing without saying to whom."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponseBase

_request: ContextVar[HttpRequest | None] = ContextVar("viewers_request", default=None)


def viewer() -> Any:
    """Return the user of the request under way, or None outside of one: a command or the worker."""
    request = _request.get()
    return getattr(request, "user", None)


@contextmanager
def viewing(request: HttpRequest) -> Iterator[None]:
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def viewer_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Remember the request while it is answered. Stands after the authentication middleware."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with viewing(request):
            return get_response(request)

    return answer
