"""Looking at one address: does it still lead to something?"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plugins.researchlinks.models import AddressStatus
from plugins.researchlinks.upkeep.hosts import HostRestsError, ask, left_alone_until
from portfolio.extensions import Answer, Failed, NoSuchHost, Refused

MOST_HOPS = 5
ENOUGH = 1024
"""Bytes to read of a page, where its head alone cannot be had"""
GONE = (404, 410)
MOST_SECONDS = 20
"""For one address with all it redirects to; the request under way then may take 10 more"""


@dataclass(frozen=True)
class Look:
    """What came of it. `led_to` is where redirects ended, "" where there were none."""

    status: AddressStatus
    said: str
    led_to: str = ""
    is_missed: bool = False
    """No name server knows the name: that may be theirs to mend, so that once is not enough"""


def look_at(address: str) -> Look:
    """Ask for the head of the page, and for the page where that fails; follow redirects, host by host.

    Only a page that says itself that it is gone is broken. Whoever refuses us, is silent or busy may
    answer people well: that is not known. Raises HostRestsError where there is nobody to ask for now.
    """
    ends, url = monotonic() + MOST_SECONDS, address
    try:
        for _hop in range(MOST_HOPS + 1):
            answer = _asked(url, ends)
            if not answer.leads_to:
                return _look(answer, led_to="" if url == address else url)
            url = answer.leads_to
    except NoSuchHost as error:
        return Look(AddressStatus.UNKNOWN, str(error), is_missed=True)
    except HostRestsError as rest:
        if url == address:
            raise
        return Look(AddressStatus.UNKNOWN, _left_alone(rest))
    except (Failed, Refused) as error:
        return Look(AddressStatus.UNKNOWN, str(error))
    return Look(AddressStatus.UNKNOWN, _("It leads on from one address to the next without end."))


def _asked(url: str, ends: float) -> Answer:
    try:
        head = _in_time(lambda: ask(url, method="HEAD", enough=ENOUGH), ends)
    except NoSuchHost:
        raise
    except Failed:
        head = None
    if head and (head.status < 400 or left_alone_until(head)):
        return head
    return _in_time(lambda: ask(url, enough=ENOUGH), ends)


def _in_time(asking: Callable[[], Answer], ends: float) -> Answer:
    if monotonic() >= ends:
        raise Failed(_("It took too long."))
    return asking()


def _look(answer: Answer, led_to: str) -> Look:
    if answer.status < 400:
        status = AddressStatus.FINE
    else:
        status = AddressStatus.BROKEN if answer.status in GONE else AddressStatus.UNKNOWN
    return Look(status, _in_words(answer.status), led_to)


def _in_words(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _left_alone(rest: HostRestsError) -> str:
    until = date_format(timezone.localtime(rest.until), "DATETIME_FORMAT")
    return _("The website asks to be left alone until %(until)s.") % {"until": until}
