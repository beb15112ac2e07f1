"""Asking districts for what readers look for, and what districts answer."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from portfolio.models import ContentRequest, DistrictSpace, PortfolioPage, RequestAnswer, User
from portfolio.services.mail import send_mail_from_templates

A_MOMENT = timedelta(minutes=1)
MAIL = "portfolio/content_requests/mail/asked"


def member_spaces() -> QuerySet[DistrictSpace]:
    """Return the districts that can be asked: those that were taken in and have not closed since."""
    return DistrictSpace.objects.filter(district__closed_on=None).select_related("district")


def members_and_asked(request: ContentRequest) -> QuerySet[DistrictSpace]:
    """Return whom a request can name: the members, and those that it names although they closed since."""
    named = request.districts.values("pk")
    either = DistrictSpace.objects.filter(Q(district__closed_on=None) | Q(pk__in=named))
    return either.select_related("district")


def spaces_asked(request: ContentRequest) -> QuerySet[DistrictSpace]:
    members = member_spaces()
    return members if request.is_for_all else members.filter(content_requests=request)


def asked_just_now(person: User, request: ContentRequest) -> ContentRequest | None:
    """Return what `person` asked in these words within the last minute."""
    same = {name: getattr(request, name) for name in ("title", "note", "language", "kind")}
    since = timezone.now() - A_MOMENT
    return ContentRequest.objects.filter(asked_by=person, asked_at__gt=since, **same).first()


def requests_to(spaces: Iterable[DistrictSpace]) -> QuerySet[ContentRequest]:
    """Return what any of `spaces` is or was asked for, the newest first."""
    asked = [space for space in spaces if space.district.closed_on is None]
    if not asked:
        return ContentRequest.objects.none()
    return ContentRequest.objects.filter(Q(is_for_all=True) | Q(districts__in=asked)).distinct()


@transaction.atomic
def tell_newly_asked(request: ContentRequest) -> int:
    """Mail, after commit, the communicators of the districts asked that were not told; return how many.

    The number is that of the districts. Each is told of a request once, whatever becomes of it.
    """
    ContentRequest.objects.select_for_update().get(pk=request.pk)  # who saves at the same moment waits
    told = set(request.told.values_list("pk", flat=True))
    new = [space.pk for space in spaces_asked(request) if space.pk not in told]
    if new:
        request.told.add(*new)
        transaction.on_commit(lambda: _mail_communicators(request.pk, new))
    return len(new)


def _mail_communicators(request_id: int, spaces: list[int]) -> None:
    """Queue a mail to each communicator of these districts: a slow one then holds up no other."""
    readers = User.objects.filter(is_active=True, groups__communicates_for__in=spaces).exclude(email="")
    for reader in readers.distinct().values_list("pk", flat=True):
        mail_communicator.enqueue(request_id, reader)


@task()
def mail_communicator(request_id: int, reader_id: int) -> None:
    """Mail one communicator, unless the request is closed or gone by now, or their account is."""
    request = ContentRequest.objects.filter(pk=request_id, closed_at=None).first()
    reader = User.objects.filter(pk=reader_id, is_active=True).exclude(email="").first()
    if request and reader:
        send_mail_from_templates(MAIL, _told(request), reader.email)


def _told(request: ContentRequest) -> dict[str, Any]:
    return {
        "asked": request,
        "site": settings.WAGTAIL_SITE_NAME,
        "home": urljoin(settings.WAGTAILADMIN_BASE_URL, reverse("wagtailadmin_home")),
    }


@transaction.atomic
def answer_with(request: ContentRequest, space: DistrictSpace, entry: PortfolioPage) -> None:
    """Add `entry` to what `space` answers. The caller has seen to it that the entry is the district's."""
    RequestAnswer.objects.get_or_create(request=request, entry_id=entry.pk)
    request.declined_by.remove(space)


@transaction.atomic
def set_answers(
    request: ContentRequest, space: DistrictSpace, own: Collection[int], chosen: Collection[int]
) -> None:
    """Let `chosen` be what `space` answers, of its `own` entries; answers besides these stay as they are."""
    request.answers.filter(entry__in=set(own) - set(chosen)).delete()
    for number in set(own) & set(chosen):
        RequestAnswer.objects.get_or_create(request=request, entry_id=number)
    if chosen:
        request.declined_by.remove(space)


def close(request: ContentRequest) -> None:
    """Take the request off the districts' screens; what was asked and answered stays to be read.

    The text of the search that it was made from goes: such texts are not kept for good.
    """
    request.closed_at, request.searched_for = timezone.now(), ""
    request.save(update_fields=["closed_at", "searched_for"])


@transaction.atomic
def reopen(request: ContentRequest) -> None:
    """Bring the request back to the districts' screens, and tell those that it has come to ask meanwhile."""
    request.closed_at = None
    request.save(update_fields=["closed_at"])
    tell_newly_asked(request)
