"""From the outbox into the log: whatever changed is compiled, numbered and stored, in commit order.

The head's lock is taken first and held until the commit, so that no reader ever sees number 7 before
number 6; the transaction does nothing else, so that it is short. Compiled before the lock, a document
could be stale; numbered by a database sequence, it could arrive late.
"""

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from wagtail.models import Page, Site

from portfolio.models.districts import District
from portfolio.models.pages import PortfolioPage
from portfolio.publication.compiler import Compiled, compile_page, is_public
from portfolio.publication.loading import load_pages
from portfolio.publication.models import LogHead, OutboxRow, PublicDocument, State
from portfolio.publication.outbox import KEYS_AT_ONCE, due, fan_out, note_once, pages_behind, postpone
from portfolio.publication.pictures import Shape
from portfolio.publication.renditions import want_renditions
from portfolio.publication.sources import REFS
from portfolio.publication.storing import DOCUMENTS, load_documents, store, withdraw
from portfolio.publication.watching import PAGE
from portfolio.readiness.gate import ensure_ready
from portfolio.remembering import forget, remembering

BATCH = 20
"""Pages compiled in one transaction: while it lasts, nobody else can number anything"""
IN_A_REQUEST = 50
"""Pages that a request compiles before it leaves the rest to the worker"""

logger = logging.getLogger(__name__)


@dataclass
class _Batch:
    """What one transaction takes up: outbox rows by the page they ask for, and what comes of them."""

    rows: dict[int, list[int]] = field(default_factory=dict)
    busy: set[int] = field(default_factory=set)
    """Pages that someone is writing to: their flush is to come. Waiting could be waiting in a circle."""
    done: list[int] = field(default_factory=list)
    wanted: set[tuple[int, Shape]] = field(default_factory=set)

    @property
    def free(self) -> list[int]:
        return [page_id for page_id in self.rows if page_id not in self.busy]

    @property
    def left(self) -> list[int]:
        return [row for page_id in self.busy for row in self.rows[page_id]]


class _Thread(threading.local):
    is_flushing = False


_here = _Thread()


def flush(at_most: int | None = None) -> int:
    """Bring the log up to date with what is committed; return how many pages were compiled.

    Call it outside of any transaction. A page that fails is left in the outbox, marked, and holds up
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
        for page_id in batch.free:
            _refresh_row(head, batch, page_id)
        OutboxRow.objects.filter(pk__in=batch.done).delete()
        head.save(update_fields=["sequence"])
    return batch


def _take(passed_over: list[int]) -> _Batch:
    """Take up the next pages, and with each of them all rows that ask for it."""
    batch = _Batch()
    pages = due(passed_over).filter(key__startswith=f"{PAGE}:").values_list("pk", "key")
    for pk, key in pages[:KEYS_AT_ONCE]:
        page_id = int(key.partition(":")[2])
        if page_id in batch.rows or len(batch.rows) < BATCH:
            batch.rows.setdefault(page_id, []).append(pk)
    locked = Page.objects.select_for_update(skip_locked=True).filter(pk__in=batch.rows)
    free = set(locked.order_by().values_list("pk", flat=True))
    batch.busy = set(Page.objects.filter(pk__in=batch.rows.keys() - free).values_list("pk", flat=True))
    return batch


def _load(batch: _Batch) -> None:
    """Read the whole batch at once. If one page cannot be read, each is read in its own turn."""
    try:
        with transaction.atomic():
            load_pages(list(batch.rows))
            load_documents(list(batch.rows))
    except Exception:
        logger.exception("A batch could not be read at once.")


def _refresh_row(head: LogHead, batch: _Batch, page_id: int) -> None:
    """Refresh one page; mark its rows done, or failed."""
    before = head.sequence
    rows = batch.rows[page_id]
    try:
        with transaction.atomic():
            _refresh(head, batch, page_id)
    except Exception as error:  # noqa: BLE001  (whatever a compiler raises is this page's alone)
        head.sequence = before
        forget(REFS)
        forget(DOCUMENTS)
        postpone(page_id, rows, error)
    else:
        batch.done += rows


def _refresh(head: LogHead, batch: _Batch, page_id: int) -> None:
    """Make the log agree with a page."""
    page = load_pages([page_id]).get(page_id)
    before = load_documents([page_id]).get(page_id)
    named = _names_of(before)
    was_hidden = bool(before and before.is_hidden)  # what was compiled meanwhile does not name it
    compiled = _compile(page) if page else None
    if page and compiled:
        store(head, page, compiled, before)
        batch.wanted |= compiled.sources.wanted
    elif before and before.state == State.LIVE:
        withdraw(head, before)
    if was_hidden or named != _names_of(compiled):
        keys = {f"{PAGE}:{page_id}", *_also_named(named, _names_of(compiled))}
        note_once(sorted(set(pages_behind(keys))), besides=[*batch.done, *batch.rows[page_id]])


def _compile(page: Page) -> Compiled | None:
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


def _names_of(document: PublicDocument | Compiled | None) -> tuple[str, ...] | None:
    """Return what other documents say of this one; None where there is nothing to name."""
    if document is None or not document.path:
        return None
    lists = document.card.get("lists", "") if document.kind == "index" else ""
    return document.title, document.path, document.leaid, lists


def _also_named(*names: tuple[str, ...] | None) -> Iterator[str]:
    """Return what, besides the page itself, a change of these names is a change of.

    A district is named in every entry from it, by its page where that is public. Entries lie below
    their index, also where none was there when they were compiled.
    """
    states = [name for name in names if name]
    leaids = [leaid for _title, _path, leaid, _lists in states if leaid]
    for pk in District.objects.filter(leaid__in=leaids).values_list("pk", flat=True) if leaids else ():
        yield f"district:{pk}"
    yield from (f"index:{lists}" for _title, _path, _leaid, lists in states if lists)
