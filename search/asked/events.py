"""What is noted of searches. Each is counted by how often just the same was noted."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

FIRST_PAGE = 20
LATER = FIRST_PAGE + 1
"""The rank of all results that come after the first page"""


class Asking(NamedTuple):
    """A text was searched for."""

    day: date
    locale: str
    text: str
    hits: int | None
    """None where filters narrowed what it found"""
    is_corrected: bool
    by_api: bool


class Opening(NamedTuple):
    """A result was opened: the document of this number, at this place among them."""

    day: date
    locale: str
    text: str
    rank: int
    number: int


class Narrowing(NamedTuple):
    """Results were narrowed by the filter of this name."""

    day: date
    locale: str
    name: str


Event = Asking | Opening | Narrowing
