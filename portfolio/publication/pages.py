"""How a public address is answered: from the stored document where there is one.

Wagtail's own route comes second. It finds what has no public document: a page that a restriction
keeps from most readers. That is compiled for the reader who is let through, and stored nowhere.
"""

from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.encoding import escape_uri_path
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site
from wagtail.views import serve as wagtail_serve

from portfolio.publication import documents
from portfolio.publication.compiler import Compiled, compile_page, is_public
from portfolio.publication.renditions import want_renditions


class Renderer(Protocol):
    """Turns a document into a page; `settings.PAGE_RENDERER` names it, since the site shell lies above."""

    def __call__(
        self, request: HttpRequest, document: Any, *, preview: bool = False, restricted: bool = False
    ) -> HttpResponse: ...


@transaction.non_atomic_requests
@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer a public address, or 404.

    Nothing is written, so there is no transaction: on SQLite it would take the one write lock, and
    readers would wait for writers and for each other.
    """
    site = Site.find_for_request(request)
    document = documents.at_path(site.pk, escape_uri_path(request.path)) if site else None
    if document is None:
        unstored: HttpResponse = wagtail_serve(request, path)
        return unstored
    return _renderer()(request, document)


def render_page(request: HttpRequest, page: Page, *, preview: bool = False) -> HttpResponse:
    """Answer with `page` as it is now, compiled for this request alone.

    Besides previews and restricted pages it serves a public one whose document is not stored yet.
    A preview asks for the renditions of pictures that were just added; the next one shows them.
    From its place in the tree an entry leads on to its one address, below its index.
    """
    compiled = compile_page(page)
    if compiled is None:
        raise Http404
    if not preview and _is_elsewhere(request, compiled):
        return redirect(compiled.path, permanent=True)
    if preview:
        want_renditions(compiled.sources.wanted)
    restricted = not preview and not is_public(page)
    return _renderer()(request, compiled.as_document(), preview=preview, restricted=restricted)


def _is_elsewhere(request: HttpRequest, compiled: Compiled) -> bool:
    site = Site.find_for_request(request)
    here = escape_uri_path(request.path)
    return site is not None and site.pk == compiled.site_id and here != compiled.path


def _renderer() -> Renderer:
    found: Renderer = import_string(settings.PAGE_RENDERER)
    return found
