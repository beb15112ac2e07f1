"""The bodies of innovations and stories."""

from typing_extensions import TypedDict

from portfolio.publication.schema.blocks import Block
from portfolio.publication.schema.names import ContactInfo, Date, Ref, Term
from portfolio.publication.schema.pages import Common


class Scale(TypedDict):
    """How many take part."""

    schools: int | None
    students: int | None
    teachers: int | None
    as_of: Date | None


class Cost(TypedDict):
    """What it costs, in whole US dollars. Null is not stated, 0 is nothing."""

    band: Term | None
    """The band that the cost of the first year lies in"""
    one_time: int | None
    annual: int | None
    per_student: int | None
    year: int | None
    """The year of the prices"""
    note: str
    funding: str
    """Where the money comes from"""


class Needs(TypedDict):
    """What another district would need."""

    staff: str
    staff_fte: float | None
    """Staff, in full-time equivalents"""
    months_to_start: int | None
    time: str
    prerequisites_html: str
    technology: str
    policy_state: Term | None
    """The state whose rules `policy` is about"""
    policy: str
    policy_url: str


class Step(TypedDict):
    """A step on the way there, in their order."""

    title: str
    html: str
    time: str


class Result(TypedDict):
    """What came of it: one measure, before and after."""

    metric: str
    before: str
    after: str
    n: int | None
    """How many students it was measured on"""
    period: str
    source: str
    source_url: str


class InnovationBody(Common):
    """An innovation: what they did, for whom, what it took, what came of it, and what did not work."""

    problem_html: str
    practice: list[Block]
    grade_bands: list[Term]
    student_groups: list[Term]
    roles: list[Term]
    """Who does it"""
    maturity: Term
    start_year: int | None
    scale: Scale
    cost: Cost
    needs: Needs
    steps: list[Step]
    results: list[Result]
    what_did_not_work_html: str
    advice_html: str
    contact: ContactInfo | None
    related: list[Ref]


class StoryBody(Common):
    """A story, a case study or a note of a visit."""

    story_kind: Term
    date: Date | None
    byline: str
    body: list[Block]
    innovations: list[Ref]
    """What it is about"""
