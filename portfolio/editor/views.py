"""Wagtail's page views, with what we add for entries."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet

from portfolio.editor.answering import AnsweringMixin
from portfolio.editor.forms import EntryForm
from portfolio.editor.refusals import tell
from portfolio.editor.side_panel import MissingSidePanel
from portfolio.models import PortfolioPage
from portfolio.tenancy.notifications import CommentMailsAfterCommit


class StandingListMixin:
    """Puts the list of what is missing before Wagtail's own side panels."""

    def get_side_panels(self) -> MediaContainer:
        parent = getattr(self, "parent", None) or getattr(self, "parent_page", None)
        missing = MissingSidePanel(self.page, self.request, parent)
        return MediaContainer([missing, *super().get_side_panels()])


class RefusalMixin:
    def form_invalid(self, form: EntryForm) -> HttpResponse:
        """Say that it is not published, where Wagtail would say that it was not saved."""
        locked = getattr(self, "locked_for_user", False)
        if form.refusal is None or locked or self.expects_json_response:
            return super().form_invalid(form)
        tell(self.request, form.refusal, _("What you wrote is kept as a draft. First:"))
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())


class EntryCreateView(AnsweringMixin, StandingListMixin, RefusalMixin, CreateView):
    template_name = "portfolio/editor/create.html"


class ApprovalMixin:
    @property
    def action_name(self) -> Any:
        """Let an approver send back an incomplete entry, and an author withdraw one.

        Wagtail asks for a complete page on any action but saving a draft.
        """
        name = super().action_name
        sends_back = name == "perform_workflow_action" and self.workflow_action == "reject"
        return "save" if sends_back or name == "cancel_workflow" else name


class EntryEditView(StandingListMixin, RefusalMixin, ApprovalMixin, CommentMailsAfterCommit, EditView):
    pass


class EntryRevertView(StandingListMixin, RefusalMixin, RevisionsRevertView):
    pass


class EntryViewSet(PageViewSet):
    """Makes Wagtail use these views at its own addresses, for every kind of entry."""

    model = PortfolioPage
    add_view_class = EntryCreateView
    edit_view_class = EntryEditView
    revisions_revert_view_class = EntryRevertView
    parent_models = ()
    """No listing of ours: the page explorer stays Wagtail's."""
