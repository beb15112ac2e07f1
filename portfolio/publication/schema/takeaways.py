"""The bodies of what others can take home: toolkits and playbooks."""

from typing_extensions import TypedDict

from portfolio.publication.schema.media import FileInfo
from portfolio.publication.schema.names import ContactInfo, Date, LicenceInfo, Ref, Term
from portfolio.publication.schema.pages import Common


class Takeaway(Common):
    """What toolkits and playbooks share."""

    audience: list[Term]
    """The roles it is for"""
    grade_bands: list[Term]
    version: str
    updated_on: Date | None
    how_to_use_html: str
    authors: list[ContactInfo]


class Item(TypedDict):
    """One item of a toolkit: a file or, where `file` is null, a link."""

    title: str
    kind: Term
    description: str
    file: FileInfo | None
    url: str
    """For links; "" for files"""
    host: str
    """The host of `url`, to show beside it: `example.org`"""
    licence: LicenceInfo | None
    language: str
    """`en`, `es`"""
    accessible: bool | None
    """Whether its author says that it works with assistive technology; null where nobody has said"""


class ToolkitBody(Takeaway):
    """A toolkit."""

    items: list[Item]


class Resource(TypedDict):
    """Something that helps with a step: a file, a link or both."""

    title: str
    file: FileInfo | None
    url: str


class PlaybookStep(TypedDict):
    """One step: what to do, who does it, and how one knows that it is done."""

    id: str
    """Stays the same while the step is edited or moved; "" in a draft that was never saved"""
    anchor: str
    """A name for its place on the page, unique there"""
    title: str
    why: str
    how_html: str
    owner: Term | None
    """The role that sees to it"""
    time: str
    difficulty: Term | None
    inputs: list[str]
    """What must be at hand"""
    checklist: list[str]
    key_questions: list[str]
    done_when: list[str]
    resources: list[Resource]
    example: Ref | None
    """An entry that shows it done"""


class Phase(TypedDict):
    """Steps that belong together."""

    anchor: str
    title: str
    goal: str
    duration: str
    steps: list[PlaybookStep]


class PlaybookBody(Takeaway):
    """A playbook."""

    purpose_html: str
    readiness_questions: list[str]
    phases: list[Phase]
    total_time: str
