"""The standing list of what an entry lacks, beside its form."""

from collections.abc import Iterator
from typing import Any

from django.forms import Script
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.models import Page

from portfolio.readiness import Problem, problems


class MissingSidePanel(BaseSidePanel):
    """Lists what keeps the entry from being published, then advice, each with its reason.

    Autosave renders it anew in the answer to each save, as it does all side panels; the counter
    on its button lies outside and follows by script.
    """

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle what is missing")
        icon_name = "tasks"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "count": len(self.panel.blocking)}

    name = "missing"
    title = _("What is missing")
    template_name = "portfolio/editor/missing.html"

    class Media:
        css = {"all": ["portfolio/editor/editor.css"]}
        js = [Script("portfolio/editor/missing.js", type="module")]

    def __init__(self, page: Page, request: HttpRequest, parent: Page | None = None) -> None:
        super().__init__(page, request)
        self.parent = parent

    @cached_property
    def problems(self) -> list[Problem]:
        """All of them, in the order in which the form asks for the things."""
        places = {name: place for place, name in enumerate(_asked_for(self.model.get_edit_handler()))}
        found = problems(self.object, self.parent)
        return sorted(found, key=lambda problem: places.get(problem.field.split(".")[0], len(places)))

    @property
    def blocking(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.blocking]

    @property
    def advice(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.blocking]

    @property
    def summary(self) -> str:
        """The state in a few words, as it is read aloud when it changes."""
        count = len(self.blocking)
        if not count:
            return str(_("Ready to publish"))
        return ngettext("%(count)d thing still missing", "%(count)d things still missing", count) % {
            "count": count
        }

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(parent_context),
            "blocking": self.blocking,
            "advice": self.advice,
            "summary": self.summary,
        }


def _asked_for(panel: Any) -> Iterator[str]:
    """Yield the names of the fields and rows that a panel shows, from top to bottom."""
    for name in (getattr(panel, "field_name", None), getattr(panel, "relation_name", None)):
        if name:
            yield name
    for child in getattr(panel, "children", ()):
        yield from _asked_for(child)
