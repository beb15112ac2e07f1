"""Entries fall due for review a year after someone last checked that they are still true."""

import datetime
from enum import Enum

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from portfolio.models import PortfolioPage, ReviewReminder, User
from portfolio.readiness.advice import REVIEW_AFTER
from portfolio.services.telling import tell_writers


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
    """Mail those who look after them what newly fell due, once; return of how many entries they know now.

    What nobody could be told of is tried again at the next call.
    """
    told = ReviewReminder.objects.filter(page=OuterRef("pk"), reviewed_on=OuterRef("reviewed_on"))
    due = due_entries().exclude(Exists(told)).values_list("pk", "reviewed_on")
    news = {page_id: day for page_id, day in due if day}
    known = tell_writers("portfolio/reviews/mail/due", news)
    ReviewReminder.objects.bulk_create(
        [ReviewReminder(page_id=page_id, reviewed_on=news[page_id]) for page_id in known],
        ignore_conflicts=True,
    )
    return len(known)
