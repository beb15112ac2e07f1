"""The section `research` of an entry's document, and the documents of records."""

from pydantic import JsonValue
from typing_extensions import TypedDict


class ResearchlinksTier(TypedDict):
    """One of ESSA's four tiers of evidence."""

    code: str
    """`1` (strongest) to `4`"""
    label: str
    words: str
    """The same in a plain sentence"""


class ResearchlinksTerm(TypedDict):
    """A value from a closed list."""

    code: str
    label: str


class ResearchlinksStudy(TypedDict):
    """A work of research: how it is cited, and what it found."""

    citation_text: str
    """In the form of a reference list after APA 7"""
    citation_html: str
    in_text: str
    url: str
    open_access_url: str
    note: str
    design: ResearchlinksTerm | None
    students: int | None
    sites: int | None
    grades: str
    found: ResearchlinksTerm | None
    effect: str
    is_peer_reviewed: bool | None
    wwc: ResearchlinksTerm | None
    wwc_url: str
    tier: ResearchlinksTier | None
    """As a reviewer of the network has assigned it"""
    tier_why: str
    tier_on: str | None
    last_reviewed: str | None
    """When a person last said that this holds, or how strong it is"""
    review_by: str | None
    """When it is due for another look"""
    is_stale: bool
    """Whether that day is past. It counts all the same"""
    is_retracted: bool
    is_sample: bool
    """Whether it is invented, to try the portfolio with"""
    csl: dict[str, JsonValue]
    """The reference as CSL-JSON"""


class ResearchlinksRecord(ResearchlinksStudy):
    """A work of research, and how the entry relates to it."""

    id: int
    public_id: str
    """Of its own document, `/research/<id>`, while the record is not withdrawn"""
    relation: ResearchlinksTerm
    is_withdrawn: bool


class ResearchlinksEvidence(TypedDict):
    """What the research says of an entry, and how sure it is. The tier is computed from the links."""

    tier: ResearchlinksTier | None
    is_mixed: bool
    is_stale: bool
    """Whether the work that the tier rests on is past its review"""
    reason: str
    records: list[ResearchlinksRecord]


class ResearchlinksWorkCard(TypedDict):
    """What a list says of a work of research."""

    citation_text: str
    """In the form of a reference list after APA 7"""
    year: int | None
    """When it came out"""
    design: ResearchlinksTerm | None
    found: ResearchlinksTerm | None
    tier: ResearchlinksTier | None
    is_retracted: bool


class ResearchlinksWork(ResearchlinksStudy):
    """A work of research that entries link. Which ones is asked of them: `/innovations?research=<id>`."""

    year: int | None
