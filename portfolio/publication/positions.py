"""Where the log ends: what every answer that is put together from it has to say it is true of."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from portfolio.publication.models import LogHead, PublicDocument

# The names of our own tables are put into these statements; what a reader asks for never is.
_DOCUMENTS = PublicDocument._meta.db_table
HEAD = LogHead._meta.db_table
COLUMNS = (
    f"{HEAD}.epoch, {HEAD}.sequence, (SELECT count(*) FROM {_DOCUMENTS} WHERE is_hidden), "  # noqa: S608  (our own names)
    f"(SELECT coalesce(sum(pk_number), 0) FROM {_DOCUMENTS} WHERE is_hidden)"
)
"""Of a statement that reads from `HEAD` too: what it reads is then true of this very position"""


class Position(NamedTuple):
    """Where the log ends, and what is withdrawn but not numbered yet. Equal positions, equal answers."""

    epoch: str
    sequence: int
    hidden: tuple[int, int] = (0, 0)


START = Position("", 0)
"""Of a log that nothing was ever written to"""


def position() -> Position:
    """Return the end of the log, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM {HEAD}")  # noqa: S608  (our own names)
        row = cursor.fetchone()
    return position_of(row) if row else START


def position_of(columns: Sequence[Any]) -> Position:
    """Return the position that `COLUMNS` hold."""
    epoch, sequence, hidden, total = columns
    return Position(str(epoch).replace("-", ""), sequence, (hidden, int(total)))
