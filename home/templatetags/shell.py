"""What surrounds a page for those who are signed in."""

from typing import Any

from django import template
from wagtail.admin.userbar import Userbar
from wagtail.models import Page

from home.shell import is_signed_in

register = template.Library()


@register.simple_tag(takes_context=True)
def user_bar(context: template.Context) -> Any:
    """Return Wagtail's user bar for whom carries a session and may use the editor.

    Nobody else's session is looked at: that would make every answer vary by cookie. This is the
    one place of a public template that gets at the page itself.
    """
    request = context.get("request")
    if request is None or not is_signed_in(request):
        return ""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return ""
    return Userbar(object=_page_of(context.get("doc")), position="bottom-right").render_html(context)


def _page_of(document: Any) -> Page | None:
    if not document:
        return None
    twins = Page.objects.filter(translation_key=document["id"], locale__language_code=document["locale"])
    found = twins.filter(alias_of=None).first()
    return found.specific if found else None
