"""What the API says around documents. The documents themselves are in `portfolio.publication.schema`."""

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field, WithJsonSchema
from typing_extensions import TypedDict

from portfolio.publication.schema import Url

STAND_IN = "x-component"
Count = Annotated[int, Field(ge=0)]
Sequence = Annotated[int, Field(ge=0)]


def component(name: str) -> WithJsonSchema:
    """Stand for a schema that `api.components` puts together under this name."""
    return WithJsonSchema({STAND_IN: name})


class Delivered(TypedDict):
    """What is added to a stored document on its way out."""

    url: Url
    """The address of its page"""
    path: str
    """The same, from the root of the site: `/innovations/maker-mondays/`"""
    sequence: Sequence
    """Its place in the log of changes; 0 in a preview"""


class FacetValue(TypedDict):
    """A value of a facet, and how many entries choosing it would leave."""

    value: str
    label: str
    count: Count
    selected: bool


class Listing(TypedDict):
    """What a list says besides its items."""

    next: str | None
    """The `cursor` of what follows; null at the end"""
    total: Count
    """How many there are in all"""
    facets: NotRequired[dict[str, list[FacetValue]]]
    """By facet, where `facets` asked for it"""
    included: NotRequired[dict[str, Annotated[Any, component("AnyCard")]]]
    """Cards of related entries by their id, where `include` asked for them"""


Html = Annotated[str, Field(description="HTML: plain text that is escaped, with `<mark>` around words found")]


class Highlights(TypedDict):
    """Where an entry says what was asked for."""

    title: Html
    snippet: Html
    """The part of the summary or of the text that says most of it; the summary where only the title does"""


class Highlighted(TypedDict):
    """What a search adds to a card."""

    highlights: Highlights
    chosen: bool
    """The network's staff put it first for these words, whatever it says of them"""


class SearchedText(TypedDict):
    """The words that were searched for."""

    text: str
    """As they were given"""
    corrected: dict[str, str]
    """Words that nobody wrote, and what was looked for as well in their place"""


class SearchEngine(TypedDict):
    """Who answered."""

    name: str
    is_fallback: bool
    """The one that was chosen is away, and this one stands in"""
    meaning: bool
    """What says it in other words was looked for as well"""


class Instead(TypedDict):
    """A search close to one that found nothing, and what it brings."""

    without: Literal["quotes", "word", "filter", "filters"]
    """What it does not ask for: side by side, the rarest word, one filter, any filter"""
    name: str
    """The word or the filter that is left out, where it is one"""
    text: str
    """The words that are left"""
    count: Count
    url: Url
    """The address of that search"""


class SearchAnswer(TypedDict):
    """What was found: the best first."""

    items: list[Annotated[Any, component("AnyHit")]]
    next: str | None
    """The `cursor` of what follows; null at the end"""
    total: Count
    """How many there are in all"""
    facets: NotRequired[dict[str, list[FacetValue]]]
    """By facet, where `facets` asked for it"""
    query: SearchedText
    engine: SearchEngine
    instead: NotRequired[list[Instead]]
    """Where nothing was found: what less would bring"""


class SuggestedEntry(TypedDict):
    """An entry that answers what is typed so far."""

    id: str
    kind: str
    title: str
    url: Url
    path: str


class Suggestions(TypedDict):
    """What may be about to be typed."""

    before: str
    """What is typed up to the word that is not finished"""
    words: list[str]
    """What that word may become, the commonest first"""
    entries: list[SuggestedEntry]


class ThemeNode(TypedDict):
    """A theme, and those that are part of it."""

    slug: str
    name: str
    description: str
    synonyms: list[str]
    path: str
    url: Url
    count: Count
    """How many entries are about it or a part of it"""
    children: "list[ThemeNode]"


class Themes(TypedDict):
    """The tree of themes."""

    items: list[ThemeNode]


class Change(TypedDict):
    """The latest that happened to a document."""

    sequence: Sequence
    id: str
    locale: str
    kind: str
    """One of the kinds of documents; of what is gone it may be one that is no more"""
    state: Literal["live", "gone"]
    """`gone`: take it away, whatever you kept of it"""
    document: NotRequired[Annotated[Any, component("ChangedDocument")]]
    """Where `documents` asked for it and the document is live"""


class Changes(TypedDict):
    """The log of what was published, changed and withdrawn, in the order in which it happened."""

    epoch: str
    items: list[Change]
    next: Sequence
    """The `after` to go on from"""
    more: bool
    """Whether there is more right now"""


class Collection(TypedDict):
    """A kind of thing that is here, and where."""

    name: str
    kinds: list[str]
    url: Url
    count: Count


class LogPosition(TypedDict):
    """How far the log has come."""

    epoch: str
    """Another one when the log begins anew, as after a restored backup: start over then"""
    sequence: Sequence


class Links(TypedDict):
    """Where all else is."""

    themes: Url
    changes: Url
    search: Url
    suggest: Url
    openapi: Url
    docs: Url


class Overview(TypedDict):
    """What is here."""

    collections: list[Collection]
    log: LogPosition
    links: Links


class ProblemDetails(TypedDict):
    """What went wrong and how to put it right (RFC 9457)."""

    type: str
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    parameter: NotRequired[str]
    """The name of the parameter that is to blame"""


ANSWERS: tuple[Any, ...] = (
    Listing,
    Highlighted,
    SearchAnswer,
    Suggestions,
    Themes,
    Changes,
    Overview,
    ProblemDetails,
)
