"""References out of a file that someone exported elsewhere, whatever its format."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable
from itertools import islice

from django.utils.translation import gettext

from . import bibtex, json_formats, lists, ris
from .results import Entry, Problem, Reading, Record, collected, too_many, whole_file

__all__ = ["LARGEST", "MOST", "Entry", "Problem", "Reading", "read_references"]

LARGEST = 10 * 1024 * 1024
MOST = 20_000
"""Entries in one file; they are read in about ten seconds"""
_BIBTEX = re.compile(r"@[A-Za-z]+\s*[{(]")
_RIS = re.compile(r"^[ \t]*TY  ?-", re.MULTILINE)


def read_references(content: bytes | str) -> Reading:
    """Reads BibTeX, RIS, CSL-JSON, what the APIs of ERIC, Crossref and OpenAlex answer, and identifiers,
    one on each line.

    The format is told by the content. Never raises: one broken entry is one problem and costs no
    other, and what is no reference file at all gives a single problem for the file.
    """
    if len(content) > LARGEST:
        return _refused(
            gettext("The file is larger than 10 MB. Split it into smaller files, and add them in turn.")
        )
    reading = collected(_records(_decoded(content)))
    if not reading.entries and not reading.problems:
        return _refused(
            gettext(
                "No references were found. Save them as BibTeX (.bib), RIS (.ris) or CSL-JSON (.json), and "
                "add that file; or write identifiers, one on each line."
            )
        )
    return reading


def _records(text: str) -> Iterable[Record | Entry | Problem]:
    if text.lstrip()[:1] in ("{", "["):
        return json_formats.records(text, MOST)
    as_bibtex, as_ris = _BIBTEX.search(text), _RIS.search(text)
    if as_ris and (as_bibtex is None or as_ris.start() < as_bibtex.start()):
        return ris.records(text) if _is_bounded(_RIS, text) else [too_many(MOST)]
    if as_bibtex:
        return bibtex.records(text) if _is_bounded(_BIBTEX, text) else [too_many(MOST)]
    return lists.entries(text)


def _is_bounded(opening: re.Pattern[str], text: str) -> bool:
    return next(islice(opening.finditer(text), MOST, None), None) is None


def _refused(why: str) -> Reading:
    return Reading(problems=[Problem(whole_file(), why)])


def _decoded(content: bytes | str) -> str:
    """Without a byte order mark: other readers take one for a part of the first line, and lose it."""
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
