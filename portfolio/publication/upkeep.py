"""Looking after the log: is it true, make it anew, begin a new history."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wagtail.models import Page

from portfolio.publication import log, outbox, triggers
from portfolio.publication.compiler import Compiled, compile_page, compiler_version, is_public
from portfolio.publication.loading import load_pages
from portfolio.publication.models import LogHead, OutboxRow, PublicDocument
from portfolio.publication.storing import content_of
from portfolio.publication.watching import PAGE, SITES
from portfolio.remembering import remembering


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
    waiting = outbox.pages_waiting()
    stored = {document.page_id: document for document in PublicDocument.objects.iterator(chunk_size=200)}
    for page_ids in _in_batches():
        yield from _differences(page_ids, stored, waiting)
    for gone, document in stored.items():
        yield Difference(f"{document}: its page {gone} is not there.", gone in waiting)
    for row in OutboxRow.objects.filter(is_quarantined=True):
        yield Difference(f"{row.key} failed {row.attempts} times and waits for a person. {row.error}")


def _in_batches() -> Iterator[list[int]]:
    pages = list(Page.objects.filter(depth__gt=1).order_by("path").values_list("pk", flat=True))
    for start in range(0, len(pages), log.BATCH):
        yield pages[start : start + log.BATCH]


def _differences(
    page_ids: list[int], stored: dict[int | None, PublicDocument], waiting: set[int]
) -> list[Difference]:
    """Compare some pages with what is `stored`, and take from it what was compared."""
    found = []
    with remembering():
        for page_id, page in load_pages(page_ids).items():
            if told := _compare(page, stored.pop(page_id, None)):
                found.append(Difference(f"Page {page_id}, “{page.title}”: {told}", page_id in waiting))
    return found


def _compare(page: Page, document: PublicDocument | None) -> str:
    """Return what is wrong with the document of `page`, "" for nothing."""
    compiled = _fresh(page)
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
        progress(done, OutboxRow.objects.filter(key__startswith=f"{PAGE}:", is_quarantined=False).count())
    return done


def note_outdated() -> int:
    """Note the documents that an earlier version of the compiler made; return how many that were."""
    if OutboxRow.objects.filter(fanned_out=True).exists():
        return 0  # as good as noted: a rebuild is under way
    outdated = PublicDocument.objects.exclude(compiler_version=compiler_version())
    pages = list(outdated.values_list("page_id", flat=True))
    outbox.note((f"{PAGE}:{page_id}" for page_id in pages), fanned_out=True)
    return len(pages)


def begin_new_epoch() -> LogHead:
    """Tell all who follow the log to start over: its numbers mean something else from here on.

    After a backup was restored: changes that it lacks have been read by someone, and their numbers
    will be given again.
    """
    log.position()
    LogHead.objects.filter(pk=LogHead.ONLY).update(epoch=uuid.uuid4())
    return log.position()
