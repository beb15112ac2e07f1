"""Cards: what a list shows of a document."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from portfolio.publication.schema.media import PictureInfo
from portfolio.publication.schema.names import Date, DistrictRef, Kind, Term, ThemeRef, Timestamp


class CardFields(TypedDict):
    """What a card of any kind has."""

    id: str
    """The document's public id. It stays through every move and rename, and is never used again"""
    locale: str
    """Its language: `en` or `es`"""
    title: str
    summary: str
    """One or two plain sentences"""
    picture: PictureInfo | None
    districts: list[DistrictRef]
    themes: list[ThemeRef]
    is_sample: bool
    """Whether it is invented, to show what such an entry looks like"""
    published_at: Timestamp
    """When it first came out"""
    updated_at: Timestamp
    initials: str
    """Up to two letters for the place of a missing picture: `MV`"""
    hue: Annotated[int, Field(ge=0, le=359)]
    """The colour that goes with them, from the first theme, else from the title"""


class DistrictCard(CardFields):
    """A member district, in a list."""

    kind: Literal["district"]
    leaid: str
    """NCES identifier: text of seven digits, with leading zeros"""
    state: Term | None
    """Null for samples"""
    locale_group: Term | None
    """City, suburb, town or rural"""
    students: int | None
    facts_year: str
    """The school year that `students` is from: `2022-23`"""


class InnovationCard(CardFields):
    """An innovation, in a list."""

    kind: Literal["innovation"]
    maturity: Term
    cost: Term | None
    """The band that the cost of the first year lies in"""
    grade_bands: list[Term]
    start_year: int | None


class StoryCard(CardFields):
    """A story, in a list."""

    kind: Literal["story"]
    story_kind: Term
    date: Date | None
    reading_minutes: int


class ToolkitCard(CardFields):
    """A toolkit, in a list."""

    kind: Literal["toolkit"]
    item_count: int
    formats: list[str]
    """Extensions in capitals, and `Link` where an item is on another site"""


class PlaybookCard(CardFields):
    """A playbook, in a list."""

    kind: Literal["playbook"]
    phase_count: int
    step_count: int
    total_time: str


class PageCard(CardFields):
    """A plain page, such as the one on privacy, in a list."""

    kind: Literal["page"]


class IndexCard(CardFields):
    """A page that lists the entries of one kind, in a list."""

    kind: Literal["index"]


class HomeCard(CardFields):
    """The home page, in a list."""

    kind: Literal["home"]


class Card(CardFields):
    """A card of any kind, as templates use it: what all have, and what only some do."""

    kind: Kind
    maturity: NotRequired[Term]
    cost: NotRequired[Term | None]
    grade_bands: NotRequired[list[Term]]
    start_year: NotRequired[int | None]
    story_kind: NotRequired[Term]
    date: NotRequired[str | None]
    reading_minutes: NotRequired[int]
    item_count: NotRequired[int]
    formats: NotRequired[list[str]]
    phase_count: NotRequired[int]
    step_count: NotRequired[int]
    total_time: NotRequired[str]
    leaid: NotRequired[str]
    state: NotRequired[Term | None]
    locale_group: NotRequired[Term | None]
    students: NotRequired[int | None]
    facts_year: NotRequired[str]
