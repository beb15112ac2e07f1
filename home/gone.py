"""What is not public any more, told in the dress of the site."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from home.rendering import render_in_site
from portfolio.publication.models import PublicDocument


def was_public(same: Mapping[str, Any]) -> bool:
    """Whether the log knows a document like this that is gone or hidden by now."""
    return PublicDocument.log.filter(**same).exists()


def gone(request: HttpRequest, words: str, status: int = 410) -> HttpResponse:
    """Answer that something is not there (any more), and why."""
    return render_in_site(request, "home/pages/gone.html", {"words": words}, status=status)
