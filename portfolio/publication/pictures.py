"""Pictures as a page needs them: existing renditions only, and who makes the missing ones."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wagtail.images.models import Filter

from portfolio.models.media import PeopleShown, PeopleShownMixin, Picture, Rendition
from portfolio.models.vocabulary import Licence
from portfolio.publication.encoding import BASE
from portfolio.publication.schema import PictureInfo, PictureSource
from portfolio.publication.sources import Sources
from portfolio.publication.terms import licence_info


class Shape(StrEnum):
    """How a picture is cut: `cover` to 16:10 by its focal point, `figure` as it is."""

    COVER = "cover"
    FIGURE = "figure"


FORMATS = ("avif", "webp")
FALLBACK = "jpeg"


@dataclass(frozen=True)
class Cuts:
    sizes: tuple[str, ...]
    fallback: str


CUTS = {
    Shape.COVER: Cuts(("fill-480x300", "fill-960x600", "fill-1440x900"), "fill-960x600"),
    Shape.FIGURE: Cuts(("max-480x960", "max-960x1280", "max-1440x1920"), "max-960x1280"),
}


def filter_specs(shape: Shape) -> list[str]:
    """Return every rendition that `shape` asks for, as Wagtail's filter specs."""
    cuts = CUTS[shape]
    specs = [f"{size}|format-{kind}" for kind in FORMATS for size in cuts.sizes]
    return [*specs, f"{cuts.fallback}|format-{FALLBACK}"]


def make_renditions(picture: Picture, *shapes: Shape) -> None:
    """Make the renditions of `picture` that are missing. Slow: never in a reader's request."""
    for shape in shapes or tuple(Shape):
        picture.get_renditions(*filter_specs(shape))


def existing_renditions(picture: Picture, shape: Shape) -> dict[str, Rendition]:
    found = picture.find_existing_renditions(*(Filter(spec=spec) for spec in filter_specs(shape)))
    return {item.spec: rendition for item, rendition in found.items()}


def picture_info(
    picture: Picture | None,
    shape: Shape,
    sources: Sources,
    *,
    alt: str = "",
    caption: str = "",
    decorative: bool = False,
) -> PictureInfo | None:
    """Describe `picture` by the renditions that exist; None while there is none, or no consent.

    Missing renditions are noted in `sources.wanted`.
    """
    if picture is None:
        return None
    sources.read("picture", picture.pk)
    read_consents(picture, sources)
    if not picture.may_be_shown():
        return None
    renditions = existing_renditions(picture, shape)
    if len(renditions) < len(filter_specs(shape)):
        sources.wanted.add((picture.pk, shape))
    fallback = renditions.get(f"{CUTS[shape].fallback}|format-{FALLBACK}")
    if fallback is None:
        return None
    sources.files.update({rendition.file.name: "" for rendition in renditions.values()})
    return {
        "src": f"{BASE}{fallback.file.url}",
        "width": fallback.width,
        "height": fallback.height,
        "alt": "" if decorative else alt or picture.description,
        "caption": caption,
        "credit": picture.credit,
        "licence": licence_info(_public_licence(picture)),
        "focal": _focal_point(picture),
        "sources": [source for kind in FORMATS if (source := _source(renditions, shape, kind))["srcset"]],
    }


def read_consents(shown: PeopleShownMixin, sources: Sources) -> None:
    """Note the consents that a picture or file rests on: the document changes with them."""
    if shown.people_shown != PeopleShown.NONE:
        for consent in shown.consents.all():
            sources.read("consent", consent.pk)


def _source(renditions: dict[str, Rendition], shape: Shape, kind: str) -> PictureSource:
    by_width = {
        rendition.width: f"{BASE}{rendition.file.url}"
        for size in CUTS[shape].sizes
        if (rendition := renditions.get(f"{size}|format-{kind}"))
    }
    srcset = ", ".join(f"{url} {width}w" for width, url in sorted(by_width.items()))
    return {"type": f"image/{kind}", "srcset": srcset}


def _public_licence(picture: Picture) -> str:
    """An open licence holds for a pupil's picture only where consent covers republication."""
    if picture.people_shown == PeopleShown.PUPILS and not all(
        consent.covers_republication for consent in picture.consents.all()
    ):
        return Licence.IN_COPYRIGHT
    return str(picture.licence)


def _focal_point(picture: Any) -> tuple[int, int]:
    """Return the focal point in per cent of width and height; the middle where none is set."""
    point = picture.get_focal_point()
    if point is None:
        return (50, 50)
    return (
        round(100 * point.centroid.x / picture.width),
        round(100 * point.centroid.y / picture.height),
    )
