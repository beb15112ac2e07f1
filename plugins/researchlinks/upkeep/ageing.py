"""Evidence grows old without anything happening: here it is made to happen in the database."""

from django.utils import timezone

from plugins.researchlinks.matching import standing
from plugins.researchlinks.models import ResearchRecord


def mark_stale_records() -> int:
    """Keep of each record whether it is out of date today; return for how many that is different now.

    The documents that show these are compiled again, since the row changes.
    """
    today = timezone.localdate()
    records = standing().only("reviewed_on", "tier_on", "review_by", "is_stale")
    return sum(
        ResearchRecord.objects.filter(pk=record.pk).update(is_stale=not record.is_stale)
        for record in list(records)
        if record.is_due(today) != record.is_stale
    )
