"""What was found out about a record goes on with the one that it was merged into."""

from django.db.models import Q
from django.utils import timezone

from plugins.researchlinks.matching import pair_of
from plugins.researchlinks.models import AddressCheck, DistinctPair, ResearchRecord, SourceCheck, Telling


def hand_over(merged: ResearchRecord, kept: ResearchRecord) -> None:
    """Leave nothing with `merged`, which is looked after no more. Both are saved."""
    _addresses(merged, kept)
    _sources(merged, kept)
    _tellings(merged, kept)
    _pairs(merged, kept)


def _addresses(merged: ResearchRecord, kept: ResearchRecord) -> None:
    there = kept.address_checks.values_list("address", flat=True)
    taken = set(kept.addresses) - set(there)
    merged.address_checks.filter(address__in=taken).update(record=kept)
    AddressCheck.objects.filter(record=merged).delete()


def _sources(merged: ResearchRecord, kept: ResearchRecord) -> None:
    """The work is asked about anew. What a source told of either is no news: a person may know better."""
    checks = SourceCheck.objects.filter(record__in=(merged, kept))
    told = checks.exclude(retracted_by="").values_list("retracted_by", flat=True).first()
    checks.delete()
    if told:
        SourceCheck.objects.create(
            record=kept,
            identifier=kept.identifier,
            asked_at=timezone.now(),
            outcome=SourceCheck.Outcome.NO_ANSWER,
            retracted_by=told,
        )


def _tellings(merged: ResearchRecord, kept: ResearchRecord) -> None:
    tellings = Telling.objects.filter(record=merged)
    Telling.objects.bulk_create(
        [Telling(page_id=each.page_id, record=kept, concern=each.concern) for each in tellings],
        ignore_conflicts=True,
    )
    tellings.delete()


def _pairs(merged: ResearchRecord, kept: ResearchRecord) -> None:
    """Who is not the work of `merged` is not that of `kept`. That the two were said to be two is over."""
    pairs = DistinctPair.objects.filter(Q(first=merged) | Q(second=merged))
    for pair in list(pairs):
        other = pair.second_id if pair.first_id == merged.pk else pair.first_id
        if other != kept.pk:
            first, second = pair_of(other, kept.pk)
            DistinctPair.objects.get_or_create(
                first_id=first, second_id=second, defaults={"said_by_id": pair.said_by_id}
            )
    pairs.delete()
