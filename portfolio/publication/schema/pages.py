"""Bodies: what every one has, and those of the pages about the portfolio itself."""

from typing_extensions import TypedDict

from portfolio.publication.schema.blocks import Block
from portfolio.publication.schema.names import Breadcrumb, Date, EntryKind, LicenceInfo, Ref


class Common(TypedDict):
    """What every body has."""

    breadcrumbs: list[Breadcrumb]
    """From home to the page's parent; not the page itself"""
    seo_title: str
    description: str
    """For search engines; "" where nobody wrote one"""
    licence: LicenceInfo | None
    disclosure: str
    """Who paid, and who gains by it"""
    reviewed_on: Date | None
    """When somebody last looked whether it still holds"""
    reading_minutes: int


class IndexBody(Common):
    """An index page. Its entries are a query on documents, never part of the document."""

    lists: EntryKind
    introduction: str


class StandardBody(Common):
    """A plain page."""

    introduction: str
    body: list[Block]


class HomeBody(Common):
    """The home page."""

    headline: str
    introduction: str
    body: list[Block]
    featured: list[Ref]
