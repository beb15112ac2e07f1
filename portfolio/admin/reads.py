"""How often entries are read, as the first screen shows it: to a district its own, to staff all."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from portfolio import reads
from portfolio.admin.desk import entries_below
from portfolio.models import PublicDocument, User
from portfolio.publication.documents import ENTRY_KINDS
from portfolio.reads import Reading
from portfolio.tenancy.spaces import sees_all_districts, spaces_of

SHOWN = 20
SHOWN_OF_ALL = 10


@dataclass(frozen=True)
class Reads:
    """`rows` are those that are read most; `more` is how many others there are."""

    rows: list[Reading]
    more: int
    now: int
    before: int
    by_api: int
    month: date
    month_before: date
    of_all: bool
    """They are of every district"""


def reads_for(user: User) -> Reads | None:
    """Return what is shown to `user`: None where nothing is counted, or nothing of theirs is public."""
    if not settings.COUNT_READS:
        return None
    if spaces := spaces_of(user):
        pages = entries_below(spaces).values("pk")
        return _of_own(reads.read_most(PublicDocument.objects.filter(page_id__in=pages), reads.this_month()))
    return _of_all() if sees_all_districts(user) else None


def _of_own(rows: list[Reading]) -> Reads | None:
    sums = {name: sum(getattr(row, name) for row in rows) for name in ("now", "before", "by_api")}
    return _reads(rows[:SHOWN], len(rows) - SHOWN, sums, of_all=False) if rows else None


def _of_all() -> Reads | None:
    if not PublicDocument.objects.filter(kind__in=ENTRY_KINDS).exists():
        return None
    month = reads.this_month()
    return _reads(reads.most_read(month, SHOWN_OF_ALL), 0, reads.totals(month), of_all=True)


def _reads(rows: list[Reading], more: int, sums: dict[str, int], *, of_all: bool) -> Reads:
    month = reads.this_month()
    return Reads(
        rows, max(0, more), **sums, month=month, month_before=reads.month_before(month), of_all=of_all
    )
