"""Entries fall due for review a year after someone last checked that they are still true."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from enum import Enum
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from portfolio.models import DistrictPage, DistrictSpace, PortfolioPage, ReviewReminder, User
from portfolio.readiness.advice import REVIEW_AFTER
from portfolio.services.mail import send_mail_from_templates
from portfolio.services.network import EDITORS


class Review(Enum):
    """What became of marking an entry as reviewed."""

    PUBLISHED = "published"
    WITH_NEXT_APPROVAL = "with next approval"


def due_before() -> datetime.date:
    """Return the day: what was last reviewed before it is due."""
    return timezone.localdate() - REVIEW_AFTER


def due_entries() -> QuerySet[PortfolioPage]:
    """Return the live entries that are due, the longest waiting first. Aliases follow their original."""
    due = PortfolioPage.objects.live().filter(alias_of=None, reviewed_on__lt=due_before())
    found: QuerySet[PortfolioPage] = due.order_by("reviewed_on", "pk")
    return found


@transaction.atomic
def mark_reviewed(page: PortfolioPage, by: User) -> Review:
    """Record that `by` found `page` still true today.

    Where nothing else waits to be published, the new date is public at once, whoever says so: only
    the date changes, and the text it vouches for was approved. Where a draft waits, the date goes
    into the draft and becomes public with it, because vouching for a text that is about to be
    replaced would say nothing. The caller checks that `by` may edit the page.
    """
    page = page.specific
    waiting = page.has_unpublished_changes or not page.live
    latest = page.get_latest_revision_as_object() if waiting else page
    latest.reviewed_on = timezone.localdate()
    revision = latest.save_revision(user=by, log_action="wagtail.edit")
    if waiting:
        return Review.WITH_NEXT_APPROVAL
    revision.publish(user=by, skip_permission_checks=True)
    return Review.PUBLISHED


def send_due_reminders() -> int:
    """Mail each district's communicators what newly fell due, once; return how many mails went out.

    The network's editors are told of entries that lie outside every district. A mail that fails is
    tried again at the next call.
    """
    told = ReviewReminder.objects.filter(page=OuterRef("pk"), reviewed_on=OuterRef("reviewed_on"))
    news = due_entries().exclude(Exists(told))
    return sum(_remind(group, entries) for group, entries in _by_team(news).items())


def _by_team(entries: Iterable[PortfolioPage]) -> dict[Group, list[PortfolioPage]]:
    """Sort entries by the group that looks after them."""
    spaces = DistrictSpace.objects.filter(communicators__isnull=False).select_related("communicators")
    team_of = {space.district_id: space.communicators for space in spaces}
    homes = [
        (path, team_of[district])
        for path, district in DistrictPage.objects.values_list("path", "district_id")
        if district in team_of
    ]
    editors = Group.objects.filter(name=EDITORS).first()
    teams: dict[Group, list[PortfolioPage]] = defaultdict(list)
    for entry in entries:
        team = next((group for path, group in homes if entry.path.startswith(path)), editors)
        if team:
            teams[team].append(entry)
    return teams


def _remind(group: Group, entries: list[PortfolioPage]) -> int:
    """Mail everyone in `group`, and keep that it was done once a mail has gone out."""
    readers = group.user_set.filter(is_active=True).exclude(email="")
    sent = sum(_mail(reader, entries) for reader in readers)
    if sent:
        ReviewReminder.objects.bulk_create(
            [ReviewReminder(page=entry, reviewed_on=day) for entry in entries if (day := entry.reviewed_on)],
            ignore_conflicts=True,
        )
    return sent


def _mail(reader: User, entries: list[PortfolioPage]) -> bool:
    base = settings.WAGTAILADMIN_BASE_URL
    listed = [
        {
            "title": entry.title,
            "reviewed_on": entry.reviewed_on,
            "address": urljoin(base, reverse("wagtailadmin_pages:edit", args=[entry.pk])),
        }
        for entry in entries
    ]
    context = {
        "entries": listed,
        "site": settings.WAGTAIL_SITE_NAME,
        "home": urljoin(base, reverse("wagtailadmin_home")),
    }
    return send_mail_from_templates("portfolio/reviews/mail/due", context, reader.email)
