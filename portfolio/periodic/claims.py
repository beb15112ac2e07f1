"""Runs each job when it is due, once however many workers there are."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from portfolio.models.periodic import PeriodicJob
from portfolio.periodic.jobs import Job

RETRY_AFTER = 60
"""Seconds until a job that failed is tried again, or sooner where it is due sooner"""

logger = logging.getLogger(__name__)


def prepare(jobs: Iterable[Job]) -> None:
    """Make sure that every job has its row; a new one is due at once."""
    now = timezone.now()
    PeriodicJob.objects.bulk_create(
        [PeriodicJob(name=job.name, due_at=now) for job in jobs], ignore_conflicts=True
    )


def run_due(jobs: Iterable[Job], worker: str) -> list[str]:
    """Run those jobs that are due and that nobody else has in hand; return their names."""
    due = set(PeriodicJob.objects.filter(due_at__lte=timezone.now()).values_list("name", flat=True))
    return [job.name for job in jobs if job.name in due and _run_if_ours(job, worker)]


def _run_if_ours(job: Job, worker: str) -> bool:
    if not _claim(job, worker):
        return False
    try:
        job.run()
    except Exception:
        wait = min(job.seconds, RETRY_AFTER)
        logger.exception("The job “%s” failed; it is tried again in %s s.", job.name, wait)
        _release(job, worker, wait, failed_at=timezone.now())
    else:
        _release(job, worker, job.seconds, succeeded_at=timezone.now())
    return True


def _claim(job: Job, worker: str) -> bool:
    """Take the job in hand. The database lets one UPDATE through; every other one finds nothing."""
    now = timezone.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    waiting = PeriodicJob.objects.filter(free, name=job.name, due_at__lte=now)
    return waiting.update(claimed_by=worker, claimed_until=now + job.lease) == 1


def _release(job: Job, worker: str, seconds: int, **outcome: datetime) -> None:
    due_at = timezone.now() + timedelta(seconds=seconds)
    ours = PeriodicJob.objects.filter(name=job.name, claimed_by=worker)
    ours.update(due_at=due_at, claimed_until=None, **outcome)
