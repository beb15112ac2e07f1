"""Redirects of moved pages, for addresses that can be looked up at all."""

from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.redirects.middleware import RedirectMiddleware


class SafeRedirectMiddleware(RedirectMiddleware):
    """Wagtail's, but an address with a NUL in it is not looked up: PostgreSQL would raise."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if "\x00" in unquote(request.get_full_path()):
            return response
        answered: HttpResponse = super().process_response(request, response)
        return answered
