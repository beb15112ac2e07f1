"""Research records in the editor, while the plugin is on."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from plugins.researchlinks.editor.concerns import TITLE, ConcernsView
from plugins.researchlinks.editor.records import (
    RecordChooserViewSet,
    RecordCreateView,
    RecordEditView,
    RecordIndexView,
    name_log_actions,
    urlpatterns,
)
from plugins.researchlinks.forms import RecordForm
from plugins.researchlinks.matching import standing
from plugins.researchlinks.models import ResearchRecord
from plugins.researchlinks.reviewing import NETWORK
from portfolio.extensions import is_enabled

MENU = "register_research_menu_item"
PANELS = [
    FieldPanel("pasted"),
    MultiFieldPanel(
        [
            FieldPanel("work_title"),
            FieldPanel("authors"),
            FieldRowPanel([FieldPanel("published"), FieldPanel("page")]),
            FieldRowPanel([FieldPanel("published_in"), FieldPanel("publisher")]),
            FieldPanel("open_access_url"),
        ],
        heading=_("The reference, by hand"),
        classname="collapsed",
    ),
    FieldPanel("note"),
    MultiFieldPanel(
        [
            FieldPanel("design"),
            FieldRowPanel([FieldPanel("students"), FieldPanel("sites")]),
            FieldPanel("grades"),
            FieldRowPanel([FieldPanel("direction"), FieldPanel("effect")]),
            FieldRowPanel([FieldPanel("is_significant"), FieldPanel("is_peer_reviewed")]),
            FieldRowPanel([FieldPanel("wwc_rating"), FieldPanel("wwc_url")]),
        ],
        heading=_("The study"),
    ),
    MultiFieldPanel([FieldPanel("still_holds"), FieldPanel("review_by")], heading=_("Is it up to date?")),
    MultiFieldPanel(
        [
            FieldPanel("tier", permission=NETWORK),
            FieldPanel("tier_why", permission=NETWORK),
            FieldRowPanel(
                [
                    FieldPanel("is_retracted", permission=NETWORK),
                    FieldPanel("is_withdrawn", permission=NETWORK),
                ]
            ),
        ],
        heading=_("Reviewed by the network"),
    ),
]


class ResearchRecordViewSet(SnippetViewSet):
    """Shared by all districts. A record is withdrawn, not deleted: old versions of entries name it."""

    model = ResearchRecord
    icon = "openquote"
    menu_label = _("Records")
    menu_order = 10
    menu_hook = MENU
    list_display = [
        "__str__",
        "kind",
        "design",
        Column("get_tier_display", label=_("Tier"), sort_key="tier"),
        BooleanColumn("is_stale", label=_("Out of date")),
        BooleanColumn("is_retracted", label=_("Retracted")),
        BooleanColumn("is_withdrawn", label=_("Withdrawn")),
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


if is_enabled("researchlinks"):
    register_snippet(ResearchRecordViewSet)
    hooks.register("register_admin_urls", addresses)
    hooks.register("register_admin_menu_item", research_item)
    hooks.register(MENU, concerns_item)
    hooks.register("register_log_actions", name_log_actions)
