"""A screen of the editor: the research that needs a person."""

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from plugins.researchlinks.models import Concern
from plugins.researchlinks.reviewing import is_reviewer
from plugins.researchlinks.upkeep.concerns import links_of, records_with, with_troubles

TITLE = _("What needs you")
ON_A_PAGE = 20


class ConcernsView(WagtailAdminTemplateMixin, TemplateView):
    """Records with something wrong: in the entries that one may change; all of them for the network."""

    template_name = "researchlinks/concerns.html"
    page_title = TITLE
    header_icon = "openquote"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, chosen = self.request.user, self._chosen()
        records = records_with([chosen] if chosen else Concern, user)
        page = Paginator(records, ON_A_PAGE).get_page(self.request.GET.get("p"))
        first = (page.number - 1) * ON_A_PAGE
        return {
            **super().get_context_data(**kwargs),
            "chosen": chosen,
            "choices": [
                (concern, count)
                for concern in Concern
                if (count := records_with([concern], user).count()) or concern == chosen
            ],
            "page_obj": page,
            "troubled": with_troubles(records[first : first + ON_A_PAGE], links_of(user)),
            "is_network": is_reviewer(user),
            "address": reverse("researchlinks_concerns"),
        }

    def _chosen(self) -> Concern | None:
        asked = self.request.GET.get("concern", "")
        return Concern(asked) if asked in Concern.values else None
