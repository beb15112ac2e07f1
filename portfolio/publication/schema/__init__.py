"""What a document holds: the one description of it that pages, API, search and feeds share.

A document is a *card* (for lists) and a *body* (for its own page). Texts that end in `_html` are
sanitised HTML, all others are plain text. Dates are ISO 8601. Money is whole US dollars. An
absent fact is `None`, an absent list is empty; nothing is left out, so that a template or client
never has to guess. `path` is relative to the site's root, `/innovations/maker-mondays/`; `url`,
beside it, is the whole address.

Docstrings here, of fields too, are the words of the API's documentation (`api/openapi.py`).
"""

from dataclasses import dataclass
from typing import Any

from portfolio.publication.schema.blocks import (
    AnyBlock,
    Block,
    FactBlock,
    FactValue,
    FigureBlock,
    FigureValue,
    FileBlock,
    HeadingBlock,
    HeadingValue,
    QuoteBlock,
    SubheadingBlock,
    TableBlock,
    TableValue,
    TextBlock,
    TextValue,
    VideoBlock,
    VideoValue,
)
from portfolio.publication.schema.cards import (
    Card,
    CardFields,
    DistrictCard,
    HomeCard,
    IndexCard,
    InnovationCard,
    PageCard,
    PlaybookCard,
    StoryCard,
    ToolkitCard,
)
from portfolio.publication.schema.districts import DistrictBody, DistrictFacts, Milestone
from portfolio.publication.schema.entries import Cost, InnovationBody, Needs, Result, Scale, Step, StoryBody
from portfolio.publication.schema.media import FileInfo, PictureInfo, PictureSource
from portfolio.publication.schema.names import (
    Breadcrumb,
    ContactInfo,
    Date,
    DistrictRef,
    EntryKind,
    Kind,
    LicenceInfo,
    Quote,
    Ref,
    Term,
    ThemeRef,
    Timestamp,
    Url,
)
from portfolio.publication.schema.pages import Common, HomeBody, IndexBody, StandardBody
from portfolio.publication.schema.takeaways import (
    Item,
    Phase,
    PlaybookBody,
    PlaybookStep,
    Resource,
    Takeaway,
    ToolkitBody,
)


@dataclass(frozen=True)
class KindSchema:
    """The two halves of a document of one kind, as TypedDicts."""

    card: Any
    body: Any


KINDS: dict[Kind, KindSchema] = {
    "district": KindSchema(DistrictCard, DistrictBody),
    "innovation": KindSchema(InnovationCard, InnovationBody),
    "story": KindSchema(StoryCard, StoryBody),
    "toolkit": KindSchema(ToolkitCard, ToolkitBody),
    "playbook": KindSchema(PlaybookCard, PlaybookBody),
    "page": KindSchema(PageCard, StandardBody),
    "index": KindSchema(IndexCard, IndexBody),
    "home": KindSchema(HomeCard, HomeBody),
}


def markdown_key(key: str) -> str:
    """Return the name that `key` of a body has where texts are asked for as Markdown.

    What ends in `_html` ends in `_markdown`, and `html` alone (of a text block, of a step) is `markdown`.
    """
    return f"{key.removesuffix('html')}markdown" if key == "html" or key.endswith("_html") else key


__all__ = [
    "KINDS", "AnyBlock", "Block", "Breadcrumb", "Card", "CardFields", "Common", "ContactInfo", "Cost", "Date",
    "DistrictBody", "DistrictCard", "DistrictFacts", "DistrictRef", "EntryKind", "FactBlock", "FactValue",
    "FigureBlock", "FigureValue", "FileBlock", "FileInfo", "HeadingBlock", "HeadingValue", "HomeBody",
    "HomeCard", "IndexBody", "IndexCard", "InnovationBody", "InnovationCard", "Item", "Kind", "KindSchema",
    "LicenceInfo", "Milestone", "Needs", "PageCard", "Phase", "PictureInfo", "PictureSource", "PlaybookBody",
    "PlaybookCard", "PlaybookStep", "Quote", "QuoteBlock", "Ref", "Resource", "Result", "Scale",
    "StandardBody", "Step", "StoryBody", "StoryCard", "SubheadingBlock", "TableBlock", "TableValue",
    "Takeaway", "Term", "TextBlock", "TextValue", "ThemeRef", "Timestamp", "ToolkitBody", "ToolkitCard",
    "Url", "VideoBlock", "VideoValue", "markdown_key",
]  # fmt: skip
