"""Files as people upload them: told from what they are not, and read line by line.

Nothing is held but the line at hand, so that memory does not grow with the file.
"""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from django.utils.translation import gettext as _

from portfolio.districts.errors import UnusableFileError

MAX_LINES = 100_000
"""NCES lists about 19,500 districts; five times that is another file."""
MAX_LINE = 65_536
"""Characters in a line; real ones have about 300, headers of full tables a few thousand."""
CHUNK = 1 << 20

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def check_kind(file: BinaryIO) -> None:
    """Raise UnusableFileError, saying what to do, unless `file` may be text with delimiters.

    Reads `file` to its end once and leaves it at its beginning.
    """
    file.seek(0)
    start = file.read(4096)
    _refuse_kinds(start)
    file.seek(0)
    lines, nul = 0, False
    while chunk := file.read(CHUNK):
        lines += chunk.count(b"\n") or chunk.count(b"\r")
        nul = nul or b"\0" in chunk
    file.seek(0)
    if nul and not start.startswith(_UTF16):
        raise UnusableFileError(
            _("This is not a text file. Import the CSV or tab-separated file from NCES, as downloaded.")
        )
    if lines > MAX_LINES:
        raise UnusableFileError(
            _("The file has %(lines)s lines, and NCES lists 20,000 districts. Is it a file of schools?")
            % {"lines": f"{lines:,}"}
        )


def _refuse_kinds(start: bytes) -> None:
    if not start.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise UnusableFileError(_("The file is empty. Download it again from NCES."))
    if start.startswith(b"PK"):
        raise UnusableFileError(
            _("This is a ZIP or Excel (.xlsx) file. Unpack it, or save the sheet as CSV with LEAID as text.")
        )
    if start.startswith((b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"7z\xbc\xaf", b"%PDF", b"Rar!")):
        raise UnusableFileError(
            _("This is an old Excel file, a PDF or an archive. Import the CSV or tab-separated file itself.")
        )
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise UnusableFileError(
            _("This is a web page, not data: the download was answered with an error. Download it again.")
        )


def read_lines(file: BinaryIO) -> Iterator[tuple[int, str]]:
    """Yield each line of `file` with its number, from 1.

    UTF-8 and UTF-16 are told apart by their byte order mark. A line that is not UTF-8 is read as
    Windows-1252, which is how Excel saves CSV. A line longer than 65,536 characters is cut there.
    """
    file.seek(0)
    encoding = "utf-16" if file.read(2) in _UTF16 else "utf-8-sig"
    file.seek(0)
    errors = "replace" if encoding == "utf-16" else "surrogateescape"
    text = io.TextIOWrapper(file, encoding=encoding, errors=errors, newline=None)
    try:
        number = 0
        while line := text.readline(MAX_LINE):
            number += 1
            yield number, _as_text(line)
            while line and not line.endswith("\n"):
                line = text.readline(MAX_LINE)
    finally:
        with suppress(ValueError):  # the file may be closed by now; then there is nothing to keep open
            text.detach()


def _as_text(line: str) -> str:
    line = line.rstrip("\n").replace("\0", "")
    if line.isascii():
        return line
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return line.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return line
