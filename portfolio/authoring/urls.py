"""The addresses of Wagtail's API that are let through, each behind the door.

Left out: its documentation and search; `find`, which answers by the public side's rules; sites,
redirects, snippets, pictures and files, which are looked after in the admin; copies, aliases and
translations, which take a whole subtree along.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail.api.v3.api import api
from wagtail.api.v3.errors import problem_response

from portfolio.authoring.door import guarded
from portfolio.readiness import NotReadyError

NAMESPACE = "wagtailapi_v3"
"""Wagtail's API makes addresses of its own by this name."""

LIST = frozenset({"limit", "offset", "order"})
LET_THROUGH: dict[str, frozenset[str]] = {
    "list_pages": LIST | {"type", "locale", "child_of", "descendant_of", "ancestor_of", "translation_of"},
    "detail_page": frozenset({"version", "rich_text_format"}),
    "list_page_revisions": frozenset({"limit", "offset"}),
    "detail_page_revision": frozenset(),
    "pages_actions_publish": frozenset(),
    "pages_actions_unpublish": frozenset(),
    "pages_actions_move": frozenset(),
    "pages_actions_revert": frozenset(),
    "list_schemas": frozenset(),
    "get_schema_for_type": frozenset(),
    "whoami": frozenset(),
}
"""By name, with the query parameters that each takes. One name stands for all methods of its address."""


def refuse(request: HttpRequest, refusal: NotReadyError) -> HttpResponse:
    """Answer 422 with what is missing, where an incomplete entry would have gone live."""
    missing = [{"loc": problem.field.split("."), "msg": str(problem.message)} for problem in refusal.problems]
    return problem_response(status=422, detail=str(refusal.summary), errors=missing)


def _guarded(pattern: Any) -> URLPattern:
    return path(str(pattern.pattern), guarded(pattern.callback, LET_THROUGH[pattern.name]), name=pattern.name)


api.add_exception_handler(NotReadyError, refuse)
app_name = NAMESPACE
urlpatterns = [_guarded(pattern) for pattern in api.urls[0] if pattern.name in LET_THROUGH]
