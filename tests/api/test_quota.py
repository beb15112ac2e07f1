"""The quota: counted for each key or address, told in headers, and never asked of the database."""

from typing import Any

import pytest
from django.test import RequestFactory
from redis.exceptions import ConnectionError as RedisAway

from api.models import ApiKey
from api.quota import caller_of, headers
from portfolio import quota
from portfolio.quota import Caller, take

START = 1_800_000_000.0
"""A full minute."""


class Clock:
    def __init__(self) -> None:
        self.now = START + 10.5

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(quota.time, "time", clock.time)
    return clock


def three(name: str = "someone") -> Caller:
    return Caller("anonymous", name, 3)


def anonymous(address: str, **headers: str) -> Caller:
    return caller_of(RequestFactory().get("/", REMOTE_ADDR=address, headers=headers), None)


def test_quota_counts_down_and_begins_anew_with_the_minute(clock: Clock) -> None:
    assert [take(three()).remaining for _ in range(5)] == [2, 1, 0, 0, 0]
    assert take(three()).exceeded

    clock.now = START + 60
    again = take(three())
    assert (again.remaining, again.exceeded, again.reset_seconds) == (2, False, 60)


def test_request_that_uses_up_the_quota_is_still_answered(clock: Clock) -> None:
    assert [take(three()).exceeded for _ in range(4)] == [False, False, False, True]


def test_reset_is_told_in_whole_seconds_never_too_early(clock: Clock) -> None:
    assert take(three()).reset_seconds == 50
    clock.now = START + 59.99
    assert take(three()).reset_seconds == 1


def test_callers_are_counted_apart(clock: Clock) -> None:
    for _ in range(4):
        take(three("one"))
    assert not take(three("another")).exceeded


def test_headers_count_down_and_say_when_to_come_back(clock: Clock) -> None:
    for _ in range(3):
        last = headers(take(three()))
    over = headers(take(three()))

    assert last == {"RateLimit-Policy": '"anonymous";q=3;w=60', "RateLimit": '"anonymous";r=0;t=50'}
    assert over == {**last, "Retry-After": "50"}


def test_limit_of_zero_is_none() -> None:
    free = Caller("anonymous", "someone", 0)
    assert not any(take(free).exceeded for _ in range(20))
    assert headers(take(free)) == {}


def test_quota_asks_no_database(django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        take(anonymous("203.0.113.7"))


def test_key_is_counted_by_itself_with_its_own_limit(settings: Any) -> None:
    settings.API_KEY_PER_MINUTE = 70
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")
    caller = caller_of(request, ApiKey(pk=5))

    assert (caller.policy, caller.per_minute) == ("key", 70)
    assert caller.key not in {caller_of(request, ApiKey(pk=6)).key, anonymous("203.0.113.7").key}


def test_one_network_of_ipv6_is_one_caller() -> None:
    assert anonymous("2001:db8:1:2:3::4") == anonymous("2001:db8:1:2:ffff::1")
    assert anonymous("2001:db8:1:2::1") != anonymous("2001:db8:1:3::1")
    assert anonymous("203.0.113.7") != anonymous("203.0.113.8")


def test_forwarded_address_counts_only_behind_our_own_proxy(settings: Any) -> None:
    told = {"X-Forwarded-For": "198.51.100.9, 203.0.113.7"}
    assert anonymous("127.0.0.1", **told) == anonymous("127.0.0.1")
    settings.TRUSTED_PROXIES = 1
    assert anonymous("127.0.0.1", **told) == anonymous("203.0.113.7")


def test_address_is_not_kept_in_clear() -> None:
    assert "203.0.113.7" not in anonymous("203.0.113.7").key


def test_process_counts_for_itself_while_redis_is_away(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    quota._own().clear()
    monkeypatch.setattr(quota._Outage, "until", 0.0)
    asked = []

    class Away:
        def incr(self, name: str) -> int:
            asked.append(name)
            raise RedisAway("Connection refused")

    monkeypatch.setattr(quota, "caches", {quota.ALIAS: Away()})
    assert [take(three()).remaining for _ in range(3)] == [2, 1, 0]
    assert len(asked) == 1
    assert len(caplog.records) == 1

    clock.now += quota.AWAY
    take(three())
    assert len(asked) == 2
