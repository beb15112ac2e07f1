"""Turning a pasted address into a link to a page, without telling its draft's title."""

from typing import Any

from django.http import HttpResponse
from wagtail.admin.views.chooser import ExternalLinkView
from wagtail.models import Page

from portfolio.tenancy.doors import title_for_viewer


class OwnExternalLinkView(ExternalLinkView):
    """Names the page by the title that its reader may see. The page itself is public: it has an address."""

    def render_chosen_response(self, result: dict[str, Any]) -> HttpResponse:
        if "adminTitle" in result:
            page = Page.objects.get(pk=result["id"]).specific
            result = {**result, "adminTitle": title_for_viewer(page)}
        response: HttpResponse = super().render_chosen_response(result)
        return response
