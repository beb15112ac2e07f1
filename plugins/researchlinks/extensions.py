"""What the plugin adds. docs/plugins/ has a page for each point."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from plugins.researchlinks.documents import (
    build,
    build_work,
    citations,
    design_of_work,
    design_values,
    ids_of_what_contradicts,
    path_of,
    record_ids,
    references,
    strength_of,
    tier_of_work,
    tier_values,
)
from plugins.researchlinks.evidence.vocabulary import StudyDesign, Tier
from plugins.researchlinks.sample import sample_links, sample_works
from plugins.researchlinks.schema import ResearchlinksEvidence, ResearchlinksWork, ResearchlinksWorkCard
from portfolio.extensions import (
    Access,
    Audience,
    EntryKind,
    Extensions,
    Facet,
    Job,
    Kind,
    Number,
    Order,
    Panels,
    Routes,
    Sample,
    SampleRows,
    Section,
    Slot,
)

KINDS: tuple[EntryKind, ...] = ("innovation", "toolkit", "playbook")
TIERS = [str(tier.value) for tier in Tier]

Values = Callable[[Any], list[tuple[str, str]]]


def strength(tiers: Values, designs: Values) -> list[Facet[Any]]:
    """Return the facets by which entries and works alike are found."""
    return [
        Facet(key="evidence_tier", label=_("Evidence"), values=tiers, choices=TIERS),
        Facet(
            key="study_design",
            label=_("Kind of study"),
            values=designs,
            choices=list(StudyDesign.values),
        ),
    ]


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
            plan=references,
            facets=[
                *strength(tier_values, design_values),
                Facet(
                    key="research",
                    label=_("Linking the research with this id"),
                    values=record_ids,
                    is_offered=False,
                ),
                Facet(
                    key="contradicted_by",
                    label=_("Linking the research with this id as speaking against it"),
                    values=ids_of_what_contradicts,
                    is_offered=False,
                ),
            ],
            orders=[Order(key="evidence", label=_("Strongest evidence"), value=strength_of)],
        )
    ],
    kinds=[
        Kind(
            name="research",
            collection="research",
            label=_("Research"),
            model="researchlinks.ResearchRecord",
            card=ResearchlinksWorkCard,
            body=ResearchlinksWork,
            build=build_work,
            path=path_of,
            public_if={"is_withdrawn": False},
            succeeded_by="merged_into",
            facets=strength(tier_of_work, design_of_work),
            inherited=["theme"],
            numbers=[
                Number(
                    key="year",
                    label=_("The year it came out"),
                    order=_("Newest work first"),
                    value=lambda work: work["year"],
                    least=1500,
                    most=2200,
                )
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
    sample=Sample(
        rows=[SampleRows(model="researchlinks.ResearchRecord", build=sample_works)], entries=sample_links
    ),
    access={
        "ResearchRecord": Access.WRITERS,
        "ResearchLink": Access.WITH_PAGE,
        "AddressCheck": Access.NOBODY,
        "DistinctPair": Access.NOBODY,
        "GatheredAddresses": Access.NOBODY,
        "Host": Access.NOBODY,
        "SourceCheck": Access.NOBODY,
        "Telling": Access.NOBODY,
        "ReferenceImport": Access.NOBODY,
    },
)
