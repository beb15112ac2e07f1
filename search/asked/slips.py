"""What a search was, on a slip that goes with its results and comes back when they are looked at.

It is signed, so that nobody can have counted what was not searched for, and the same for everyone, so that
a page that carries it can be kept by caches. It says nothing of the reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import BadSignature, Signer

from search.asked.texts import counted

if TYPE_CHECKING:  # it costs a start of the process what only a search needs
    from portfolio.publication.asking import Query

_SIGNER_OF = "search.asked.slips"


@dataclass(frozen=True)
class Slip:
    locale: str
    text: str
    """As it is counted; "" where it is not"""
    hits: int
    is_corrected: bool
    filters: tuple[str, ...]
    """The names of what narrowed it"""
    start: int = 0
    """How many results come before those of this page"""
    numbers: tuple[int, ...] = ()
    """The documents of this page, in their order"""

    def signed(self) -> str:
        return Signer(salt=_SIGNER_OF).sign_object(astuple(self), compress=True)


def slip_of(
    text: str,
    query: Query,
    hits: int,
    *,
    is_corrected: bool,
    others: Iterable[str] = (),
    start: int = 0,
    numbers: Iterable[int] = (),
) -> Slip | None:
    """Return the slip of a search; None where there is nothing to count. `others` narrow it as well."""
    if not settings.COUNT_READS:
        return None
    filters = tuple(dict.fromkeys([*query.selected, *query.without, *query.ranges, *others]))
    text = counted(text)
    if not text and not filters:
        return None
    return Slip(query.locale, text, hits, is_corrected, filters, start, tuple(numbers))


def read_slip(signed: str) -> Slip | None:
    """Return the slip that we signed; None for anything else."""
    try:
        said = Signer(salt=_SIGNER_OF).unsign_object(signed)
        locale, text, hits, is_corrected, filters, start, numbers = said
    except (BadSignature, ValueError):
        return None
    return Slip(locale, text, hits, is_corrected, tuple(filters), start, tuple(numbers))
