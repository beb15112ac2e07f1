"""What the plugin adds: each point of the contract once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from typing_extensions import TypedDict
from wagtail.admin.panels import InlinePanel

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
    PlanPart,
    Problem,
    PublishCheck,
    Routes,
    RowContent,
    Sample,
    SampleRows,
    Section,
    Slot,
    Sources,
)

KINDS: tuple[EntryKind, ...] = ("innovation", "toolkit")


class SamplepluginPartner(TypedDict):
    """Someone an entry was made with."""

    code: str
    id: str
    name: str
    part: str


class SamplepluginPartnerCard(TypedDict):
    """A partner, in a list."""

    letters: int


class SamplepluginPartnerBody(TypedDict):
    """A partner that entries were made with."""

    name: str
    letters: int


class SamplepluginPartners(TypedDict):
    """Who an entry was made with."""

    partners: list[SamplepluginPartner]


def panels() -> list[InlinePanel]:
    return [InlinePanel("made_with", heading="Made with", label="Partner")]


def build(page: Any, sources: Sources) -> SamplepluginPartners | None:
    rows = list(page.made_with.all())
    for row in rows:
        sources.read("sample_plugin.partner", row.partner_id)
    partners: list[SamplepluginPartner] = [
        {
            "code": f"p{row.partner_id}",
            "id": str(row.partner.public_id),
            "name": row.partner.name,
            "part": row.part,
        }
        for row in rows
        if row.partner.is_public
    ]
    return {"partners": partners} if partners else None


def values(section: SamplepluginPartners) -> list[tuple[str, str]]:
    return [(partner["code"], partner["name"]) for partner in section["partners"]]


def ids(section: SamplepluginPartners) -> list[tuple[str, str]]:
    return [(partner["id"], partner["name"]) for partner in section["partners"]]


def how_many(section: SamplepluginPartners) -> float:
    return len(section["partners"])


def plan(section: SamplepluginPartners) -> PlanPart:
    names = ((partner["name"], partner["part"]) for partner in section["partners"])
    return PlanPart(title="Made with", html=format_html_join("", "<p>{}: {}</p>", names))


def build_partner(partner: Any, sources: Sources) -> RowContent[SamplepluginPartnerBody]:
    letters = len(partner.name)
    return RowContent(
        title=partner.name,
        summary="",
        card={"letters": letters},
        body={"name": partner.name, "letters": letters},
        added_at=partner.added_at,
        changed_at=partner.added_at,
    )


def initial(body: SamplepluginPartnerBody) -> list[tuple[str, str]]:
    return [(body["name"][:1].lower(), body["name"][:1])] if body["name"][:1].isascii() else []


def path_of(partner: Any) -> str:
    return reverse("sample_plugin:partner", args=[partner.public_id])


def check(page: Any) -> Iterator[Problem]:
    for number, row in enumerate(page.made_with.all()):
        if not row.part:
            why = "Readers ask what a partner is needed for."
            yield Problem("part", f"made_with.{number}.part", "Say what the partner did.", why)


def forget_unnamed_partners() -> None:
    from tests.sample_plugin.models import MadeWith, Partner

    Partner.objects.exclude(pk__in=MadeWith.objects.values("partner")).filter(name="").delete()


def ask_what_partners_did() -> None:
    """Mail those who look after the entries that do not say so."""
    from portfolio.extensions import tell_writers
    from tests.sample_plugin.models import MadeWith

    unsaid = MadeWith.objects.filter(part="", page__live=True).select_related("partner")
    tell_writers("sample_plugin/mail/unsaid", {row.page_id: row.partner.name for row in unsaid})


def sample_partners() -> dict[str, Any]:
    from tests.sample_plugin.models import Partner

    return {"kiln": Partner(name="The Invented Kiln"), "press": Partner(name="The Invented Press")}


def sample_entries() -> dict[str, dict[str, list[dict[str, Any]]]]:
    return {
        "innovation/kitchen-garden": {"made_with": [{"partner": "kiln", "part": "Fired the pots"}]},
        "toolkit/water-lab-starter-kit": {
            "made_with": [{"partner": "kiln", "part": "Jars"}, {"partner": "press", "part": "Labels"}]
        },
    }


extensions = Extensions(
    panels=[Panels(kinds=KINDS, build=panels)],
    sections=[
        Section(
            name="made_with",
            kinds=KINDS,
            schema=SamplepluginPartners,
            build=build,
            reads=["made_with__partner"],
            plan=plan,
            facets=[
                Facet(key="partner", label="Made with", values=values),
                Facet(
                    key="made_with", label="Made with the partner of this id", values=ids, is_offered=False
                ),
            ],
            orders=[Order(key="partners", label="Most partners", value=how_many)],
        )
    ],
    named=["sample_plugin.Partner"],
    kinds=[
        Kind(
            name="partner",
            collection="partners",
            label="Partner",
            model="sample_plugin.Partner",
            card=SamplepluginPartnerCard,
            body=SamplepluginPartnerBody,
            build=build_partner,
            path=path_of,
            public_if={"is_public": True},
            facets=[Facet(key="initial", label="Initial", values=initial)],
            inherited=["theme"],
            numbers=[
                Number(
                    key="letters",
                    label="Letters of the name",
                    order="Longest first",
                    value=lambda body: body["letters"],
                    least=0,
                    most=80,
                )
            ],
        )
    ],
    slots=[Slot(place="content", section="made_with", template="sample_plugin/partners.html")],
    checks=[PublishCheck(kinds=KINDS, check=check)],
    jobs=[
        Job(name="forget unnamed partners", every=timedelta(days=1), run=forget_unnamed_partners),
        Job(name="ask what partners did", every=timedelta(days=30), run=ask_what_partners_did),
    ],
    routes=Routes(urls="tests.sample_plugin.urls", audience=Audience.PUBLIC),
    sample=Sample(
        rows=[SampleRows(model="sample_plugin.Partner", build=sample_partners)], entries=sample_entries
    ),
    access={"Partner": Access.WRITERS, "MadeWith": Access.WITH_PAGE},
)
