"""Refusals in plain words and the dress of the site: what is not public any more, what was not done."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from home.rendering import render_in_site
from portfolio.publication.models import PublicDocument


def was_public(same: Mapping[str, Any]) -> bool:
    """Whether the log knows a document like this that is gone or hidden by now."""
    return PublicDocument.log.filter(**same).exists()


def gone(
    request: HttpRequest, words: str, status: int = 410, also: tuple[str, str] | None = None
) -> HttpResponse:
    """Answer that something is not there (any more), and why; `also` are words and address of a link."""
    return _told(request, _("Not here any more"), words, status, also)


def refused(request: HttpRequest, words: str, status: int) -> HttpResponse:
    """Answer that something was not done, and what to do instead."""
    return _told(request, _("This was not done"), words, status)


def _told(
    request: HttpRequest, title: str, words: str, status: int, also: tuple[str, str] | None = None
) -> HttpResponse:
    context = {"heading": title, "words": words, "also": also}
    return render_in_site(request, "home/pages/gone.html", context, status=status)
