"""What surrounds a page for those who are signed in."""

from typing import Any

from django import template
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar

from home.shell import is_signed_in

register = template.Library()


@register.simple_tag(takes_context=True)
def user_bar(context: template.Context) -> Any:
    """Return Wagtail's user bar for whom carries a session.

    Nobody else's session is looked at: that would make every answer vary by cookie.
    """
    request = context.get("request")
    return wagtailuserbar(context) if request is not None and is_signed_in(request) else ""
