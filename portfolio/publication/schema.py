"""What a document holds: the one description of it that pages, API, search and feeds share.

A document is a *card* (for lists) and a *body* (for its own page). Texts that end in `_html` are
sanitised HTML, all others are plain text. Dates are ISO 8601. Money is whole US dollars. An
absent fact is `None`, an absent list is empty; nothing is left out, so that a template or client
never has to guess. `path` is relative to the site's root, `/innovations/maker-mondays/`.
"""

from typing import Any, Literal, NotRequired, TypedDict

Kind = Literal["home", "page", "index", "district", "innovation", "story", "toolkit", "playbook"]


class Term(TypedDict):
    """A value from a closed list or the taxonomy: its code and the words for it."""

    code: str
    label: str


class ThemeRef(TypedDict):
    slug: str
    name: str
    path: str
    """`/themes/<slug>/`"""
    url: str


class Ref(TypedDict):
    """Another public document, by name. Only public ones are ever named."""

    id: str
    kind: Kind
    title: str
    path: str
    url: str


class LicenceInfo(TypedDict):
    code: str
    label: str
    url: str | None


class PictureSource(TypedDict):
    """`<source>`: `type` is `image/avif` or `image/webp`, `srcset` is ready to use."""

    type: str
    srcset: str


class PictureInfo(TypedDict):
    """A picture whose renditions exist. `focal` is x and y of the focal point in per cent."""

    src: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    licence: LicenceInfo | None
    focal: tuple[int, int]
    sources: list[PictureSource]


class DistrictRef(TypedDict):
    """A district that an entry is from. `page` is there where the district is a public member."""

    leaid: str
    name: str
    state: str
    """USPS code; "" for samples"""
    state_name: str
    page: Ref | None


class DistrictFacts(TypedDict):
    """NCES facts. `year` is a school year such as `2022-23`; `source` names the file."""

    leaid: str
    name: str
    state: str
    state_name: str
    city: str
    county: str
    lea_type: str | None
    locale: Term | None
    """code "41", label "Rural: Fringe" """
    locale_group: Term | None
    size: Term | None
    grades: str
    """"PK–12" """
    students: int | None
    teachers_fte: float | None
    students_per_teacher: float | None
    schools: int | None
    ell_percent: float | None
    iep_percent: float | None
    frl_percent: float | None
    latitude: float | None
    longitude: float | None
    year: str
    source: str
    closed_on: str | None
    successor: DistrictRef | None


class ContactInfo(TypedDict):
    """Whom to ask. `form_path` is there only where readers may write to them."""

    name: str
    role: str
    form_path: str | None
    form_url: str | None


class Block(TypedDict):
    """A piece of prose. `type` and the shape of `value`:

    heading, subheading: {text, anchor} · text: {html} · figure: {picture: PictureInfo|None,
    decorative, caption} · quote: {text, name, role} · fact: {number, label, source} ·
    table: {caption, head: [str], first_column_head: bool, rows: [[str]]} ·
    video: {url, title, captions: bool, transcript_html} · file: FileInfo
    """

    type: str
    id: str
    value: Any


class FileInfo(TypedDict):
    """A file to download. `size` is in bytes, `format` is its extension in capitals."""

    title: str
    path: str
    url: str
    format: str
    size: int
    accessible: bool | None


class Card(TypedDict):
    """What a list shows of a document. `marks` are the few facts that a card carries."""

    id: str
    kind: Kind
    locale: str
    title: str
    summary: str
    picture: PictureInfo | None
    districts: list[DistrictRef]
    themes: list[ThemeRef]
    is_sample: bool
    published_at: str
    updated_at: str
    initials: str
    """For the designed fallback where there is no picture: "MV" """
    hue: int
    """0–359, from the first theme (else the title): the fallback's colour"""
    # by kind:
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


class Breadcrumb(TypedDict):
    title: str
    path: str
    url: str


class Common(TypedDict):
    """What every body has."""

    breadcrumbs: list[Breadcrumb]
    """From home to the page's parent; not the page itself"""
    seo_title: str
    description: str
    licence: LicenceInfo | None
    disclosure: str
    reviewed_on: str | None
    reading_minutes: int


class Milestone(TypedDict):
    date: str | None
    text: str


class Quote(TypedDict):
    text: str
    name: str
    role: str


class DistrictBody(Common):
    facts: DistrictFacts
    short_name: str
    aliases: list[str]
    website: str
    logo: PictureInfo | None
    superintendent: ContactInfo | None
    contact: ContactInfo | None
    about: list[Block]
    milestones: list[Milestone]
    quotes: list[Quote]


class Scale(TypedDict):
    schools: int | None
    students: int | None
    teachers: int | None
    as_of: str | None


class Cost(TypedDict):
    band: Term | None
    one_time: int | None
    annual: int | None
    per_student: int | None
    year: int | None
    note: str
    funding: str


class Needs(TypedDict):
    staff: str
    staff_fte: float | None
    months_to_start: int | None
    time: str
    prerequisites_html: str
    technology: str
    policy_state: Term | None
    policy: str
    policy_url: str


class Step(TypedDict):
    title: str
    html: str
    time: str


class Result(TypedDict):
    metric: str
    before: str
    after: str
    n: int | None
    period: str
    source: str
    source_url: str


class InnovationBody(Common):
    problem_html: str
    practice: list[Block]
    grade_bands: list[Term]
    student_groups: list[Term]
    roles: list[Term]
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
    story_kind: Term
    date: str | None
    byline: str
    body: list[Block]
    innovations: list[Ref]


class Takeaway(Common):
    """What toolkits and playbooks share."""

    audience: list[Term]
    grade_bands: list[Term]
    version: str
    updated_on: str | None
    how_to_use_html: str
    authors: list[ContactInfo]


class Item(TypedDict):
    """One item of a toolkit: `file` or `url`, never both."""

    title: str
    kind: Term
    description: str
    file: FileInfo | None
    url: str
    host: str
    """"example.org", for links"""
    licence: LicenceInfo | None
    language: str
    accessible: bool | None


class ToolkitBody(Takeaway):
    items: list[Item]


class Resource(TypedDict):
    title: str
    file: FileInfo | None
    url: str


class PlaybookStep(TypedDict):
    anchor: str
    title: str
    why: str
    how_html: str
    owner: Term | None
    time: str
    difficulty: Term | None
    inputs: list[str]
    checklist: list[str]
    key_questions: list[str]
    done_when: list[str]
    resources: list[Resource]
    example: Ref | None


class Phase(TypedDict):
    anchor: str
    title: str
    goal: str
    duration: str
    steps: list[PlaybookStep]


class PlaybookBody(Takeaway):
    purpose_html: str
    readiness_questions: list[str]
    phases: list[Phase]
    total_time: str


class IndexBody(Common):
    """An index page. Its entries are a query on documents, never part of the document."""

    lists: Kind
    introduction: str


class StandardBody(Common):
    body: list[Block]


class HomeBody(Common):
    headline: str
    introduction: str
    body: list[Block]
    featured: list[Ref]
