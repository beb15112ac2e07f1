"""Research records in the editor, while the plugin is on."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from plugins.researchlinks.chooser import ASIDE, RecordChooserViewSet
from plugins.researchlinks.forms import RecordForm
from plugins.researchlinks.models import ResearchRecord
from plugins.researchlinks.panels import PANELS
from portfolio.extensions import is_enabled


class ResearchRecordViewSet(SnippetViewSet):
    """Shared by all districts. A record is withdrawn, not deleted: old versions of entries name it."""

    model = ResearchRecord
    icon = "openquote"
    menu_label = _("Research")
    menu_order = 360
    add_to_admin_menu = True
    list_display = [
        "title",
        Column("byline", label=_("Authors, year"), classname=ASIDE),
        Column("get_design_display", label=_("How it was done"), sort_key="design", classname=ASIDE),
        Column("standing", label=_("Evidence"), sort_key="tier"),
    ]
    list_filter = ["design", "tier", "is_retracted", "is_withdrawn"]
    search_fields = ["title", "identifier"]
    chooser_viewset_class = RecordChooserViewSet
    copy_view_enabled = False
    edit_handler = ObjectList(PANELS, base_form_class=RecordForm)


def style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("researchlinks/admin.css"))


if is_enabled("researchlinks"):
    register_snippet(ResearchRecordViewSet)
    hooks.register("insert_global_admin_css", style)
