"""Themes in the admin: one list for the whole network, looked after by its staff."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from portfolio.models import Theme


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "tag"
    menu_label = _("Themes")
    list_display = ["name", "parent", "slug"]
    list_filter = ["parent"]
    search_fields = ["name", "synonyms"]
