"""Those who look after an entry are told, once, of what is wrong with its research."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import QuerySet

from plugins.researchlinks.matching import standing
from plugins.researchlinks.models import (
    AddressCheck,
    AddressStatus,
    Concern,
    ResearchLink,
    ResearchRecord,
    Telling,
)
from plugins.researchlinks.upkeep.concerns import Trouble, condition, records_with, with_troubles
from portfolio.extensions import tell_writers


def tell_of_concerns() -> int:
    """Mail what is new of the live entries; return of how many someone was told.

    What nobody could be told of is tried again at the next call. An alias follows its original. Of what is
    invented for the sample nobody is told.
    """
    _forget_what_is_over()
    told = set(Telling.objects.values_list("page_id", "record_id", "concern"))
    news: dict[int, list[tuple[ResearchRecord, Trouble]]] = defaultdict(list)
    for page, record, trouble in _of_live_entries():
        if (page, record.pk, trouble.concern) not in told:
            news[page].append((record, trouble))
    known = tell_writers("researchlinks/mail/concerns", news)
    Telling.objects.bulk_create(
        [
            Telling(page_id=page, record=record, concern=trouble.concern)
            for page in known
            for record, trouble in news[page]
        ],
        ignore_conflicts=True,
    )
    return len(known)


def _of_live_entries() -> Iterator[tuple[int, ResearchRecord, Trouble]]:
    live = ResearchLink.objects.filter(page__live=True, page__alias_of=None)
    for troubled in with_troubles(records_with(Concern).filter(is_sample=False), live):
        for entry in troubled.entries:
            for trouble in troubled.troubles:
                yield entry.pk, troubled.record, trouble


def _forget_what_is_over() -> None:
    """Whoever was told is told again if it comes back. An address that cannot be looked at just now is
    not mended yet."""
    for concern in Concern:
        Telling.objects.filter(concern=concern).exclude(record__in=_still(concern)).delete()


def _still(concern: Concern) -> QuerySet[ResearchRecord]:
    if concern == Concern.BROKEN:
        checks = AddressCheck.objects.exclude(status=AddressStatus.FINE)
        return standing().filter(pk__in=checks.values("record"))
    return standing().filter(condition(concern))
