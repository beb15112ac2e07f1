"""Stored documents as rows of bytes, for those who send them on: no models, one statement each."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from portfolio.publication.models import PublicDocument, State

_TABLE = PublicDocument._meta.db_table
_ALWAYS = "pk_number, id, kind, locale, sequence, path, relations_json, card_json"
_COLUMNS = {
    "card": "NULL",
    "full": "body_json",
    "markdown": "body_markdown_json",
}
"""What is fetched besides the card, by what is asked for"""
_LIVE = f"state = '{State.LIVE}' AND NOT is_hidden"


class Row(NamedTuple):
    """A public document. `card`, `body` and `relations` are JSON with the mark for the site's address."""

    number: int
    id: str
    kind: str
    locale: str
    sequence: int
    path: str
    relations: bytes
    card: bytes
    body: bytes | None


class Change(NamedTuple):
    """The latest state of a document. What is gone, or is another site's, has no `row`."""

    sequence: int
    id: str
    kind: str
    locale: str
    row: Row | None


class Gone(NamedTuple):
    kind: str


def numbered(numbers: Sequence[int], part: str) -> list[Row]:
    """Return the documents with these numbers, in their order, leaving out what is not public by now."""
    if not numbers:
        return []
    marks = ",".join(["%s"] * len(numbers))
    found = {row.number: row for row in _rows(f"pk_number IN ({marks}) AND {_LIVE}", list(numbers), part)}
    return [found[number] for number in numbers if number in found]


def with_id(site_id: int, locale: str, public_id: UUID, part: str) -> Row | Gone | None:
    """Return the document; what was public once and is no longer is Gone."""
    return _one(site_id, "id = %s AND locale = %s", [_as_id(public_id), locale], part)


def with_leaid(site_id: int, locale: str, leaid: str, part: str) -> Row | Gone | None:
    return _one(site_id, "leaid = %s AND locale = %s", [leaid, locale], part)


def at_path(site_id: int, path: str, part: str) -> Row | Gone | None:
    return _one(site_id, "path = %s", [path], part)


def with_ids(site_id: int, locale: str, ids: Iterable[str]) -> list[Row]:
    """Return the cards of these documents, those that are public in `locale`."""
    wanted = [_as_id(UUID(public_id)) for public_id in ids]
    if not wanted:
        return []
    marks = ",".join(["%s"] * len(wanted))
    where = f"site_id = %s AND locale = %s AND id IN ({marks}) AND {_LIVE}"
    return list(_rows(where, [site_id, locale, *wanted], "card"))


def changed(site_id: int, after: int, limit: int, part: str) -> list[Change]:
    """Return what changed after the place `after`, in commit order.

    A document that is hidden is passed over: the number of its tombstone is still to come. One that
    belongs to another site is told as gone, since it may have moved there; those of a plugin's row stay
    on their site.
    """
    columns = f"{_ALWAYS}, {_COLUMNS[part]}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns}, state, site_id FROM {_TABLE} "  # noqa: S608  (columns from the list above)
            "WHERE sequence > %s AND NOT is_hidden AND (row_key IS NULL OR site_id = %s) "
            "ORDER BY sequence LIMIT %s",
            [after, site_id, limit],
        )
        return [_change(found, site_id) for found in cursor.fetchall()]


def _change(found: tuple[Any, ...], site_id: int) -> Change:
    row = _row(found[:-2])
    is_ours = found[-2] == State.LIVE and found[-1] == site_id
    return Change(row.sequence, row.id, row.kind, row.locale, row if is_ours else None)


def _one(site_id: int, where: str, values: list[Any], part: str) -> Row | Gone | None:
    columns = f"{_ALWAYS}, {_COLUMNS[part]}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns}, state, is_hidden FROM {_TABLE} "  # noqa: S608  (both parts are our own)
            f"WHERE {where} AND site_id = %s",
            [*values, site_id],
        )
        found = cursor.fetchone()
    if found is None:
        return None
    return Gone(found[2]) if found[-2] == State.GONE or found[-1] else _row(found[:-2])


def _rows(where: str, values: list[Any], part: str) -> Iterable[Row]:
    columns = f"{_ALWAYS}, {_COLUMNS[part]}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {_TABLE} WHERE {where}", values)  # noqa: S608  (likewise)
        return [_row(found) for found in cursor.fetchall()]


def _row(found: Sequence[Any]) -> Row:
    number, public_id, *rest = found
    text = public_id if isinstance(public_id, str) else str(public_id)
    if "-" not in text:  # SQLite keeps the digits alone
        text = f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
    return Row(number, text, *rest)


def _as_id(public_id: UUID) -> UUID | str:
    return public_id if connection.vendor == "postgresql" else public_id.hex
