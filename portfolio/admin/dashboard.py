"""The first screen after sign-in: what I wrote, what waits or is looked for, what is due, where to begin."""

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from portfolio.admin import desk
from portfolio.admin.answering import asked_of
from portfolio.admin.content_requests import answered_for
from portfolio.admin.reads import reads_for
from portfolio.models import DistrictSpace
from portfolio.tenancy.spaces import manages_districts, sees_all_districts, spaces_of

STYLE = Media(css={"all": ["portfolio/admin/dashboard.css"]})


class Panel(Component):
    """A panel that shows nothing where `get_panel` returns nothing."""

    media = STYLE

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        return {
            "request": request,
            "csrf_token": parent_context.get("csrf_token"),
            **self.get_panel(request),
        }

    def get_panel(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the panel's template shows; each panel says it for itself."""
        raise NotImplementedError


class StartPanel(Panel):
    """One button for each kind of entry, straight to its form."""

    name, order = "start", 10
    template_name = "portfolio/dashboard/start.html"

    def get_panel(self, request: HttpRequest) -> dict[str, Any]:
        spaces = [space for space in spaces_of(request.user) if space.page_id]
        return {"starts": [(space, _buttons(space)) for space in spaces], "several": len(spaces) > 1}


def _buttons(space: DistrictSpace) -> list[dict[str, Any]]:
    return [
        {
            "label": _("Write an innovation") if name == "innovation" else _("Write a %s") % label,
            "url": reverse(
                "wagtailadmin_pages:add", args=["portfolio", model._meta.model_name, space.page_id]
            ),
            "primary": name == "innovation",
        }
        for model, label in desk.KINDS
        if (name := model.kind)
    ]


class OwnEntriesPanel(Panel):
    name, order = "own_entries", 30
    template_name = "portfolio/dashboard/own_entries.html"

    def get_panel(self, request: HttpRequest) -> dict[str, Any]:
        spaces = spaces_of(request.user)
        if not spaces:
            return {}
        entries, total = desk.own_entries(request.user)
        return {"spaces": spaces, "entries": entries, "total": total, "more": total > len(entries)}


class WaitingPanel(Panel):
    name, order = "waiting", 20
    template_name = "portfolio/dashboard/waiting.html"

    def get_panel(self, request: HttpRequest) -> dict[str, Any]:
        return {"waiting": desk.waiting_for(request.user)}


class AskedPanel(Panel):
    """What readers look for and the network asks one's districts to write."""

    name, order = "asked", 25
    template_name = "portfolio/dashboard/asked.html"

    def get_panel(self, request: HttpRequest) -> dict[str, Any]:
        asked = asked_of(request.user)
        return {"asked": asked, "several": len(spaces_of(request.user)) > 1 if asked else False}


class AnsweredPanel(Panel):
    """For whoever may ask districts for content: the requests that have answers, to decide upon."""

    name, order = "answered", 35
    template_name = "portfolio/dashboard/answered.html"

    def get_panel(self, request: HttpRequest) -> dict[str, Any]:
        return {"answered": answered_for(request.user)}


class ReadsPanel(Panel):
    """How often one's own entries are read, or, for the network's staff, those of all districts."""

    name, order = "reads", 40
    template_name = "portfolio/dashboard/reads.html"

    def get_panel(self, request: HttpRequest) -> dict[str, Any]:
        return {"reads": reads_for(request.user)}


class DuePanel(Panel):
    name, order = "due", 50
    template_name = "portfolio/dashboard/due.html"

    def get_panel(self, request: HttpRequest) -> dict[str, Any]:
        return {"due": desk.due_for(request.user)}


class NetworkPanel(Panel):
    """For the network's staff: the districts that have not begun, and the way to take one in."""

    name, order = "network", 60
    template_name = "portfolio/dashboard/network.html"

    def get_panel(self, request: HttpRequest) -> dict[str, Any]:
        if not sees_all_districts(request.user):
            return {}
        return {
            "staff": True,
            "may_onboard": manages_districts(request.user),
            "silent": desk.districts_without_entries(),
            "failed": desk.pages_that_fail(),
            "failed_rows": desk.rows_that_fail(),
        }


def lay_out(request: HttpRequest, panels: list[Component]) -> None:
    """Put our panels in the place of Wagtail's, which list other things and cost a query for each row."""
    panels[:] = [
        StartPanel(), WaitingPanel(), AskedPanel(), OwnEntriesPanel(), AnsweredPanel(), ReadsPanel(),
        DuePanel(), NetworkPanel(),
    ]  # fmt: skip
