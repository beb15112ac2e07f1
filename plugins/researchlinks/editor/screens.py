"""What the plugin's screens have in common."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

ADD, CHANGE = "researchlinks.add_researchrecord", "researchlinks.change_researchrecord"


def url_of(name: str, *arguments: Any) -> str:
    return reverse(f"wagtailsnippets_researchlinks_researchrecord:{name}", args=arguments)


class Screen(PermissionRequiredMixin, WagtailAdminTemplateMixin):
    """A screen below the list of records, for those who may write them."""

    permission_required = ADD
    raise_exception = True
    header_icon = "openquote"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        records = {"url": url_of("list"), "label": _("Research records")}
        return [*self.breadcrumbs_items, records, {"url": "", "label": self.get_page_title()}]
