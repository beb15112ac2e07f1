"""What has changed and is not in the log yet, and which pages are to be compiled for it."""

import logging
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, Site

from portfolio.publication.models import Dependency, OutboxRow, PublicDocument
from portfolio.publication.watching import PAGE, SITES, SUBTREE

KEYS_AT_ONCE = 500
ATTEMPTS = 8
"""After so many failures a page waits for a person"""
LONGEST_WAIT = timedelta(minutes=10)

logger = logging.getLogger(__name__)


def note(keys: Iterable[str], *, fanned_out: bool = False) -> None:
    """Put `keys` into the outbox by hand, where no row has changed that a trigger would see."""
    OutboxRow.objects.bulk_create([OutboxRow(key=key, fanned_out=fanned_out) for key in keys])


def due(passed_over: list[int]) -> QuerySet[OutboxRow]:
    """Return the rows that can be taken up now, what editors did before what follows from it."""
    waiting = Q(retry_at__isnull=True) | Q(retry_at__lte=timezone.now())
    rows: QuerySet[OutboxRow] = OutboxRow.objects.filter(waiting, is_quarantined=False)
    return rows.exclude(pk__in=passed_over).order_by("fanned_out", "pk")


def pages_waiting() -> set[int]:
    """Return the pages that the outbox will have compiled, directly or as a consequence."""
    keys = set(OutboxRow.objects.values_list("key", flat=True))
    pages = {int(key.partition(":")[2]) for key in keys if key.startswith(f"{PAGE}:")}
    return pages | set(pages_behind(keys))


def fan_out(passed_over: list[int]) -> None:
    """Turn every key but a page's own into the pages that were made from what it stands for."""
    while rows := list(due(passed_over).exclude(key__startswith=f"{PAGE}:")[:KEYS_AT_ONCE]):
        keys = {row.key for row in rows}
        note_once(sorted(set(pages_behind(keys))))
        OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).delete()


def pages_behind(keys: set[str]) -> Iterator[int]:
    """Return the pages whose documents may come out otherwise, now that this has changed."""
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


def note_once(page_ids: Iterable[int], besides: Collection[int] = ()) -> None:
    """Note pages that follow from another change, unless they are noted already.

    The rows `besides` do not count: their pages were compiled before the change.
    """
    keys = [f"{PAGE}:{page_id}" for page_id in page_ids]
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = keys[start : start + KEYS_AT_ONCE]
        waiting = OutboxRow.objects.filter(key__in=some, attempts=0).exclude(pk__in=besides)
        noted = set(waiting.values_list("key", flat=True))
        note((key for key in some if key not in noted), fanned_out=True)


def postpone(page_id: int, rows: list[int], error: Exception) -> None:
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
