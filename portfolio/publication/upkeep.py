"""Looking after the log: is it true, make it anew, begin a new history."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from wagtail.models import Page

from portfolio.publication import log, outbox, triggers
from portfolio.publication.compiler import Compiled, compile_page, compiler_version, is_public
from portfolio.publication.loading import load_pages
from portfolio.publication.models import LogHead, OutboxRow, Place, PublicDocument, unit_of
from portfolio.publication.rows import compile_row, every_unit, load_rows
from portfolio.publication.storing import content_of
from portfolio.publication.watching import SITES
from portfolio.remembering import remembering

Stored = dict[str, dict[Place, PublicDocument]]
"""The public documents of each page or row"""
Of = TypeVar("Of")


@dataclass(frozen=True)
class Difference:
    """Where the log and a fresh compilation disagree.

    It `is_stale` where the outbox or a new version of the compiler explains it: the worker will mend
    it. Otherwise something is wrong.
    """

    what: str
    is_stale: bool = False


def verify() -> Iterator[Difference]:
    """Compile everything afresh and compare. Writes nothing."""
    yield from (Difference(f"The trigger {name} is missing or outdated.") for name in triggers.missing())
    waiting = outbox.units_waiting()
    stored: Stored = {}
    for document in PublicDocument.objects.iterator(chunk_size=200):
        stored.setdefault(document.unit, {})[document.place] = document
    for page_ids in _in_batches(_every_page()):
        yield from _differences(page_ids, stored, waiting)
    for units in _in_batches(list(dict.fromkeys(every_unit()))):
        yield from _row_differences(units, stored, waiting)
    for unit, places in stored.items():
        for document in places.values():
            yield Difference(f"{document}: its {unit} is not there.", unit in waiting)
    for row in OutboxRow.objects.filter(is_quarantined=True):
        yield Difference(f"{row.key} failed {row.attempts} times and waits for a person. {row.error}")


def _every_page() -> list[int]:
    return list(Page.objects.filter(depth__gt=1).order_by("path").values_list("pk", flat=True))


def _in_batches(every: list[Of]) -> Iterator[list[Of]]:
    for start in range(0, len(every), log.BATCH):
        yield every[start : start + log.BATCH]


def _differences(page_ids: list[int], stored: Stored, waiting: set[str]) -> list[Difference]:
    """Compare some pages with what is `stored`, and take from it what was compared."""
    found = []
    with remembering():
        for page_id, page in load_pages(page_ids).items():
            unit = unit_of(page_id, None)
            if told := _compare(_fresh(page), stored.pop(unit, {}).get(())):
                found.append(Difference(f"Page {page_id}, “{page.title}”: {told}", unit in waiting))
    return found


def _row_differences(units: list[str], stored: Stored, waiting: set[str]) -> list[Difference]:
    """Compare the documents of some rows likewise."""
    found = []
    with remembering():
        load_rows(units)
        for unit in units:
            compiled = {made.place: made for made in compile_row(unit)}
            there = stored.pop(unit, {})
            for place in dict.fromkeys([*there, *compiled]):
                if told := _compare(compiled.get(place), there.get(place)):
                    found.append(Difference(f"{unit} {place}: {told}", unit in waiting))
    return found


def _compare(compiled: Compiled | None, document: PublicDocument | None) -> str:
    """Return what is wrong with a document, "" for nothing."""
    if compiled is None:
        return "it is not public, and has a document." if document else ""
    if document is None:
        return "it is public, and has no document."
    wrong = [name for name, value in content_of(compiled).items() if _plain(getattr(document, name)) != value]
    outdated = document.compiler_version != compiler_version()
    if wrong and outdated:
        return "an earlier version of the compiler made its document."
    return f"its document differs in {', '.join(sorted(wrong))}." if wrong else ""


def _fresh(page: Page) -> Compiled | None:
    return compile_page(page) if is_public(page) else None


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def rebuild(progress: Callable[[int, int], object] = lambda done, left: None) -> int:
    """Compile everything again; return how many pages that were. Readers go on reading.

    Only documents that come out otherwise than they are get a new number. `progress` is told how
    many pages are done and how many are left.
    """
    outbox.note([SITES])
    done = 0
    while compiled := log.flush(log.BATCH):
        done += compiled
        progress(done, OutboxRow.objects.filter(outbox.OF_A_UNIT, is_quarantined=False).count())
    return done


def note_outdated() -> int:
    """Note the documents that an earlier version of the compiler made; return how many that were."""
    if OutboxRow.objects.filter(fanned_out=True).exists():
        return 0  # as good as noted: a rebuild is under way
    outdated = PublicDocument.objects.exclude(compiler_version=compiler_version())
    units = [document.unit for document in outdated.only("page_id", "row_key")]
    if units:  # with another plugin on, there may be rows that have no documents yet
        outbox.note(dict.fromkeys([*units, *every_unit()]), fanned_out=True)
    return len(units)


def begin_new_epoch() -> LogHead:
    """Tell all who follow the log to start over: its numbers mean something else from here on.

    After a backup was restored: changes that it lacks have been read by someone, and their numbers
    will be given again.
    """
    log.position()
    LogHead.objects.filter(pk=LogHead.ONLY).update(epoch=uuid.uuid4())
    return log.position()
