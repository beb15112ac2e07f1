"""The body of a member district's document."""

from typing_extensions import TypedDict

from portfolio.publication.schema.blocks import Block
from portfolio.publication.schema.media import PictureInfo
from portfolio.publication.schema.names import ContactInfo, Date, DistrictRef, Quote, Term
from portfolio.publication.schema.pages import Common


class DistrictFacts(TypedDict):
    """What the National Center for Education Statistics (NCES) reports of a district."""

    leaid: str
    name: str
    state: str
    """USPS code; "" for samples"""
    state_name: str
    city: str
    county: str
    lea_type: str | None
    locale: Term | None
    """NCES locale: code `41`, label `Rural: Fringe`"""
    locale_group: Term | None
    """City, suburb, town or rural"""
    size: Term | None
    """The band that the number of students lies in"""
    grades: str
    """The span of grades: `PK–12`"""
    students: int | None
    teachers_fte: float | None
    """Teachers, in full-time equivalents"""
    students_per_teacher: float | None
    schools: int | None
    ell_percent: float | None
    """English learners among the students"""
    iep_percent: float | None
    """Students with an individualized education program"""
    frl_percent: float | None
    """Students eligible for free or reduced-price lunch"""
    latitude: float | None
    longitude: float | None
    year: str
    """The school year of the facts: `2022-23`"""
    source: str
    """The file that they are from"""
    closed_on: Date | None
    successor: DistrictRef | None
    """The district that took its schools over"""


class Milestone(TypedDict):
    """Something that happened in the district."""

    date: Date | None
    text: str


class DistrictBody(Common):
    """A member district: who they are, in facts and in their own words."""

    facts: DistrictFacts
    short_name: str
    aliases: list[str]
    """Other names that it goes by"""
    website: str
    logo: PictureInfo | None
    superintendent: ContactInfo | None
    contact: ContactInfo | None
    about: list[Block]
    milestones: list[Milestone]
    quotes: list[Quote]
