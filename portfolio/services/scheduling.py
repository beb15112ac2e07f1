"""Publishes what is due and takes down what has expired.

Wagtail's `publish_scheduled` stops at the first entry that is refused, and everything after it
waits. Here each has its own try and its own transaction, and who wrote a refused one is told.
"""

import logging

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Page, Revision

from portfolio.readiness import NotReadyError
from portfolio.services.mail import send_mail_from_templates

logger = logging.getLogger(__name__)


def publish_due() -> int:
    """Publish every revision whose time has come; return how many went live."""
    due = Revision.objects.filter(approved_go_live_at__lte=timezone.now()).order_by("approved_go_live_at")
    return sum(_publish(number) for number in list(due.values_list("pk", flat=True)))


def _publish(revision_id: int) -> bool:
    try:
        with transaction.atomic():
            revision = _still_due(revision_id)
            if revision is not None:
                revision.publish(log_action="wagtail.publish.scheduled")
        return revision is not None
    except NotReadyError as refusal:
        _refuse(revision_id, refusal)
    except Exception:
        logger.exception("Revision %s could not be published as scheduled; it is tried again.", revision_id)
    return False


def _still_due(revision_id: int) -> Revision | None:
    """Lock the revision, unless another worker has it or has published it by now."""
    due = Revision.objects.filter(pk=revision_id, approved_go_live_at__lte=timezone.now())
    return due.select_for_update(skip_locked=True, of=("self",)).first()


def _refuse(revision_id: int, refusal: NotReadyError) -> None:
    """Take the entry off the schedule, so that it is not tried for ever, and tell its people."""
    logger.warning("Not published as scheduled: %s", refusal)
    with transaction.atomic():
        revision = _still_due(revision_id)
        if revision is None:
            return
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        messages = [problem.message for problem in refusal.problems]
        tell_of_refusal.enqueue(refusal.page.pk, revision.user_id, messages)


@task()
def tell_of_refusal(page_id: int, user_id: int | None, messages: list[str]) -> None:
    """Mail the entry's owner, and whoever scheduled it, what was missing."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        return
    told = get_user_model().objects.filter(pk__in=[page.owner_id, user_id], is_active=True).exclude(email="")
    for user in told:
        context = {"page": page, "user": user, "messages": messages, "base_url": get_admin_base_url()}
        send_mail_from_templates("portfolio/scheduling/not_published", context, user.email)


def unpublish_expired() -> int:
    """Take down every page whose last day is over; return how many that were."""
    expired = Page.objects.filter(live=True, expire_at__lte=timezone.now()).order_by("expire_at")
    return sum(_unpublish(number) for number in list(expired.values_list("pk", flat=True)))


def _unpublish(page_id: int) -> bool:
    try:
        with transaction.atomic():
            expired = Page.objects.filter(pk=page_id, live=True, expire_at__lte=timezone.now())
            page = expired.select_for_update(skip_locked=True, of=("self",)).first()
            if page is not None:
                page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        return page is not None
    except Exception:
        logger.exception("Page %s has expired and could not be taken down; it is tried again.", page_id)
        return False
