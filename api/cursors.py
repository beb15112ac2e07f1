"""Where a list goes on: the place of its last item, for this query and no other.

It holds what the list is sorted by and the document's number, not how many were skipped, so that what is
published meanwhile neither repeats an item nor leaves one out. It is signed: nobody makes one up.
"""

from django.core.signing import BadSignature, Signer

from api.problems import Problem
from portfolio.publication.catalog import Place, Query

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


def _signer() -> Signer:
    return Signer(salt="api.cursors", sep=".")
