"""How many requests a minute someone may make.

Counted in the cache `quota`: in the memory of each process, or in Redis, where all processes share
one count. A request never waits long for it: where Redis does not answer, the process counts for
itself for a while.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from math import ceil

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from redis.exceptions import RedisError

WINDOW = 60
"""Seconds; all windows begin with a minute of the clock."""
ALIAS = "quota"
AWAY = 10.0
"""Seconds until a cache that did not answer is asked again"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose requests are counted together. `policy` names the limit in the headers."""

    policy: str
    key: str
    per_minute: int


@dataclass(frozen=True, slots=True)
class Quota:
    """Where a caller stands after a request. `limit` 0 means that there is none."""

    policy: str
    limit: int
    remaining: int
    reset_seconds: int
    """Until the count begins anew; at least 1."""
    exceeded: bool


def take(caller: Caller) -> Quota:
    """Count one request, and return where the caller stands. No database is asked."""
    if caller.per_minute <= 0:
        return Quota(caller.policy, 0, 0, WINDOW, exceeded=False)
    now = time.time()
    count = _count(f"{caller.key}:{int(now // WINDOW)}", now)
    left = caller.per_minute - count
    return Quota(caller.policy, caller.per_minute, max(0, left), ceil(WINDOW - now % WINDOW), left < 0)


class _Outage:
    """Until when the shared cache is left alone, by `time.time()`."""

    until = 0.0


def _count(name: str, now: float) -> int:
    if now < _Outage.until:
        return _counted(_own(), name)
    try:
        return _counted(caches[ALIAS], name)
    except RedisError:
        _Outage.until = now + AWAY
        logger.exception("Redis does not answer; this process counts requests by itself for %s s.", AWAY)
        return _counted(_own(), name)


def _counted(counts: BaseCache, name: str) -> int:
    """Add one to `name`. Of two that find it missing at once, one makes it and the other adds to it."""
    try:
        return counts.incr(name)
    except ValueError:
        return 1 if counts.add(name, 1, WINDOW + 5) else counts.incr(name)


@cache
def _own() -> LocMemCache:
    return LocMemCache("quota without redis", {"MAX_ENTRIES": 50_000, "CULL_FREQUENCY": 10})


def hashed(address: str) -> str:
    """Return a short name for an address, which is not kept in clear in a cache that others may read."""
    ours = settings.SECRET_KEY.encode()[:64]
    return "a" + blake2b(address.encode(), key=ours, digest_size=12).hexdigest()
