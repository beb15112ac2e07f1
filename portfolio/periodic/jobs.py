"""The worker's regular jobs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from portfolio import reads
from portfolio.extensions import registry
from portfolio.publication.log import flush
from portfolio.publication.upkeep import note_outdated
from portfolio.services.consents import hide_expired
from portfolio.services.contact import purge_old_messages
from portfolio.services.previews import purge_old_preview_links
from portfolio.services.reviews import send_due_reminders
from portfolio.services.scheduling import publish_due, unpublish_expired

DAY = 24 * 60 * 60
TASKS_KEPT = timedelta(days=14)


@dataclass(frozen=True)
class Job:
    """`run` is called every `seconds`, by one worker at a time. It may raise: it is tried again.

    A job whose worker died is taken over by another after `lease`.
    """

    name: str
    seconds: int
    run: Callable[[], object]
    lease: timedelta = timedelta(minutes=10)


def _beat() -> None:
    """Do nothing: that it was done shows that a worker is alive."""


def _end_old_sessions() -> None:
    call_command("clearsessions")


def _forget_finished_tasks() -> None:
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - TASKS_KEPT).delete()


HEARTBEAT = Job("heartbeat", 10, _beat)
JOBS: tuple[Job, ...] = (
    HEARTBEAT,
    Job("publish what is due", 10, publish_due),
    Job("take down what has expired", 10, unpublish_expired),
    Job("bring public documents up to date", 1, flush),
    Job("compile again what an earlier version compiled", 60, note_outdated),
    Job("take down what consents no longer cover", 60, hide_expired),
    Job("remind of reviews", DAY, send_due_reminders),
    Job("delete old messages to contacts", DAY, purge_old_messages),
    Job("delete old preview links", DAY, purge_old_preview_links),
    Job("forget old counts of reads", DAY, reads.forget_old),
    Job("end old sessions", DAY, _end_old_sessions),
    Job("forget finished tasks", DAY, _forget_finished_tasks),
)


def every_job() -> tuple[Job, ...]:
    """Return our jobs, those that `PERIODIC_JOBS` names and those of plugins."""
    return (*JOBS, *(import_string(path) for path in settings.PERIODIC_JOBS), *_of_plugins())


def _of_plugins() -> list[Job]:
    return [
        Job(f"{config.label}: {job.name}", int(job.every.total_seconds()), job.run)
        for config, extensions in registry.extensions()
        for job in extensions.jobs
    ]
