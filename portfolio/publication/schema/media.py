"""Pictures and files."""

from typing_extensions import TypedDict

from portfolio.publication.schema.names import LicenceInfo, Url


class PictureSource(TypedDict):
    """A `<source>` of a `<picture>`, from the format that weighs least to the one that weighs most."""

    type: str
    """`image/avif` or `image/webp`"""
    srcset: str
    """Addresses with their widths, ready for use; "" where none is made yet"""


class PictureInfo(TypedDict):
    """A picture, in sizes that exist."""

    src: str
    """The JPEG for browsers that know none of `sources`"""
    width: int
    height: int
    alt: str
    """"" for a picture that only decorates"""
    caption: str
    credit: str
    licence: LicenceInfo | None
    focal: tuple[int, int]
    """What must stay in sight: x and y in per cent of width and height"""
    sources: list[PictureSource]


class FileInfo(TypedDict):
    """A file to download."""

    title: str
    path: str
    url: Url
    format: str
    """Its extension in capitals: `PDF`"""
    size: int
    """In bytes"""
    accessible: bool | None
    """Whether its author says that it works with assistive technology; null where nobody has said"""
