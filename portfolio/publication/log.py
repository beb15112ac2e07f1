"""From the outbox into the log: whatever changed is compiled, numbered and stored, in commit order.

The head's lock is taken first and held until the commit, so that no reader ever sees number 7 before
number 6; the transaction does nothing else, so that it is short. Compiled before the lock, a document
could be stale; numbered by a database sequence, it could arrive late.
"""

import logging
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, Site

from portfolio.models.districts import District
from portfolio.models.pages import PortfolioPage
from portfolio.publication.compiler import Compiled, compile_page, has_document, is_public
from portfolio.publication.models import Dependency, LogHead, OutboxRow, PublicDocument, State
from portfolio.publication.pictures import Shape
from portfolio.publication.renditions import want_renditions
from portfolio.publication.storing import store, withdraw
from portfolio.publication.watching import PAGE, SITES, SUBTREE
from portfolio.readiness.gate import ensure_ready
from portfolio.selectors import remembering_standing_pages

BATCH = 10
"""Pages compiled in one transaction: while it lasts, nobody else can number anything"""
KEYS_AT_ONCE = 500
IN_A_REQUEST = 50
"""Pages that a request compiles before it leaves the rest to the worker"""
ATTEMPTS = 8
"""After so many failures a page waits for a person"""
LONGEST_WAIT = timedelta(minutes=10)

logger = logging.getLogger(__name__)


@dataclass
class _Batch:
    """What one transaction takes up: outbox rows by the page they ask for, and what comes of them."""

    rows: dict[int, list[int]] = field(default_factory=dict)
    done: list[int] = field(default_factory=list)
    locked: list[int] = field(default_factory=list)
    """Rows of pages that someone is writing to: whoever it is flushes after"""
    wanted: set[tuple[int, Shape]] = field(default_factory=set)


class _Thread(threading.local):
    is_flushing = False


_here = _Thread()


def note(keys: Iterable[str], *, fanned_out: bool = False) -> None:
    """Put `keys` into the outbox by hand, where no row has changed that a trigger would see."""
    OutboxRow.objects.bulk_create([OutboxRow(key=key, fanned_out=fanned_out) for key in keys])


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
        passed_over += batch.locked
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


def pages_waiting() -> set[int]:
    """Return the pages that the outbox will have compiled, directly or as a consequence."""
    keys = set(OutboxRow.objects.values_list("key", flat=True))
    pages = {int(key.partition(":")[2]) for key in keys if key.startswith(f"{PAGE}:")}
    return pages | set(_pages_behind(keys))


def _flush_batch(passed_over: list[int]) -> _Batch | None:
    if not _due(passed_over).exists():  # asked without the lock: mostly there is nothing
        return None
    position()
    with transaction.atomic(), remembering_standing_pages():
        head = LogHead.objects.select_for_update().get(pk=LogHead.ONLY)
        Site.clear_site_root_paths_cache()  # it may be of before a commit, or another process' own
        _fan_out(passed_over)
        batch = _take(passed_over)
        for page_id, rows in batch.rows.items():
            _refresh_row(head, batch, page_id, rows)
        OutboxRow.objects.filter(pk__in=batch.done).delete()
        head.save(update_fields=["sequence"])
    return batch


def _due(passed_over: list[int]) -> QuerySet[OutboxRow]:
    waiting = Q(retry_at__isnull=True) | Q(retry_at__lte=timezone.now())
    rows: QuerySet[OutboxRow] = OutboxRow.objects.filter(waiting, is_quarantined=False)
    return rows.exclude(pk__in=passed_over).order_by("fanned_out", "pk")


def _take(passed_over: list[int]) -> _Batch:
    """Take up the next pages, and with each of them all rows that ask for it."""
    batch = _Batch()
    pages = _due(passed_over).filter(key__startswith=f"{PAGE}:").values_list("pk", "key")
    for pk, key in pages[:KEYS_AT_ONCE]:
        page_id = int(key.partition(":")[2])
        if page_id in batch.rows or len(batch.rows) < BATCH:
            batch.rows.setdefault(page_id, []).append(pk)
    return batch


def _fan_out(passed_over: list[int]) -> None:
    """Turn every key but a page's own into the pages that were made from what it stands for."""
    while rows := list(_due(passed_over).exclude(key__startswith=f"{PAGE}:")[:KEYS_AT_ONCE]):
        keys = {row.key for row in rows}
        _note_once(sorted(set(_pages_behind(keys))))
        OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _pages_behind(keys: set[str]) -> Iterator[int]:
    if SITES in keys:
        Site.clear_site_root_paths_cache()
        yield from _everything()
    tops = [key.partition(":")[2] for key in keys if key.startswith(f"{SUBTREE}:")]
    for path in Page.objects.filter(pk__in=tops).values_list("path", flat=True):
        yield from Page.objects.filter(path__startswith=path).values_list("pk", flat=True)
    yield from _made_from(sorted(keys))


def _made_from(keys: list[str]) -> Iterator[int]:
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = Dependency.objects.filter(key__in=keys[start : start + KEYS_AT_ONCE])
        pages = some.exclude(document__page_id=None).values_list("document__page_id", flat=True)
        yield from (page_id or 0 for page_id in pages)


def _everything() -> Iterator[int]:
    """Return every page with an address, and every document, whose page may be gone."""
    yield from Page.objects.filter(depth__gt=1).order_by("path").values_list("pk", flat=True)
    documents = PublicDocument.objects.exclude(page_id=None).values_list("page_id", flat=True)
    yield from (page_id or 0 for page_id in documents)


def _note_once(page_ids: Iterable[int], besides: _Batch | None = None) -> None:
    """Note pages that follow from another change, unless they are noted already.

    What `besides` has taken up does not count: it may have been compiled before the change.
    """
    in_hand = {pk for rows in besides.rows.values() for pk in rows} if besides else set()
    keys = [f"{PAGE}:{page_id}" for page_id in page_ids]
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = keys[start : start + KEYS_AT_ONCE]
        waiting = OutboxRow.objects.filter(key__in=some, attempts=0).exclude(pk__in=in_hand)
        noted = set(waiting.values_list("key", flat=True))
        note((key for key in some if key not in noted), fanned_out=True)


def _refresh_row(head: LogHead, batch: _Batch, page_id: int, rows: list[int]) -> None:
    """Refresh one page; mark its rows done, or passed over, or failed."""
    before = head.sequence
    try:
        with transaction.atomic():
            is_free = _refresh(head, batch, page_id)
    except Exception as error:  # noqa: BLE001  (whatever a compiler raises is this page's alone)
        head.sequence = before
        _mark_failed(page_id, rows, error)
    else:
        (batch.done if is_free else batch.locked).extend(rows)


def _refresh(head: LogHead, batch: _Batch, page_id: int) -> bool:
    """Make the log agree with a page. False where someone is writing to it: their flush is to come.

    Waiting for them here could be waiting in a circle.
    """
    page = Page.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=page_id).first()
    if page is None and Page.objects.filter(pk=page_id).exists():
        return False
    before = PublicDocument.log.filter(page_id=page_id).first()
    named = _names_of(before)
    compiled = _compile(page) if page else None
    if page and compiled:
        store(head, page, compiled, before)
        batch.wanted |= compiled.sources.wanted
    elif before and before.state == State.LIVE:
        withdraw(head, before)
    if named != _names_of(compiled):
        keys = {f"{PAGE}:{page_id}", *_also_named(named, _names_of(compiled))}
        _note_once(sorted(set(_pages_behind(keys))), besides=batch)
    return True


def _compile(page: Page) -> Compiled | None:
    specific = page.specific
    if not has_document(specific) or not is_public(specific):
        return None
    if specific.first_published_at is None:  # made live past Wagtail's publishing, where nobody asked
        if isinstance(specific, PortfolioPage) and not specific.alias_of_id:
            ensure_ready(specific)
        _date(specific)
    return compile_page(specific)


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


def _mark_failed(page_id: int, rows: list[int], error: Exception) -> None:
    """Try again later, ever more seldom; then leave it to a person."""
    attempts = 1 + max(OutboxRow.objects.filter(pk__in=rows).values_list("attempts", flat=True), default=0)
    is_last = attempts >= ATTEMPTS
    OutboxRow.objects.filter(pk__in=rows[1:]).delete()
    OutboxRow.objects.filter(pk=rows[0]).update(
        attempts=attempts,
        retry_at=timezone.now() + min(timedelta(seconds=2**attempts), LONGEST_WAIT),
        is_quarantined=is_last,
        error=f"{type(error).__name__}: {error}"[:2000],
    )
    logger.error(
        "Page %s could not be compiled; its public document is as it was. %s",
        page_id,
        "It is not tried again until someone saves it." if is_last else "It is tried again.",
        exc_info=error,
    )
