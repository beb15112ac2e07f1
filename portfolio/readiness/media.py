"""Pictures, files and videos: can everyone perceive them, and may others use them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from portfolio.models.media import File
from portfolio.readiness.content import Content
from portfolio.readiness.links import linked_ids
from portfolio.readiness.problem import Problem


@dataclass(frozen=True)
class Use:
    """A picture or file and where the page shows it. `needs_alt` is off where it only decorates."""

    path: str
    item: Any
    alt: str = ""
    needs_alt: bool = False


def used_pictures(content: Content) -> list[Use]:
    """Return the pictures shown, with their consents at hand. Read once per page."""
    return _once(content, "_used_pictures", _find_pictures)


def used_files(content: Content) -> list[Use]:
    """Return the files offered, with their consents at hand. Read once per page."""
    return _once(content, "_used_files", _find_files)


def _once(content: Content, name: str, find: Any) -> list[Use]:
    uses: list[Use] | None = content.__dict__.get(name)
    if uses is None:
        uses = content.__dict__[name] = list(find(content))
        prefetch_related_objects([use.item for use in uses], "consents")
    return uses


def _find_pictures(content: Content) -> Iterator[Use]:
    for name in ("picture", "logo"):
        picture = getattr(content.page, name, None)
        if picture is not None:
            yield Use(name, picture, picture.description, needs_alt=True)
    for piece in content.named("figure"):
        picture = piece.value["picture"]
        if picture is not None:
            alt = piece.value["alt"] or picture.description
            yield Use(piece.path, picture, alt, needs_alt=not piece.value["decorative"])


def _find_files(content: Content) -> Iterator[Use]:
    for piece in content.pieces:
        if isinstance(piece.value, File):
            yield Use(piece.path, piece.value)
    rows = [row for row in content.rows_of("items") if row.instance.file_id]
    files = File.objects.in_bulk([row.instance.file_id for row in rows])
    for row in rows:
        if row.instance.file_id in files:
            yield Use(row.path("file"), files[row.instance.file_id])
    yield from _linked_files(content)


def _linked_files(content: Content) -> Iterable[Use]:
    wanted = linked_ids(content, "document")
    files = File.objects.in_bulk([number for _path, number in wanted]) if wanted else {}
    return [Use(path, files[number]) for path, number in wanted if number in files]


def _describe(use: Use) -> str:
    """Return what to do: a figure in the text has an alt text of its own, other pictures have not."""
    if "." in use.path:
        return _("Say in its alt text what the picture “%(title)s” shows.")
    return _("Open the picture “%(title)s” with “Edit” and describe what it shows.")


def missing_alt_text(content: Content) -> Iterator[Problem]:
    for use in used_pictures(content):
        if use.needs_alt and not use.alt.strip():
            yield Problem(
                "no_alt_text",
                use.path,
                _describe(use) % {"title": use.item.title},
                _("Someone who cannot see it hears this instead. The law asks schools for it (ADA)."),
            )


def missing_licences(content: Content) -> Iterator[Problem]:
    """A toolkit's item states its own licence, so its file need not."""
    for use in (*used_pictures(content), *used_files(content)):
        if not use.item.licence and not use.path.startswith("items."):
            yield Problem(
                "no_licence",
                use.path,
                _("“%(title)s” needs a license: open it with “Edit” and choose one.")
                % {"title": use.item.title},
                _("Without one nobody may reuse it, and your district cannot show that it may itself."),
            )


def inaccessible_videos(content: Content) -> Iterator[Problem]:
    for piece in content.named("video"):
        title = {"title": piece.value["title"]}
        if not piece.value["captions"]:
            yield Problem(
                "no_captions",
                f"{piece.path}.captions",
                _("Video “%(title)s”: add captions where it is hosted, then tick the box.") % title,
                _("People who cannot hear it, or watch with the sound off, read along."),
            )
        transcript = piece.value["transcript"]
        if not transcript or not strip_tags(transcript.source).strip():
            yield Problem(
                "no_transcript",
                f"{piece.path}.transcript",
                _("Video “%(title)s”: add a transcript.") % title,
                _("It can be searched, skimmed and translated, and read by someone who cannot see or hear."),
            )


def untagged_pdfs(content: Content) -> Iterator[Problem]:
    for use in used_files(content):
        if use.item.tagged is False:
            yield Problem(
                "untagged_pdf",
                use.path,
                _("“%(title)s” is a PDF without tags. Save it again with “tagged PDF” switched on.")
                % {"title": use.item.title},
                _("A screen reader reads an untagged PDF in any order, headings and tables lost."),
                blocking=False,
            )
