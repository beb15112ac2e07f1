"""Renditions that are there when the load ends, so that the first page shows pictures."""

from collections.abc import Iterable

from portfolio.models import Picture
from portfolio.publication.pictures import Shape, filter_specs

SLOW = "format-avif"


def make_quick_ones(shown: Iterable[tuple[Picture, Shape]]) -> None:
    """Make WebP and JPEG. AVIF takes ten times as long and is left to the worker, which finds it missing."""
    for picture, shape in shown:
        picture.get_renditions(*(spec for spec in filter_specs(shape) if SLOW not in spec))
