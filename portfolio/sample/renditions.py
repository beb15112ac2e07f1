"""Renditions that are there when the load ends, so that the first page shows pictures."""

from collections.abc import Iterable

from portfolio.models import Picture
from portfolio.publication.pictures import CUTS, FALLBACK, Shape


def make_quick_ones(shown: Iterable[tuple[Picture, Shape]]) -> None:
    """Make JPEG and the smaller WebP files. The large ones and AVIF, which takes ten times as long,
    are left to the worker: whoever compiles a page finds them missing and asks for them.
    """
    for picture, shape in shown:
        picture.get_renditions(*_quick_specs(shape))


def _quick_specs(shape: Shape) -> list[str]:
    cuts = CUTS[shape]
    return [f"{cuts.fallback}|format-{FALLBACK}", *(f"{size}|format-webp" for size in cuts.sizes[:2])]
