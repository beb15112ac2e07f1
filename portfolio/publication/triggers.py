"""Row triggers: how a change gets into the outbox in the very transaction that makes it.

Nothing that goes past Python's signals (QuerySet.update, raw SQL, a restriction moved to another page)
goes past these. What takes visibility away hides the documents at once, in the same statement.

Migrations on SQLite remake tables and lose their triggers, so they are looked after whenever migrations
have run; where one had to be made again, everything is compiled again, since nobody knows what was missed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from wagtail.models import Page, PageViewRestriction

from portfolio.models.pages import IndexPage
from portfolio.publication.compiler import compiled_models
from portfolio.publication.models import Dependency, OutboxRow, PublicDocument
from portfolio.publication.naming import entries_of
from portfolio.publication.watching import SITES, Watch, column_of, kinds_of_plugins, primary_key, watches

OUTBOX = OutboxRow._meta.db_table
DOCUMENTS = PublicDocument._meta.db_table
DEPENDENCIES = Dependency._meta.db_table
PAGES = Page._meta.db_table
RESTRICTIONS = PageViewRestriction._meta.db_table
PREFIX = "gw_"
_EVENTS = {"INSERT": "i", "UPDATE": "u", "DELETE": "d"}


@dataclass(frozen=True)
class Trigger:
    """`body` is statements for one row; `condition` uses OLD and NEW, empty for always."""

    name: str
    table: str
    event: str
    condition: str
    body: tuple[str, ...]

    def sql(self) -> list[str]:
        """Return the statements that make it, for the database in use."""
        return self._postgresql() if _is_postgresql() else [self.definition()]

    def definition(self) -> str:
        """Return it as SQLite keeps it, word for word."""
        when = f" WHEN {self.condition}" if self.condition else ""
        body = " ".join(f"{statement};" for statement in self.body)
        event = f"AFTER {self.event} ON {_quoted(self.table)}"
        return f"CREATE TRIGGER {self.name} {event} FOR EACH ROW{when} BEGIN {body} END"

    def _postgresql(self) -> list[str]:
        body = " ".join(f"{statement};" for statement in self.body)
        when = f" WHEN ({self.condition})" if self.condition else ""
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$${self._digest()} BEGIN {body} RETURN NULL; END $$",
            f"CREATE OR REPLACE TRIGGER {self.name} AFTER {self.event} ON {_quoted(self.table)} "
            f"FOR EACH ROW{when} EXECUTE FUNCTION {self.name}()",
        ]

    def _digest(self) -> str:
        """Return a comment by which a later version sees that the trigger is as it would make it."""
        return f"-- {self.condition}\n"

    def is_in(self, found: dict[str, str]) -> bool:
        """Whether the database has it just so; `found` is what `_present` returned."""
        text = found.get(self.name)
        if text is None:
            return False
        return self._postgresql()[0].split("$$")[1] in text if _is_postgresql() else text == self.definition()


def triggers() -> list[Trigger]:
    """Return all triggers there should be."""
    return [*(made for watch in watches() for made in _noting(watch)), *_noting_index_pages(), *_hiding()]


def install() -> int:
    """Make the triggers that are missing or outdated, for the tables that exist; return how many."""
    found, tables = _present(), set(connection.introspection.table_names())
    if OUTBOX not in tables:
        return 0
    wanted = [trigger for trigger in triggers() if trigger.table in tables]
    missing = [trigger for trigger in wanted if not trigger.is_in(found)]
    strays = set(found) - {trigger.name for trigger in wanted}
    with transaction.atomic(), connection.cursor() as cursor:
        for name in strays | {trigger.name for trigger in missing}:
            _drop(cursor, name, found)
        for trigger in missing:
            for statement in trigger.sql():
                cursor.execute(statement)
    return len(missing)


def make_way(plan: Sequence[object]) -> None:
    """Take the triggers away before SQLite's tables are remade: it refuses to rename a table while a
    trigger speaks of one that is not there at that moment."""
    if plan and not _is_postgresql():
        found = _present()
        with connection.cursor() as cursor:
            for name in found:
                _drop(cursor, name, found)


def look_after() -> None:
    """Install what is missing; then everything is compiled again, since changes may have been missed."""
    if install() and SITES not in OutboxRow.objects.values_list("key", flat=True):
        OutboxRow.objects.create(key=SITES)


def missing() -> list[str]:
    """Return the names of triggers that the database lacks or has otherwise."""
    found, tables = _present(), set(connection.introspection.table_names())
    return [made.name for made in triggers() if made.table in tables and not made.is_in(found)]


def _noting(watch: Watch) -> Iterable[Trigger]:
    changed = _any_differs(watch.columns)
    new, old = _note(watch, "NEW"), _note(watch, "OLD")
    if watch.on_insert:
        yield _trigger(watch.table, "INSERT", "", (new,))
    yield _trigger(watch.table, "DELETE", "", (old,))
    if watch.column and watch.column in watch.columns:
        yield _trigger(watch.table, "UPDATE", changed, (new, _note_if_moved(watch)))
    else:
        yield _trigger(watch.table, "UPDATE", changed, (new,))


def _trigger(table: str, event: str, condition: str, body: tuple[str, ...], purpose: str = "n") -> Trigger:
    return Trigger(f"{PREFIX}{table}_{purpose}{_EVENTS[event]}", table, event, condition, body)


def _note(watch: Watch, row: str) -> str:
    key = f"'{watch.prefix}:' || {row}.{_quoted(watch.column)}" if watch.column else f"'{watch.prefix}'"
    return f"INSERT INTO {OUTBOX} (key) VALUES ({key})"


def _note_if_moved(watch: Watch) -> str:
    """Note the row it belonged to before as well, where it changed hands."""
    column = _quoted(watch.column)
    key = f"'{watch.prefix}:' || OLD.{column}"
    return f"INSERT INTO {OUTBOX} (key) SELECT {key} WHERE {_differs(watch.column)}"


def _noting_index_pages() -> Iterator[Trigger]:
    """An index page that comes or goes gives entries another address, also one that nobody ever saw."""
    for model in (model for model in compiled_models() if issubclass(model, IndexPage)):
        note = f"INSERT INTO {OUTBOX} (key) VALUES ('{entries_of(model.lists)}')"
        for event in ("INSERT", "DELETE"):
            yield _trigger(model._meta.db_table, event, "", (note,), "l")


def _hiding() -> list[Trigger]:
    """What takes visibility away: a page goes, or something above it asks who is looking."""
    gone = "(NOT NEW.live OR NEW.expired) AND OLD.live AND NOT OLD.expired"
    above = (
        f"SELECT 1 FROM {RESTRICTIONS} r JOIN {PAGES} above ON above.id = r.page_id "
        "WHERE substr(NEW.path, 1, length(above.path)) = above.path"
    )
    below = (
        f"SELECT page.id FROM {PAGES} page JOIN {PAGES} top ON top.id = NEW.page_id "
        "WHERE substr(page.path, 1, length(top.path)) = top.path"
    )
    restricts = (*_wait_for(below), _hide(f"page_id IN ({below})"))
    return [
        *_hiding_rows(),
        _trigger(PAGES, "UPDATE", gone, (_hide("page_id = NEW.id"),), "g"),
        _trigger(PAGES, "DELETE", "", (_hide("page_id = OLD.id"),), "g"),
        _trigger(PAGES, "UPDATE", _differs("path"), (_hide(f"page_id = NEW.id AND EXISTS ({above})"),), "m"),
        _trigger(RESTRICTIONS, "INSERT", "", restricts, "r"),
        _trigger(RESTRICTIONS, "UPDATE", _differs("page_id"), restricts, "r"),
    ]


def _hiding_rows() -> Iterator[Trigger]:
    """What takes a plugin's row away: it is deleted, or a field says so, or nobody shows it any longer."""
    hidden = "NEW.is_hidden AND NOT OLD.is_hidden AND NEW.row_key IS NULL AND NEW.path IS NOT NULL"
    for model, kind in kinds_of_plugins():
        table, prefix = model._meta.db_table, f"{model._meta.label_lower}:"
        key = f"'{prefix}' || {{row}}.{_quoted(primary_key(model))}"
        yield _trigger(table, "DELETE", "", (_hide(f"row_key = {key.format(row='OLD')}"),), "g")
        if kind.public_if:
            private = " OR ".join(
                f"NEW.{_quoted(column_of(model, name))} IS NOT {str(value).upper()}"
                for name, value in kind.public_if.items()
            )
            yield _trigger(table, "UPDATE", private, (_hide(f"row_key = {key.format(row='NEW')}"),), "g")
        if not kind.is_public_alone:  # one for each kind: none depends on which others there are
            shown = _hide_with_page(f"substr(key, 1, {len(prefix)}) = '{prefix}'")
            yield Trigger(f"{PREFIX}{table}_s{_EVENTS['UPDATE']}", DOCUMENTS, "UPDATE", hidden, (shown,))


def _hide_with_page(of_kind: str) -> str:
    """Hide what the page's document showed and no other of its site and language shows.

    Where two people take the last two pages away in the same moment, each still sees the other's, and
    the flush that follows does it: a lock here would make one wait for the other, maybe in a circle.
    """
    shown = f"SELECT key FROM {DEPENDENCIES} WHERE document_id = NEW.pk_number AND {of_kind}"
    others = (
        f"SELECT 1 FROM {DEPENDENCIES} d JOIN {DOCUMENTS} page ON page.pk_number = d.document_id "
        f"WHERE d.key = {DOCUMENTS}.row_key AND page.row_key IS NULL AND page.state = 'live' "
        "AND NOT page.is_hidden AND page.site_id = NEW.site_id AND page.locale = NEW.locale"
    )
    return _hide(
        f"row_key IN ({shown}) AND site_id = NEW.site_id AND locale = NEW.locale AND NOT EXISTS ({others})"
    )


def _hide(which: str) -> str:
    return f"UPDATE {DOCUMENTS} SET is_hidden = TRUE WHERE {which} AND state = 'live' AND NOT is_hidden"


def _wait_for(pages: str) -> tuple[str, ...]:
    """Wait for a compilation of these pages that is under way: it may have begun before the restriction
    could be seen, and would store what is being taken away. SQLite has one writer and need not."""
    locked = f"PERFORM 1 FROM {PAGES} WHERE id IN ({pages}) ORDER BY id FOR UPDATE"
    return (locked,) if _is_postgresql() else ()


def _any_differs(columns: Iterable[str]) -> str:
    return " OR ".join(_differs(column) for column in columns)


def _differs(column: str) -> str:
    operator = "IS DISTINCT FROM" if _is_postgresql() else "IS NOT"
    return f"OLD.{_quoted(column)} {operator} NEW.{_quoted(column)}"


def _present() -> dict[str, str]:
    """Return our triggers in the database: their names and what they do."""
    if _is_postgresql():
        query = (
            "SELECT t.tgname, pg_get_functiondef(t.tgfoid) FROM pg_trigger t "
            "WHERE NOT t.tgisinternal AND t.tgname LIKE %s"
        )
    else:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [f"{PREFIX}%"])
        return dict(cursor.fetchall())


def _drop(cursor: CursorWrapper, name: str, found: dict[str, str]) -> None:
    if name not in found:
        return
    statement = f"DROP FUNCTION {name}() CASCADE" if _is_postgresql() else f"DROP TRIGGER {name}"
    cursor.execute(statement)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"
