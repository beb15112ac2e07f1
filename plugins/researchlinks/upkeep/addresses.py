"""The addresses of records, looked at one after the other, the longest unseen first."""

from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from plugins.researchlinks.matching import standing
from plugins.researchlinks.models import AddressCheck, AddressStatus, Host
from plugins.researchlinks.upkeep.hosts import LONGEST_WAIT, HostRestsError, forget_idle_hosts, host_of
from plugins.researchlinks.upkeep.looking import look_at
from plugins.researchlinks.upkeep.slices import while_there_is_time

LOOK_AGAIN = timedelta(days=7)
LOOK_AGAIN_IF_NOT_FINE = timedelta(days=1)
MISSES = 2
"""How often in a row a name is not found before its address is broken: on two days, that is"""
AT_ONCE = 50
LONGEST = 2000


def gather_addresses() -> None:
    """Let each address that a record has be looked at, and none that it has no more."""
    there = set(AddressCheck.objects.values_list("record_id", "address"))
    wanted = {
        (record.pk, address)
        for record in standing().iterator()
        for address in record.addresses
        if len(address) <= LONGEST
    }
    AddressCheck.objects.bulk_create(
        [
            AddressCheck(record_id=record, address=address, host=host_of(address))
            for record, address in sorted(wanted - there)
        ]
    )
    for record, address in there - wanted:
        AddressCheck.objects.filter(record=record, address=address).delete()
    forget_idle_hosts()


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
