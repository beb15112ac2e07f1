"""Where a list goes on: the place of its last item, for this query and no other.

It holds what the list is sorted by and the document's number, not how many were skipped, so that what is
published meanwhile neither repeats an item nor leaves one out. It is signed: nobody makes one up.

A search goes on after so many hits instead.
"""

import hashlib

from django.core.signing import BadSignature, Signer

from api.problems import Problem
from portfolio.publication.asking import Place, Query

VERSION = 1
WRONG = (
    "This cursor is not one of ours, or belongs to another query. Take `next` as it was given, with the "
    "same parameters; or leave it out, to begin at the start."
)


def cursor_after(query: Query, place: Place) -> str:
    return _signer().sign_object([VERSION, query.digest, place[0], place[1]])


def place_in(query: Query, cursor: str) -> Place:
    """Return the place that `cursor` holds. Raises Problem."""
    try:
        version, digest, value, number = _signer().unsign_object(cursor)
    except (BadSignature, ValueError, TypeError):
        raise Problem(400, WRONG, parameter="cursor") from None
    if version != VERSION or digest != query.digest:
        raise Problem(400, WRONG, parameter="cursor")
    return value, number


def cursor_at(query: Query, text: str, start: int) -> str:
    """Return where a search goes on. How good a match is changes with every publication, so it is a count."""
    return _signer_of_searches().sign_object([VERSION, query.digest, _digest_of(text), start])


def start_in(query: Query, text: str, cursor: str) -> int:
    """Return how many hits come before the place that `cursor` holds. Raises Problem."""
    try:
        *belongs_to, start = _signer_of_searches().unsign_object(cursor)
    except (BadSignature, ValueError, TypeError):
        raise Problem(400, WRONG, parameter="cursor") from None
    if belongs_to != [VERSION, query.digest, _digest_of(text)] or not isinstance(start, int) or start < 0:
        raise Problem(400, WRONG, parameter="cursor")
    return start


def _signer() -> Signer:
    return Signer(salt="api.cursors", sep=".")


def _signer_of_searches() -> Signer:
    return Signer(salt="api.cursors.searches", sep=".")


def _digest_of(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
