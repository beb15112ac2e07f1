"""Stored documents as rows of bytes, for those who send them on: no models, one statement each.

The same statement reads where the log ends, so that rows and position agree without a transaction.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from portfolio.publication.models import PublicDocument, State
from portfolio.publication.positions import COLUMNS, HEAD, START, Position, position, position_of

_TABLE = PublicDocument._meta.db_table
_POSITION = 4
"""How many columns say where the log ends"""
_ALWAYS = (
    "document.pk_number, document.id, document.kind, document.locale, document.sequence, document.path, "
    "document.site_id, document.state, document.is_hidden, document.card_json"
)
_NOTHING = "NULL"
_BODIES = {"card": _NOTHING, "full": "body_json", "markdown": "body_markdown_json"}
"""What is fetched besides the card, by what is asked for"""
# Which documents, where an index answers it only by itself and not while rows are joined.
_AT_PATH = (
    f"SELECT pk_number FROM {_TABLE} "  # noqa: S608  (our own names)
    f"WHERE site_id = %s AND path = %s AND state = '{State.LIVE}'"
)
_CHANGED = (
    f"SELECT pk_number FROM {_TABLE} WHERE sequence > %s AND NOT is_hidden "  # noqa: S608  (our own names)
    "AND (row_key IS NULL OR site_id = %s) ORDER BY sequence LIMIT %s"
)


class Row(NamedTuple):
    """A document. `card`, `body` and `relations` are JSON with the mark for the site's address.

    What nobody asked for is None: a database reads through all that lies before a column.
    """

    number: int
    key: str | UUID
    kind: str
    locale: str
    sequence: int
    path: str
    site_id: int
    state: str
    is_hidden: bool
    card: bytes
    body: bytes | None = None
    relations: bytes | None = None
    words: str | None = None

    @property
    def id(self) -> str:
        text = str(self.key)
        if "-" in text:
            return text
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"  # SQLite keeps the digits

    @property
    def is_public(self) -> bool:
        return self.state == State.LIVE and not self.is_hidden


class Part(NamedTuple):
    """What is to be read of each document besides its card."""

    body: str = "card"
    """"full", "markdown", or "card" for none"""
    relations: bool = False
    """Whether the ids of the documents that it names are"""
    words: bool = False
    """Whether all its words are"""


CARD = Part()


class Read(NamedTuple):
    """Documents, and the state of the log that they are true of."""

    at: Position
    rows: list[Row]


def numbered(numbers: Sequence[int], part: Part) -> Read:
    """Read the documents with these numbers, in their order, leaving out what is not public by now."""
    if not numbers:
        return Read(position(), [])
    at, rows = _read(f"document.pk_number IN ({_marks(numbers)})", numbers, part)
    found = {row.number: row for row in rows if row.is_public}
    return Read(at, [found[number] for number in numbers if number in found])


def with_id(public_id: UUID, locale: str, part: Part) -> Read:
    """Read the document with this id, whatever its site, and also where it is gone."""
    return _read("document.id = %s AND locale = %s", [_as_id(public_id), locale], part)


def with_leaid(leaid: str, locale: str, part: Part) -> Read:
    """Read the documents of a district: one for each site that it has a page on."""
    return _read("leaid = %s AND locale = %s", [leaid, locale], part)


def at_path(site_id: int, path: str, part: Part) -> Read:
    """Read the document at this address, also where it is hidden."""
    return _read(f"document.pk_number IN ({_AT_PATH})", [site_id, path], part)


def with_ids(site_id: int, locale: str, ids: Iterable[str]) -> Read:
    """Read the cards of these documents, those that are public in `locale`."""
    wanted = [_as_id(UUID(public_id)) for public_id in ids]
    if not wanted:
        return Read(position(), [])
    at, rows = _read(f"document.id IN ({_marks(wanted)}) AND locale = %s", [*wanted, locale], CARD)
    return Read(at, [row for row in rows if row.is_public and row.site_id == site_id])


def changed(site_id: int, after: int, limit: int, part: Part) -> Read:
    """Read what changed after the place `after`, in commit order, on all sites.

    A document that is hidden is passed over: the number of its tombstone is still to come. Those of a
    plugin's row stay on their site.
    """
    at, rows = _read(f"document.pk_number IN ({_CHANGED})", [after, site_id, limit], part)
    return Read(at, sorted(rows, key=lambda row: row.sequence))


def _read(where: str, values: Sequence[Any], part: Part) -> Read:
    """Read the position, and beside it each document that fits: none of them still leaves the position."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS}, {_columns(part)} "  # noqa: S608  (our own names, and conditions from this module)
            f"FROM {HEAD} LEFT JOIN {_TABLE} AS document ON {where}",
            values,
        )
        found = cursor.fetchall()
    if not found:
        return Read(START, [])
    rows = [Row._make(row[_POSITION:]) for row in found if row[_POSITION] is not None]
    return Read(position_of(found[0][:_POSITION]), rows)


def _columns(part: Part) -> str:
    relations = "relations_json" if part.relations else _NOTHING
    words = "search_text" if part.words else _NOTHING
    return f"{_ALWAYS}, {_BODIES[part.body]}, {relations}, {words}"


def _marks(values: Sequence[object]) -> str:
    return ",".join(["%s"] * len(values))


def _as_id(public_id: UUID) -> UUID | str:
    return public_id if connection.vendor == "postgresql" else public_id.hex
