"""What the plugin adds. docs/plugins/ has a page for each point."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.module_loading import import_string
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


def job(name: str) -> Callable[[], object]:
    """Return what runs `name` of `jobs`, where models are loaded: they are there by the time it runs."""
    return lambda: import_string(f"plugins.researchlinks.jobs.{name}")()


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
        Job(name="ask about records", every=timedelta(minutes=5), run=job("ask_about_records")),
        Job(name="gather addresses", every=timedelta(hours=1), run=job("gather_addresses")),
        Job(name="look at addresses", every=timedelta(minutes=5), run=job("look_at_addresses")),
        Job(name="mark stale records", every=timedelta(hours=1), run=job("mark_stale_records")),
        Job(name="tell of concerns", every=timedelta(days=1), run=job("tell_of_concerns")),
        Job(name="forget old imports", every=timedelta(days=1), run=job("forget_old_imports")),
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
        "AddressCheck": Access.NOBODY,
        "Host": Access.NOBODY,
        "SourceCheck": Access.NOBODY,
        "Telling": Access.NOBODY,
        "ReferenceImport": Access.NOBODY,
    },
)
