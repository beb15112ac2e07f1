"""Research records in the editor, while the plugin is on."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from plugins.researchlinks.editor.chooser import ASIDE, RecordChooserViewSet
from plugins.researchlinks.editor.concerns import TITLE, ConcernsView
from plugins.researchlinks.editor.panels import PANELS
from plugins.researchlinks.editor.records import (
    RecordCreateView,
    RecordEditView,
    RecordIndexView,
    name_log_actions,
    urlpatterns,
)
from plugins.researchlinks.forms import RecordForm
from plugins.researchlinks.matching import standing
from plugins.researchlinks.models import ResearchRecord
from portfolio.extensions import is_enabled

MENU = "register_research_menu_item"


class ResearchRecordViewSet(SnippetViewSet):
    """Shared by all districts. A record is withdrawn, not deleted: old versions of entries name it."""

    model = ResearchRecord
    icon = "openquote"
    menu_label = _("Records")
    menu_order = 10
    menu_hook = MENU
    list_display = [
        "title",
        Column("byline", label=_("Authors, year"), classname=ASIDE),
        Column("get_design_display", label=_("How it was done"), sort_key="design", classname=ASIDE),
        Column("strength", label=_("Evidence"), sort_key="tier"),
        Column("remarks", label=_("Remarks"), classname=ASIDE),
    ]
    list_filter = ["design", "tier", "is_stale", "is_retracted", "is_withdrawn"]
    search_fields = ["title", "identifier"]
    copy_view_enabled = False
    index_view_class = RecordIndexView
    add_view_class = RecordCreateView
    edit_view_class = RecordEditView
    chooser_viewset_class = RecordChooserViewSet
    edit_handler = ObjectList(PANELS, base_form_class=RecordForm)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ResearchRecord]:
        return standing()

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), *urlpatterns()]


def addresses() -> list[URLPattern]:
    return [path("research/concerns/", ConcernsView.as_view(), name="researchlinks_concerns")]


def research_item() -> MenuItem:
    return SubmenuMenuItem(_("Research"), Menu(MENU), name="research", icon_name="openquote", order=360)


def concerns_item() -> MenuItem:
    url = reverse("researchlinks_concerns")
    return MenuItem(TITLE, url, name="research-concerns", icon_name="warning", order=20)


def style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("researchlinks/admin.css"))


if is_enabled("researchlinks"):
    register_snippet(ResearchRecordViewSet)
    hooks.register("register_admin_urls", addresses)
    hooks.register("register_admin_menu_item", research_item)
    hooks.register(MENU, concerns_item)
    hooks.register("register_log_actions", name_log_actions)
    hooks.register("insert_global_admin_css", style)
