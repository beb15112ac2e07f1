"""A host is asked once a second, and not at all while it wants to be left alone."""

from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from django.utils import timezone

from plugins.researchlinks.models import Host
from plugins.researchlinks.upkeep import hosts
from plugins.researchlinks.upkeep.hosts import HostRestsError, ask
from tests.plugins.researchlinks.website import Website

pytestmark = pytest.mark.django_db


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch, move: Callable[..., None]) -> list[float]:
    """A second between requests, which pass as soon as somebody waits for them."""
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        move(seconds=seconds)

    monkeypatch.setattr(hosts, "GAP", timedelta(seconds=1))
    monkeypatch.setattr(hosts, "sleep", wait)
    return waited


def test_a_second_lies_between_two_requests_to_a_host_and_none_between_two_hosts(
    site: Website, waits: list[float]
) -> None:
    for host in ("one.test", "two.test", "one.test", "ONE.test", "two.test"):
        ask(site.url("/", host))

    for host in ("one.test", "two.test"):
        times = [at for name, at in site.times if name.lower() == host]
        assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(times))
    assert sum(waits) <= 3
    assert site.times[1][1] - site.times[0][1] < timedelta(seconds=1)


@pytest.mark.parametrize(
    ("said", "pause"),
    [
        ("120", timedelta(minutes=2)),
        ("999999999999999999999", timedelta(days=30)),
        ("3000000", timedelta(days=30)),
        ("", timedelta(hours=1)),
        ("soon", timedelta(hours=1)),
        ("-5", timedelta(hours=1)),
        ("1" * 5000, timedelta(days=30)),
    ],
)
def test_pause_that_is_asked_for_is_kept_over_runs(
    site: Website, move: Callable[..., None], said: str, pause: timedelta
) -> None:
    site.says("/", 429, Retry_After=said)
    ask(site.url("/"))

    move(seconds=pause.total_seconds() - 5)
    with pytest.raises(HostRestsError):
        ask(site.url("/"))
    move(seconds=10)
    ask(site.url("/"))

    assert len(site.asked) == 2


def test_pause_until_a_day_is_kept(site: Website, move: Callable[..., None]) -> None:
    site.says("/", 503, Retry_After=format_datetime(timezone.now() + timedelta(hours=3)))
    ask(site.url("/"))

    move(hours=2.9)
    with pytest.raises(HostRestsError):
        ask(site.url("/elsewhere"))
    ask(site.url("/", "two.test"))
    move(hours=0.2)
    ask(site.url("/elsewhere"))


@pytest.mark.parametrize(("status", "said"), [(503, ""), (200, "500"), (503, "Mon, 99 Xyz 2020"), (404, "0")])
def test_who_asks_for_no_pause_is_not_left_alone(site: Website, status: int, said: str) -> None:
    site.says("/", status, Retry_After=said)

    assert ask(site.url("/")).status == ask(site.url("/")).status == status


def test_the_host_that_a_redirect_led_to_is_left_alone(site: Website) -> None:
    site.says("/", 302, Location=site.url("/busy", "two.test"))
    site.says("/busy", 429, Retry_After="300")
    ask(site.url("/"), follow_redirects=True)

    with pytest.raises(HostRestsError):
        ask(site.url("/other", "two.test"))
    assert ask(site.url("/other")).status == 404


def test_hosts_are_forgotten_a_day_after_they_may_be_asked(site: Website, move: Callable[..., None]) -> None:
    ask(site.url("/"))
    site.says("/", 429, Retry_After="172800")
    ask(site.url("/", "two.test"))

    move(hours=25)
    hosts.forget_idle_hosts()

    assert [host.name for host in Host.objects.all()] == ["two.test"]
