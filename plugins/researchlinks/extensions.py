"""What the plugin adds. docs/plugins/ has a page for each point."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from plugins.researchlinks.documents import build, citations, design_values, tier_values
from plugins.researchlinks.evidence.vocabulary import StudyDesign, Tier
from plugins.researchlinks.schema import ResearchlinksEvidence
from portfolio.extensions import (
    Access,
    Audience,
    EntryKind,
    Extensions,
    Facet,
    Job,
    Panels,
    Routes,
    Section,
    Slot,
)

KINDS: tuple[EntryKind, ...] = ("innovation", "toolkit", "playbook")


def fill_in_what_waits() -> None:
    from plugins.researchlinks import tasks  # models are there by the time it runs

    tasks.fill_in_what_waits()


def forget_old_imports() -> None:
    from plugins.researchlinks import pending

    pending.forget_old()


def panels() -> list[InlinePanel]:
    help_text = _(
        "What did research find on this? Choose a record, or make one from a DOI. Research that speaks "
        "against it belongs here too. The strength of the evidence follows from these links by itself."
    )
    fields = [
        FieldPanel("record"),
        FieldPanel("relation"),
        FieldRowPanel([FieldPanel("population_overlaps"), FieldPanel("setting_overlaps")]),
        FieldPanel("has_logic_model"),
    ]
    return [
        InlinePanel(
            "research_links", panels=fields, heading=_("Research"), label=_("Research"), help_text=help_text
        )
    ]


extensions = Extensions(
    panels=[Panels(kinds=KINDS, build=panels)],
    sections=[
        Section(
            name="research",
            kinds=KINDS,
            schema=ResearchlinksEvidence,
            build=build,
            reads=["research_links__record"],
            jsonld=citations,
            facets=[
                Facet(
                    key="evidence_tier",
                    label=_("Evidence"),
                    values=tier_values,
                    choices=[str(tier.value) for tier in Tier],
                ),
                Facet(
                    key="study_design",
                    label=_("Kind of study"),
                    values=design_values,
                    choices=list(StudyDesign.values),
                ),
            ],
        )
    ],
    named=["researchlinks.ResearchRecord"],
    jobs=[
        Job(name="fill in records", every=timedelta(days=1), run=fill_in_what_waits),
        Job(name="forget old imports", every=timedelta(days=1), run=forget_old_imports),
    ],
    slots=[
        Slot(
            place="content",
            section="research",
            template="researchlinks/evidence.html",
            style="researchlinks/evidence.css",
        )
    ],
    routes=Routes(urls="plugins.researchlinks.urls", audience=Audience.PUBLIC),
    access={
        "ResearchRecord": Access.WRITERS,
        "ResearchLink": Access.WITH_PAGE,
        "ReferenceImport": Access.NOBODY,
    },
)
