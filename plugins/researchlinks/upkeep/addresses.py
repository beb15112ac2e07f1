"""The addresses of records, looked at one after the other, the longest unseen first."""

from datetime import timedelta
from time import monotonic

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from plugins.researchlinks.matching import standing
from plugins.researchlinks.models import (
    AddressCheck,
    AddressStatus,
    GatheredAddresses,
    Host,
    ResearchRecord,
)
from plugins.researchlinks.upkeep.hosts import LONGEST_WAIT, HostRestsError, host_of
from plugins.researchlinks.upkeep.looking import look_at
from plugins.researchlinks.upkeep.slices import SLICE, while_there_is_time

LOOK_AGAIN = timedelta(days=7)
LOOK_AGAIN_IF_NOT_FINE = timedelta(days=1)
MISSES = 2
"""How often in a row a name is not found before its address is broken: on two days, that is"""
AT_ONCE = 50
LONGEST = 2000
BATCH = 500


def changed_records() -> QuerySet[ResearchRecord]:
    """Return the records that are new, or have changed since their addresses were gathered.

    Those of the sample lead nowhere, and nobody is asked about them.
    """
    same = GatheredAddresses.objects.filter(record=OuterRef("pk"), changed_at=OuterRef("changed_at"))
    return standing().filter(~Exists(same), is_sample=False).order_by("pk")


def gather_addresses() -> int:
    """Let each address of what has changed be looked at, and none that it has no more; return of how many.

    Four queries for each batch, and one where nothing has changed. The next call goes on from there.
    """
    gathered, ends = 0, monotonic() + SLICE
    while (records := list(changed_records()[:BATCH])) and monotonic() < ends:
        _gather(records)
        gathered += len(records)
    return gathered


@transaction.atomic
def _gather(records: list[ResearchRecord]) -> None:
    there = set(AddressCheck.objects.filter(record__in=records).values_list("record_id", "address"))
    wanted = {
        (record.pk, address) for record in records for address in record.addresses if len(address) <= LONGEST
    }
    AddressCheck.objects.bulk_create(
        [
            AddressCheck(record_id=record, address=address, host=host_of(address))
            for record, address in sorted(wanted - there)
        ]
    )
    for record, address in there - wanted:
        AddressCheck.objects.filter(record=record, address=address).delete()
    GatheredAddresses.objects.bulk_create(
        [GatheredAddresses(record=record, changed_at=record.changed_at) for record in records],
        update_conflicts=True,
        unique_fields=["record"],
        update_fields=["changed_at"],
    )


def due_addresses() -> QuerySet[AddressCheck]:
    """Return what is to be looked at: not at hosts that want to be left alone, the longest unseen first."""
    now = timezone.now()
    resting = Host.objects.filter(not_before__gt=now + LONGEST_WAIT).values("name")
    due = (
        Q(looked_at=None)
        | Q(looked_at__lt=now - LOOK_AGAIN)
        | Q(looked_at__lt=now - LOOK_AGAIN_IF_NOT_FINE) & ~Q(status=AddressStatus.FINE)
    )
    checks = AddressCheck.objects.filter(due).exclude(host__in=resting)
    return checks.order_by(F("looked_at").asc(nulls_first=True), "pk")


def look_at_addresses() -> int:
    """Look at what is due for a while; return at how many. The next call goes on from there."""
    return sum(_look_and_keep(check) for check in while_there_is_time(due_addresses()[:AT_ONCE]))


def _look_and_keep(check: AddressCheck) -> int:
    try:
        look = look_at(check.address)
    except HostRestsError:
        return 0  # the first to be looked at once the host may be asked
    now = timezone.now()
    misses = check.misses + 1 if look.is_missed else 0
    status = AddressStatus.BROKEN if misses >= MISSES else look.status
    return AddressCheck.objects.filter(pk=check.pk).update(
        looked_at=now,
        status=status,
        since=check.since if status == check.status else now,
        said=look.said[:300],
        led_to=look.led_to[:2000],
        misses=misses,
    )
