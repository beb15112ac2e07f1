"""Links inside the portfolio that lead nowhere any more."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page

from portfolio.models.media import File
from portfolio.readiness.content import Content
from portfolio.readiness.problem import Problem

_ANCHOR = re.compile(r"<a\b[^>]*>")
_TYPE = re.compile(r'\blinktype="(\w+)"')
_ID = re.compile(r'\bid="(\d+)"')


def linked_ids(content: Content, kind: str) -> list[tuple[str, int]]:
    """Return the (path, id) of each link of `kind` (`page`, `document`) in the page's rich text."""
    found = []
    for path, source in content.rich_texts:
        for anchor in _ANCHOR.findall(source):
            linktype, number = _TYPE.search(anchor), _ID.search(anchor)
            if linktype and linktype.group(1) == kind and number:
                found.append((path, int(number.group(1))))
    return found


def broken_links(content: Content) -> Iterator[Problem]:
    yield from _to_pages(content)
    yield from _to_files(content)
    yield from _lost_choices(content)


def _to_pages(content: Content) -> Iterator[Problem]:
    wanted = linked_ids(content, "page")
    wanted += [(piece.path, piece.value.pk) for piece in content.pieces if isinstance(piece.value, Page)]
    for row in content.rows:
        for name in ("entry_id", "innovation_id"):
            if getattr(row.instance, name, None):
                wanted.append((row.path(name.removesuffix("_id")), getattr(row.instance, name)))
    live = dict(Page.objects.filter(pk__in=[number for _path, number in wanted]).values_list("pk", "live"))
    for path, number in wanted:
        if number not in live:
            yield _broken(path, _("A link leads to a page that was deleted. Link to another, or remove it."))
        elif not live[number]:
            yield _broken(path, _("A link leads to a page that is not published. Readers will not see it."))


def _to_files(content: Content) -> Iterator[Problem]:
    wanted = linked_ids(content, "document")
    there = set(File.objects.filter(pk__in=[number for _path, number in wanted]).values_list("pk", flat=True))
    for path, number in wanted:
        if number not in there:
            yield _broken(path, _("A link leads to a file that was deleted. Link to another, or remove it."))


def _lost_choices(content: Content) -> Iterator[Problem]:
    """A block keeps the number of what was chosen; what was deleted since reads as nothing."""
    for piece in content.pieces:
        model = getattr(piece.block, "target_model", None)
        if model in (get_image_model(), File) and piece.value is None and piece.block.required:
            yield _broken(piece.path, _("The picture or file that was here was deleted. Choose another."))


def _broken(path: str, message: str) -> Problem:
    return Problem(
        "broken_link",
        path,
        message,
        _("People who follow a link and find nothing stop trusting the others."),
        blocking=False,
    )
