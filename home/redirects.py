"""Redirects of moved pages, to where a reader may go."""

from urllib.parse import unquote, urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.models import Site

from portfolio.publication.models import PublicDocument


class SafeRedirectMiddleware(RedirectMiddleware):
    """Wagtail's, but it tells no address of a page that is not public.

    An address with a NUL in it is not looked up: PostgreSQL would raise.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if "\x00" in unquote(request.get_full_path()):
            return response
        answered: HttpResponse = super().process_response(request, response)
        hidden = answered is not response and _leads_to_a_hidden_page(answered["Location"])
        return response if hidden else answered


def _leads_to_a_hidden_page(location: str) -> bool:
    """Whether `location` belongs to a page of ours that has no public document."""
    target = urlsplit(location)
    hosts = {urlsplit(root.root_url).netloc for root in Site.get_site_root_paths()}
    if target.netloc and target.netloc not in hosts:
        return False
    return _is_a_page(target.path) and not PublicDocument.objects.filter(path=target.path).exists()


def _is_a_page(path: str) -> bool:
    try:
        return resolve(unquote(path)).url_name == "public_page"
    except Resolver404:
        return False
