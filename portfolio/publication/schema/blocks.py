"""Prose: a list of blocks, each told apart by its `type`. New types may come; pass over unknown ones."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType, TypedDict

from portfolio.publication.schema.media import FileInfo, PictureInfo
from portfolio.publication.schema.names import Quote


class HeadingValue(TypedDict):
    text: str
    anchor: str
    """A name for its place on the page, unique there"""


class TextValue(TypedDict):
    html: str
    """Paragraphs, lists and links"""


class FigureValue(TypedDict):
    picture: PictureInfo
    decorative: bool
    """Whether it shows nothing that the text does not say"""
    caption: str


class FactValue(TypedDict):
    """One number that stands out."""

    number: str
    """As it is to be shown: `12`, `$60`, `1 in 3`"""
    label: str
    source: str


class TableValue(TypedDict):
    caption: str
    head: list[str]
    """The cells of the first row, where that is one of headings; else empty"""
    first_column_head: bool
    """Whether the first cell of each row is its heading"""
    rows: list[list[str]]


class VideoValue(TypedDict):
    """A video elsewhere, as a link."""

    url: str
    title: str
    captions: bool
    transcript_html: str


class HeadingBlock(TypedDict):
    """A heading of the second level."""

    type: Literal["heading"]
    id: str
    value: HeadingValue


class SubheadingBlock(TypedDict):
    """A heading of the third level."""

    type: Literal["subheading"]
    id: str
    value: HeadingValue


class TextBlock(TypedDict):
    type: Literal["text"]
    id: str
    value: TextValue


class FigureBlock(TypedDict):
    type: Literal["figure"]
    id: str
    value: FigureValue


class QuoteBlock(TypedDict):
    type: Literal["quote"]
    id: str
    value: Quote


class FactBlock(TypedDict):
    type: Literal["fact"]
    id: str
    value: FactValue


class TableBlock(TypedDict):
    type: Literal["table"]
    id: str
    value: TableValue


class VideoBlock(TypedDict):
    type: Literal["video"]
    id: str
    value: VideoValue


class FileBlock(TypedDict):
    type: Literal["file"]
    id: str
    value: FileInfo


AnyBlock = (
    HeadingBlock
    | SubheadingBlock
    | TextBlock
    | FigureBlock
    | QuoteBlock
    | FactBlock
    | TableBlock
    | VideoBlock
    | FileBlock
)
Block = TypeAliasType("Block", Annotated[AnyBlock, Field(discriminator="type")])
"""A piece of prose. `id` stays the same while the block is edited"""
