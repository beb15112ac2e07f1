"""Where a list goes on: the place of its last item, for this query and no other.

It holds what the list is sorted by and the document's number, not how many were skipped, so that what is
published meanwhile neither repeats an item nor leaves one out. It is signed: nobody makes one up.
"""

import hashlib
from collections.abc import Mapping, Sequence

from django.core.signing import BadSignature, Signer

from api.problems import Problem
from portfolio.publication.catalog import Place, Query

VERSION = 1
WRONG = (
    "This cursor is not one of ours, or belongs to another query. Take `next` as it was given, with the "
    "same parameters; or leave it out, to begin at the start."
)


def cursor_after(query: Query, place: Place) -> str:
    return _signer().sign_object([VERSION, _digest(query), place[0], place[1]])


def place_in(query: Query, cursor: str) -> Place:
    """Return the place that `cursor` holds. Raises Problem."""
    try:
        version, digest, value, number = _signer().unsign_object(cursor)
    except (BadSignature, ValueError, TypeError):
        raise Problem(400, WRONG, parameter="cursor") from None
    if version != VERSION or digest != _digest(query):
        raise Problem(400, WRONG, parameter="cursor")
    return value, number


def _signer() -> Signer:
    return Signer(salt="api.cursors", sep=".")


def _digest(query: Query) -> str:
    """Return the same for equal queries, whatever order their parts were asked in."""
    parts = (
        query.site_id, query.kinds, query.locale, _sorted(query.selected), _sorted(query.without),
        sorted(query.ranges.items()), query.updated_since, query.published_since, query.sort,
    )  # fmt: skip
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def _sorted(values: Mapping[str, Sequence[str]]) -> list[tuple[str, list[str]]]:
    return sorted((key, sorted(chosen)) for key, chosen in values.items())
