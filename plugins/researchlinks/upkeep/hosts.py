"""Asking others politely: a request a second to each host, and none while a host wants to be left alone.

What a host said is kept in the database, so that it holds for the next run and for other workers too.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import sleep
from urllib.parse import urlsplit

from django.utils import timezone

from plugins.researchlinks.models import Host
from portfolio.extensions import Answer, fetch

GAP = timedelta(seconds=1)
LONGEST_WAIT = timedelta(seconds=2)
"""A host that is free later than this is left for another time"""
AFTER_TOO_MANY = timedelta(hours=1)
"""How long a host is left alone that answers 429 and does not say how long"""
LONGEST_PAUSE = timedelta(days=30)
"""A host that asks for more is asked again after this"""


class HostRestsError(Exception):
    """The host wants to be left alone for now."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def ask(
    url: str, *, method: str = "GET", follow_redirects: bool = False, enough: int | None = None
) -> Answer:
    """Ask as `fetch` of the contract does, once it is the host's turn. Raises HostRestsError too."""
    host = host_of(url)
    _take_turn(host)
    try:
        answer = fetch(url, method=method, follow_redirects=follow_redirects, enough=enough)
    finally:
        _leave_alone(host, timezone.now() + GAP)
    if until := left_alone_until(answer):
        _leave_alone(host_of(answer.url), until)
    return answer


def host_of(url: str) -> str:
    """Return the name of the host, "" for what is no web address and will be refused."""
    try:
        return (urlsplit(url).hostname or "")[:255]
    except ValueError:
        return ""


def left_alone_until(answer: Answer) -> datetime | None:
    """Return until when the host asks for a pause (RFC 9110, 10.2.3), None where it asks for none."""
    if answer.status < 400:
        return None
    now = timezone.now()
    pause = _pause(answer.headers.get("retry-after", "").strip(), now)
    if pause is None and answer.status == 429:
        pause = AFTER_TOO_MANY
    return now + min(pause, LONGEST_PAUSE) if pause and pause > timedelta() else None


def forget_idle_hosts() -> None:
    Host.objects.filter(not_before__lt=timezone.now() - timedelta(days=1)).delete()


def _leave_alone(host: str, until: datetime) -> None:
    Host.objects.get_or_create(name=host, defaults={"not_before": until})
    Host.objects.filter(name=host, not_before__lt=until).update(not_before=until)


def _pause(said: str, now: datetime) -> timedelta | None:
    """Read Retry-After: seconds, or a date."""
    if said.isascii() and said.isdigit():
        return timedelta(seconds=int(said)) if len(said) < 9 else LONGEST_PAUSE
    try:
        day = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    return (day if timezone.is_aware(day) else day.replace(tzinfo=UTC)) - now


def _take_turn(host: str) -> None:
    """Wait until `host` may be asked, and let nobody else ask for a second: one UPDATE gets through."""
    Host.objects.get_or_create(name=host, defaults={"not_before": timezone.now()})
    while True:
        now = timezone.now()
        if Host.objects.filter(name=host, not_before__lte=now).update(not_before=now + GAP):
            return
        until = Host.objects.values_list("not_before", flat=True).get(name=host)
        if until - now > LONGEST_WAIT:
            raise HostRestsError(until)
        sleep(max((until - now).total_seconds(), 0))
