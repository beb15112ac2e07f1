"""The form of a record, from top to bottom."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from plugins.researchlinks.references.citation import cite
from plugins.researchlinks.reviewing import NETWORK


class AsCitedPanel(Panel):
    """Shows what readers see of a record that is there: its citation, its tier, what became of it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "researchlinks/admin/as_cited.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and super().is_shown())

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            record = self.instance
            citation = cite([record.citable])[0] if record.csl.get("title") else None
            return {**super().get_context_data(parent_context), "record": record, "citation": citation}


PANELS = [
    AsCitedPanel(heading=_("As readers see it")),
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
            FieldRowPanel(
                [
                    FieldPanel("grades", help_text=_("“6–8”, or “ninth grade”.")),
                    FieldPanel("is_peer_reviewed"),
                ]
            ),
            FieldRowPanel(
                [
                    FieldPanel("direction"),
                    FieldPanel("effect", help_text=_("“0.21 standard deviations”, or “6 points”.")),
                ]
            ),
            FieldPanel("is_significant"),
            FieldRowPanel([FieldPanel("wwc_rating"), FieldPanel("wwc_url")]),
        ],
        heading=_("The study"),
        help_text=_(
            "From its abstract or its section on method. Leave open what it does not say. Where you change "
            "a fact that a tier rests on, the network gives the tier anew."
        ),
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
        help_text=_("A tier within what the kind of study, its size and its effect allow, with the reason."),
    ),
]
