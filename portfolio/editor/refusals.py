"""A refusal to publish, in the words of the admin."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from wagtail.admin import messages

from portfolio.readiness import NotReadyError


def tell(request: HttpRequest, refusal: NotReadyError, state: str, buttons: Sequence[tuple] = ()) -> None:
    """Show what is missing at the top of the next page; `state` says what became of the work."""
    items = format_html_join("", "<li>{}</li>", ((problem.message,) for problem in refusal.problems))
    text = format_html("{} {}<ul>{}</ul>", refusal.summary, state, items)
    messages.error(request, text, buttons=list(buttons))
