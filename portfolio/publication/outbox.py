"""What has changed and is not in the log yet, and which pages and rows are to be compiled for it."""

import logging
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, Site

from portfolio.publication.models import PAGE, ROW, Dependency, OutboxRow, PublicDocument, unit_of
from portfolio.publication.rows import every_unit, units_among
from portfolio.publication.watching import SITES, SUBTREE

OF_A_UNIT = Q(key__startswith=f"{PAGE}:") | Q(key__startswith=f"{ROW}:")
"""The keys that stand for one page, or one row, itself"""

KEYS_AT_ONCE = 500
ATTEMPTS = 8
"""After so many failures a page or row waits for a person"""
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


def units_waiting() -> set[str]:
    """Return the pages and rows that the outbox will have compiled, directly or as a consequence."""
    keys = set(OutboxRow.objects.values_list("key", flat=True))
    units = {key for key in keys if key.startswith((f"{PAGE}:", f"{ROW}:"))}
    return units | set(units_behind(keys))


def fan_out(passed_over: list[int]) -> None:
    """Turn every key that is not a page's or row's own into those that were made from what it stands for."""
    while rows := list(due(passed_over).exclude(OF_A_UNIT)[:KEYS_AT_ONCE]):
        keys = {row.key for row in rows}
        note_once(sorted(set(units_behind(keys))))
        OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).delete()


def units_behind(keys: set[str]) -> Iterator[str]:
    """Return the pages and rows whose documents may come out otherwise, now that this has changed."""
    if SITES in keys:
        Site.clear_site_root_paths_cache()
        yield from _everything()
    tops = [key.partition(":")[2] for key in keys if key.startswith(f"{SUBTREE}:")]
    for path in Page.objects.filter(pk__in=tops).values_list("path", flat=True):
        below = Page.objects.filter(path__startswith=path).values_list("pk", flat=True)
        yield from (unit_of(page_id, None) for page_id in below)
    yield from _made_from(sorted(keys))
    yield from units_among(keys)


def _made_from(keys: list[str]) -> Iterator[str]:
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = Dependency.objects.filter(key__in=keys[start : start + KEYS_AT_ONCE])
        yield from _units_of(some.values_list("document__page_id", "document__row_key"))


def _units_of(documents: Iterable[tuple[int | None, str | None]]) -> Iterator[str]:
    """Return what documents were made from. Where a page was given another id, its old one is nobody's."""
    for page_id, row_key in documents:
        if page_id or row_key:
            yield unit_of(page_id, row_key)


def _everything() -> Iterator[str]:
    """Return every page with an address, every row, and every document, whose page may be gone."""
    pages = Page.objects.filter(depth__gt=1).order_by("path").values_list("pk", flat=True)
    yield from (unit_of(page_id, None) for page_id in pages)
    yield from every_unit()
    yield from _units_of(PublicDocument.objects.values_list("page_id", "row_key"))


def note_once(units: Iterable[str], besides: Collection[int] = ()) -> None:
    """Note pages and rows that follow from another change, unless they are noted already.

    The outbox's rows `besides` do not count: what they stand for was compiled before the change.
    """
    keys = list(units)
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = keys[start : start + KEYS_AT_ONCE]
        waiting = OutboxRow.objects.filter(key__in=some, attempts=0).exclude(pk__in=besides)
        noted = set(waiting.values_list("key", flat=True))
        note((key for key in some if key not in noted), fanned_out=True)


def postpone(unit: str, rows: list[int], error: Exception) -> None:
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
        "%s could not be compiled; its public document is as it was. %s",
        unit,
        "It is not tried again until someone saves it." if is_last else "It is tried again.",
        exc_info=error,
    )
