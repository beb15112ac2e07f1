"""What a page's own script says about its being read: that an entry was opened, and nothing about by whom."""

import re
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portfolio import reads
from portfolio.quota import Caller, hashed
from portfolio.quota import take as take_of
from portfolio.throttle import client_address

MOST_BYTES = 2_000
PER_MINUTE = 120
"""What is counted from one address in a minute: a whole school may share it"""
MACHINES = re.compile(
    r"bot|crawl|spider|slurp|preview|headless|monitor|scan|python|curl|wget|http-client", re.I
)

View = Callable[[HttpRequest], HttpResponse]


def beacon(note: Callable[[HttpRequest], bool]) -> View:
    """Return a view that hears what a script posts; `note` counts it, and says whether it made sense.

    It takes no CSRF token, since it changes nothing of anybody's and pages for everyone can hold none.
    """

    @csrf_exempt
    @never_cache
    @transaction.non_atomic_requests
    @require_POST
    @wraps(note)
    def view(request: HttpRequest) -> HttpResponse:
        response = _heard(request, note)
        response.writes_nothing = True  # type: ignore[attr-defined]  # for PublicationMiddleware
        return response

    return view


def _heard(request: HttpRequest, note: Callable[[HttpRequest], bool]) -> HttpResponse:
    if not _is_small(request.META.get("CONTENT_LENGTH") or "0"):
        return _told(_("What is counted here takes no more than %s bytes.") % MOST_BYTES, 413)
    if not settings.COUNT_READS or declines(request) or not is_reader(request):
        return HttpResponse(status=204)
    quota = take_of(Caller("reads", f"r{hashed(client_address(request))}", PER_MINUTE))
    if quota.exceeded:
        refusal = _told(_("That is more than is counted from one address in a minute."), 429)
        refusal["Retry-After"] = str(quota.reset_seconds)
        return refusal
    if not note(request):
        return _told(_("This does not name what was read."), 400)
    return HttpResponse(status=204)


def _is_small(length: str) -> bool:
    return length.isdecimal() and len(length) < 10 and int(length) <= MOST_BYTES


def _told(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def declines(request: HttpRequest) -> bool:
    """Whether the browser asks not to be tracked. We track nobody, and leave these out all the same."""
    return request.headers.get("Sec-GPC") == "1" or request.headers.get("DNT") == "1"


def is_reader(request: HttpRequest) -> bool:
    """Whether a page of this site asks, in the browser of somebody who does not work on it.

    What the program says of itself is looked at for this answer and kept nowhere.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return False
    return not MACHINES.search(request.headers.get("User-Agent", "") or "bot")


@beacon
def count_read(request: HttpRequest) -> bool:
    """Note that the entry `entry` was opened in the language `locale`."""
    try:
        entry = UUID(request.POST.get("entry", ""))
    except ValueError:
        return False
    locale = request.POST.get("locale", "")
    if locale not in dict(settings.LANGUAGES):
        return False
    reads.note_read(entry, locale)
    return True
