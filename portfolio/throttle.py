"""Limits on what can be tried how often, the same for every process (docs/adr: throttle in the database).

An attempt is written down *before* it is counted, so that a hundred at the same moment cannot all
pass. Refused ones are taken back: a limit always lets go `seconds` after the attempts that filled it.
"""

import datetime
import ipaddress
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portfolio.models.throttle import Attempt

LONGEST_SECONDS = 24 * 60 * 60
"""No limit looks back further; older rows are deleted."""


@dataclass(frozen=True)
class Limit:
    """`amount` attempts within `seconds`, for each key."""

    name: str
    amount: int
    seconds: int


class Throttled(Exception):
    """A limit is reached. `retry_after` is in whole seconds, at least 1."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Try again in {retry_after} s.")
        self.retry_after = retry_after


def take(wanted: Iterable[tuple[Limit, str]]) -> list[Attempt]:
    """Count one attempt against each limit and key, and return them; raise Throttled where one is full."""
    now = timezone.now()
    Attempt.objects.filter(at__lt=now - datetime.timedelta(seconds=LONGEST_SECONDS)).delete()
    taken = [(limit, Attempt.objects.create(key=_hashed(limit, key), at=now)) for limit, key in wanted]
    waits = [_seconds_to_wait(limit, attempt.key, now) for limit, attempt in taken]
    attempts = [attempt for _, attempt in taken]
    if any(waits):
        give_back(attempts)
        raise Throttled(max(waits))
    return attempts


def give_back(attempts: Iterable[Attempt]) -> None:
    """Forget attempts that turned out well."""
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in attempts]).delete()


def _seconds_to_wait(limit: Limit, key: str, now: datetime.datetime) -> int:
    since = now - datetime.timedelta(seconds=limit.seconds)
    times = Attempt.objects.filter(key=key, at__gt=since).order_by("-at").values_list("at", flat=True)
    counted = list(times[: limit.amount + 1])
    if len(counted) <= limit.amount:
        return 0
    return max(1, math.ceil((counted[-1] - since).total_seconds()))


def _hashed(limit: Limit, key: str) -> str:
    return salted_hmac(f"throttle:{limit.name}", key.strip().lower(), algorithm="sha256").hexdigest()


def client_address(request: HttpRequest) -> str:
    """Return who is asking: the address that the outermost of our own proxies saw, an IPv6 one as its /64.

    `TRUSTED_PROXIES` says how many proxies of ours stand in front. What a client writes into
    X-Forwarded-For itself lies left of what they add, and is not looked at.
    """
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if settings.TRUSTED_PROXIES else []
    seen = [hop.strip() for hop in hops if hop.strip()][-settings.TRUSTED_PROXIES :]
    return _network(seen[0] if seen else request.META.get("REMOTE_ADDR", ""))


@lru_cache(maxsize=4096)
def _network(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and not address.ipv4_mapped:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else address)
