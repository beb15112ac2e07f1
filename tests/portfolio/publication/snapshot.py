"""The whole database as it once was: writing it back is much quicker than making it anew."""

import sqlite3
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from modelsearch.models import IndexEntry

from portfolio.models import OutboxRow
from portfolio.publication import upkeep
from tests.conftest import FOLLOWING_FROM_MODELS


class Snapshot:
    """Every row of every table, at the moment it is made. Written back into empty tables.

    SQLite copies itself, with what full-text search keeps where no table shows it.
    """

    def __init__(self) -> None:
        self._is_sqlite = connection.vendor == "sqlite"
        if self._is_sqlite:
            self._copy = sqlite3.connect(":memory:", check_same_thread=False)
            connection.connection.backup(self._copy)
        else:
            self._tables = {table: _rows_of(table) for table in _tables()}

    def write_back(self) -> None:
        """Put all rows back. The log begins a new history, so that no process believes to know it."""
        if self._is_sqlite:
            self._copy.backup(connection.connection)
        else:
            self._insert()
        upkeep.begin_new_epoch()

    def _insert(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in self._tables.items():
                if rows:
                    values = ", ".join(["%s"] * len(rows[0]))
                    cursor.executemany(f"INSERT INTO {_quoted(table)} VALUES ({values})", rows)
            for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
                cursor.execute(statement)
            OutboxRow.objects.all().delete()  # what the triggers have just noted


def _tables() -> list[str]:
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    return sorted(tables - FOLLOWING_FROM_MODELS - {IndexEntry._meta.db_table})


def _rows_of(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {_quoted(table)}")
        return list(cursor.fetchall())


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
