"""Making renditions in the background, and compiling what shows them when they are there."""

from collections import defaultdict
from collections.abc import Iterable

from django_tasks import task

from portfolio.models.media import Picture
from portfolio.publication.pictures import Shape, make_renditions


def want_renditions(wanted: Iterable[tuple[int, Shape]]) -> None:
    """Queue what a compilation found missing: pairs of picture id and shape."""
    by_picture: dict[int, list[str]] = defaultdict(list)
    for picture_id, shape in sorted(wanted):
        by_picture[picture_id].append(shape.value)
    for picture_id, shapes in by_picture.items():
        make_renditions_of.enqueue(picture_id, shapes)


@task()
def make_renditions_of(picture_id: int, shapes: list[str]) -> None:
    """Make the renditions of one picture; a picture that was deleted meanwhile is passed over.

    Their rows tell the log, which compiles again what shows the picture.
    """
    picture = Picture.objects.filter(pk=picture_id).first()
    if picture is None:
        return
    make_renditions(picture, *(Shape(shape) for shape in shapes))
