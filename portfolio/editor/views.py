"""Wagtail's page views, with what we add for entries."""

from typing import Any

from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet

from portfolio.editor.side_panel import MissingSidePanel
from portfolio.models import PortfolioPage


class StandingListMixin:
    """Puts the list of what is missing before Wagtail's own side panels."""

    def get_side_panels(self) -> MediaContainer:
        parent = getattr(self, "parent", None) or getattr(self, "parent_page", None)
        missing = MissingSidePanel(self.page, self.request, parent)
        return MediaContainer([missing, *super().get_side_panels()])


class EntryCreateView(StandingListMixin, CreateView):
    pass


class ApprovalMixin:
    @property
    def action_name(self) -> Any:
        """Let an approver send back an incomplete entry, and an author withdraw one.

        Wagtail asks for a complete page on any action but saving a draft.
        """
        name = super().action_name
        sends_back = name == "perform_workflow_action" and self.workflow_action == "reject"
        return "save" if sends_back or name == "cancel_workflow" else name


class EntryEditView(StandingListMixin, ApprovalMixin, EditView):
    pass


class EntryRevertView(StandingListMixin, RevisionsRevertView):
    pass


class EntryViewSet(PageViewSet):
    """Makes Wagtail use these views at its own addresses, for every kind of entry."""

    model = PortfolioPage
    add_view_class = EntryCreateView
    edit_view_class = EntryEditView
    revisions_revert_view_class = EntryRevertView
    parent_models = ()
    """No listing of ours: the page explorer stays Wagtail's."""
