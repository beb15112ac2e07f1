"""From the outbox into the log: whatever changed is compiled, numbered and stored, in commit order.

The head's lock is taken first and held until the commit, so that no reader ever sees number 7 before
number 6; the transaction does nothing else, so that it is short. Compiled before the lock, a document
could be stale; numbered by a database sequence, it could arrive late.
"""

import logging
import threading
from dataclasses import dataclass, field

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from wagtail.models import Page, Site

from portfolio.models.pages import IndexPage, PortfolioPage
from portfolio.publication.compiler import Compiled, compile_page, is_public
from portfolio.publication.loading import load_pages
from portfolio.publication.models import PAGE, ROW, LogHead, OutboxRow, PublicDocument, State
from portfolio.publication.naming import also_named, entries_of, names_of
from portfolio.publication.outbox import (
    KEYS_AT_ONCE,
    OF_A_UNIT,
    due,
    fan_out,
    note_once,
    postpone,
    units_behind,
)
from portfolio.publication.pictures import Shape
from portfolio.publication.renditions import want_renditions
from portfolio.publication.rows import Loan, busy, compile_row, load_rows, loans_of
from portfolio.publication.sources import REFS
from portfolio.publication.storing import (
    DOCUMENTS,
    hide_what_nobody_shows,
    keys_of,
    load_documents,
    store,
    withdraw,
)
from portfolio.readiness.gate import ensure_ready
from portfolio.remembering import forget, remembering

BATCH = 20
"""Pages and rows compiled in one transaction: while it lasts, nobody else can number anything"""
IN_A_REQUEST = 50
"""Pages and rows that a request compiles before it leaves the rest to the worker"""

logger = logging.getLogger(__name__)


@dataclass
class _Batch:
    """What one transaction takes up: outbox rows by the unit, a page or a row of a plugin, that they ask
    for, and what comes of them."""

    rows: dict[str, list[int]] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)
    """Units that someone is writing to: their flush is to come. Waiting could be waiting in a circle."""
    done: list[int] = field(default_factory=list)
    wanted: set[tuple[int, Shape]] = field(default_factory=set)

    @property
    def free(self) -> list[str]:
        return [unit for unit in self.rows if unit not in self.busy]

    @property
    def pages(self) -> dict[int, str]:
        """The units that are pages, by the page"""
        return {_page_id(unit): unit for unit in self.rows if unit.startswith(f"{PAGE}:")}

    @property
    def plugin_rows(self) -> list[str]:
        return [unit for unit in self.rows if unit.startswith(f"{ROW}:")]

    @property
    def left(self) -> list[int]:
        return [row for unit in self.busy for row in self.rows[unit]]


class _Thread(threading.local):
    is_flushing = False


_here = _Thread()


def flush(at_most: int | None = None) -> int:
    """Bring the log up to date with what is committed; return how many pages and rows were compiled.

    Call it outside of any transaction. One that fails is left in the outbox, marked, and holds up
    no other. With `at_most`, what is left over is the worker's. A call from within (a task that was
    run at once) does nothing: the flush under way goes on until nothing is left.
    """
    if _here.is_flushing:
        return 0
    _here.is_flushing = True
    try:
        return _flush_all(at_most)
    finally:
        _here.is_flushing = False


def _flush_all(at_most: int | None) -> int:
    compiled = 0
    passed_over: list[int] = []
    while at_most is None or compiled < at_most:
        batch = _flush_batch(passed_over)
        if batch is None:
            break
        compiled += len(batch.rows)
        passed_over += batch.left
        want_renditions(batch.wanted)
    return compiled


def flush_after_request() -> None:
    """Flush what a request has changed. A database that is away has the rows still: the worker goes on."""
    try:
        flush(IN_A_REQUEST)
    except DatabaseError:
        logger.exception("The public side could not be brought up to date; the worker will.")


def flush_after_task() -> None:
    """Flush what a task has changed, unless it ran inside somebody's transaction: they flush after it."""
    if not connection.in_atomic_block:
        flush_after_request()


def position() -> LogHead:
    """Return the end of the log."""
    return LogHead.objects.get_or_create(pk=LogHead.ONLY)[0]


def _flush_batch(passed_over: list[int]) -> _Batch | None:
    if not due(passed_over).exists():  # asked without the lock: mostly there is nothing
        return None
    position()
    with transaction.atomic(), remembering():
        head = LogHead.objects.select_for_update().get(pk=LogHead.ONLY)
        Site.clear_site_root_paths_cache()  # it may be of before a commit, or another process' own
        fan_out(passed_over)
        batch = _take(passed_over)
        _load(batch)
        for unit in batch.free:
            _refresh_unit(head, batch, unit)
        OutboxRow.objects.filter(pk__in=batch.done).delete()
        head.save(update_fields=["sequence"])
    return batch


def _take(passed_over: list[int]) -> _Batch:
    """Take up the next pages and rows, and with each of them all outbox rows that ask for it."""
    batch = _Batch()
    asked = due(passed_over).filter(OF_A_UNIT).values_list("pk", "key")
    for pk, unit in asked[:KEYS_AT_ONCE]:
        if unit in batch.rows or len(batch.rows) < BATCH:
            batch.rows.setdefault(unit, []).append(pk)
    batch.busy = _busy_pages(batch.pages) | (busy(batch.plugin_rows) if batch.plugin_rows else set())
    return batch


def _busy_pages(pages: dict[int, str]) -> set[str]:
    """Lock these pages; return those that someone else is writing to."""
    locked = Page.objects.select_for_update(skip_locked=True).filter(pk__in=pages)
    free = set(locked.order_by().values_list("pk", flat=True))
    held = Page.objects.filter(pk__in=pages.keys() - free).values_list("pk", flat=True)
    return {pages[page_id] for page_id in held}


def _load(batch: _Batch) -> None:
    """Read the whole batch at once. If one page or row cannot be read, each is read in its own turn."""
    try:
        with transaction.atomic():
            load_pages(list(batch.pages))
            load_rows(batch.plugin_rows)
            load_documents(list(batch.rows))
    except Exception:
        logger.exception("A batch could not be read at once.")


def _refresh_unit(head: LogHead, batch: _Batch, unit: str) -> None:
    """Refresh one page or row; mark its outbox rows done, or failed."""
    before = head.sequence
    rows = batch.rows[unit]
    try:
        with transaction.atomic():
            _refresh(head, batch, unit)
    except Exception as error:  # noqa: BLE001  (whatever a compiler raises is this unit's alone)
        head.sequence = before
        forget(REFS)
        forget(DOCUMENTS)
        postpone(unit, rows, error)
    else:
        batch.done += rows


def _refresh(head: LogHead, batch: _Batch, unit: str) -> None:
    """Make the log agree with a page, which has one document, or a row, which has one for each place."""
    compiled = {made.place: made for made in _compile(unit)}
    before = {document.place: document for document in load_documents([unit]).get(unit, [])}
    for place in dict.fromkeys([*before, *compiled]):
        _replace(head, batch, unit, before.get(place), compiled.get(place))
    if not compiled:
        _note_entries_below(batch, unit)


def _note_entries_below(batch: _Batch, unit: str) -> None:
    page = load_pages([_page_id(unit)]).get(_page_id(unit)) if unit.startswith(f"{PAGE}:") else None
    if isinstance(page, IndexPage):
        _note_what_follows(batch, unit, set(units_behind({entries_of(page.lists)})))


def _note_what_follows(batch: _Batch, unit: str, follow: set[str]) -> None:
    if follow:
        note_once(sorted(follow), besides=[*batch.done, *batch.rows[unit]])


def _replace(
    head: LogHead, batch: _Batch, unit: str, before: PublicDocument | None, compiled: Compiled | None
) -> None:
    """Put `compiled` in the place of `before`, and note what else comes out otherwise for it."""
    named, lent = names_of(before), _loans_of(before)
    was_hidden = bool(before and before.is_hidden)  # what was compiled meanwhile does not name it
    after = None
    if compiled:
        after = store(head, compiled, before)
        batch.wanted |= compiled.sources.wanted
    elif before and before.state == State.LIVE:
        withdraw(head, before)
    follow: set[str] = set()
    if was_hidden or named != names_of(compiled):
        follow |= set(units_behind({unit, *also_named(named, names_of(compiled))}))
    changed = _changed(lent, _loans_of(after), was_hidden)
    hide_what_nobody_shows(changed)
    follow |= {f"{ROW}:{row_key}" for row_key in changed}
    _note_what_follows(batch, unit, follow)


def _loans_of(document: PublicDocument | None) -> frozenset[Loan]:
    """Return what a page lends to the rows that it shows."""
    if document is None or document.pk is None:
        return frozenset()
    return loans_of(document, {key for (key,) in keys_of([document.pk])[document.pk]})


def _changed(before: frozenset[Loan], after: frozenset[Loan], was_hidden: bool) -> set[str]:
    """Return the rows that are lent something else now. One that was hidden lent nothing meanwhile."""
    differing = before | after if was_hidden else before ^ after
    return {loan.row_key for loan in differing}


def _compile(unit: str) -> list[Compiled]:
    """Return the public documents of a page or a row."""
    if unit.startswith(f"{ROW}:"):
        return compile_row(unit)
    page = load_pages([_page_id(unit)]).get(_page_id(unit))
    compiled = _compile_public(page) if page else None
    return [compiled] if compiled else []


def _page_id(unit: str) -> int:
    return int(unit.partition(":")[2])


def _compile_public(page: Page) -> Compiled | None:
    if not is_public(page):
        return None
    if page.first_published_at is None:  # made live past Wagtail's publishing, where nobody asked
        if isinstance(page, PortfolioPage) and not page.alias_of_id:
            ensure_ready(page)
        _date(page)
    return compile_page(page)


def _date(page: Page) -> None:
    """Give a page that code made live, past Wagtail's publishing, the date it came out on."""
    page.first_published_at = page.last_published_at = timezone.now()
    Page.objects.filter(pk=page.pk).update(
        first_published_at=page.first_published_at, last_published_at=page.last_published_at
    )
