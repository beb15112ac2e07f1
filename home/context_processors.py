"""What templates find in every context."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Site

from home.shell import site_shell


def site(request: HttpRequest) -> dict[str, Any]:
    """Give `site` to pages that are no documents: missing pages, forms. Asked for only where it is used."""
    return {"site": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> Any:
    found = Site.find_for_request(request)
    return site_shell(found, get_language() or "", request.path) if found else {}
