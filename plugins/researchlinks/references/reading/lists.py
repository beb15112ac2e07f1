"""A list of identifiers, one on each line."""

from collections.abc import Iterator

from django.utils.translation import gettext

from ..identifiers import NotAnIdentifierError, parse_identifier
from .results import Entry, Problem, at_line, whole_file

MOST = 1_000
"""Identifiers in one list: each is asked for elsewhere, one after the other"""


def entries(text: str) -> Iterator[Entry | Problem]:
    """Nothing at all where not one line is an identifier: then it is no list of them."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST:
        if _starts_as_a_list(lines):
            what = gettext("The list has more than %(most)d lines. Split it, and add the parts in turn.")
            yield Problem(whole_file(), what % {"most": MOST})
        return
    found = [_entry(number, line) for number, line in lines]
    if any(isinstance(entry, Entry) for entry in found):
        yield from found


def _starts_as_a_list(lines: list[tuple[int, str]]) -> bool:
    return any(isinstance(_entry(number, line), Entry) for number, line in lines[:20])


def _entry(number: int, line: str) -> Entry | Problem:
    try:
        identifier = parse_identifier(line)
    except NotAnIdentifierError as error:
        return Problem(at_line(number), str(error))
    return Entry(at_line(number), {}, identifier)
