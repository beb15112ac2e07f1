"""Files for download: their content must be what their name says, and nothing that runs."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from portfolio.uploads.pdf import is_tagged
from portfolio.uploads.size import check_size

OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
MIME_TYPES = {
    "csv": "text/csv",
    "docx": f"{OFFICE}wordprocessingml.document",
    "epub": "application/epub+zip",
    "ics": "text/calendar",
    "mp3": "audio/mpeg",
    "odp": f"{ODF}presentation",
    "ods": f"{ODF}spreadsheet",
    "odt": f"{ODF}text",
    "pdf": "application/pdf",
    "pptx": f"{OFFICE}presentationml.presentation",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "zip": "application/zip",
}
OFFICE_PARTS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
RUNS = (
    ".bat", ".cmd", ".com", ".dll", ".exe", ".hta", ".htm", ".html", ".js", ".jse", ".lnk", ".msi", ".ps1",
    ".scr", ".svg", ".vbe", ".vbs", ".wsf", ".xhtml",
)  # fmt: skip
MOST_MEMBERS = 5_000
MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<body", b"<iframe")


@dataclass(frozen=True)
class FileFacts:
    """What the content tells: `tagged` is for PDFs alone."""

    mime_type: str
    tagged: bool | None = None


def check_file(file: File, name: str = "") -> FileFacts:
    """Return what the file is; raise ValidationError, in plain words, where it cannot be taken."""
    check_size(file)
    extension = (name or file.name or "").rpartition(".")[2].lower()
    if extension not in settings.WAGTAILDOCS_EXTENSIONS or extension not in MIME_TYPES:
        text = _("Files that end in .%(ending)s cannot be taken. These can: %(endings)s.")
        endings = ", ".join(settings.WAGTAILDOCS_EXTENSIONS)
        raise ValidationError(text % {"ending": extension, "endings": endings}, code="ending")
    file.seek(0)
    content = file.read()
    if not content:
        raise ValidationError(_("This file is empty."), code="empty")
    if not _is_what_it_says(extension, content):
        text = _("The name ends in .%s, but the content is something else. Export it again from its program.")
        raise ValidationError(text % extension, code="content")
    return FileFacts(MIME_TYPES[extension], is_tagged(content) if extension == "pdf" else None)


def _is_what_it_says(extension: str, content: bytes) -> bool:
    if extension in OFFICE_PARTS:
        return _is_office(content, OFFICE_PARTS[extension])
    if extension in ("odt", "ods", "odp", "epub"):
        return _has_mimetype(content, MIME_TYPES[extension])
    return TESTS[extension](content)


def _is_office(content: bytes, part: str) -> bool:
    names = _members(content)
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise _has_macros()
    return part in names and "[Content_Types].xml" in names


def _has_mimetype(content: bytes, mime_type: str) -> bool:
    names = _members(content)
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise _has_macros()
    if "mimetype" not in names:
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("mimetype") as part:
        return part.read(200).decode("ascii", "replace").strip() == mime_type


def _is_archive(content: bytes) -> bool:
    names = _members(content)
    running = next((name for name in names if name.lower().endswith(RUNS)), None)
    if running:
        text = _("The archive holds “%s”, which a computer could run. Take it out, and upload it again.")
        raise ValidationError(text % running, code="runs")
    return bool(names)


def _members(content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()[:MOST_MEMBERS]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []


def _has_macros() -> ValidationError:
    text = _("This file holds macros (small programs). Save it without them, for example as .docx or .xlsx.")
    return ValidationError(text, code="macros")


def _is_text(content: bytes) -> bool:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(MARKUP) or filetype.guess(content[:8192]) is not None:
        return False
    return content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in content


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(starts)


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def _is_mp3(content: bytes) -> bool:
    kind = filetype.guess(content[:8192])
    return kind is not None and kind.extension == "mp3"


TESTS: dict[str, Callable[[bytes], bool]] = {
    "csv": _is_text,
    "ics": _begins(b"BEGIN:VCALENDAR"),
    "mp3": _is_mp3,
    "pdf": _is_pdf,
    "rtf": _begins(b"{\\rtf"),
    "txt": _is_text,
    "vtt": _begins(b"WEBVTT"),
    "zip": _is_archive,
}
