"""Regular jobs run when they are due, one worker at a time, and a failure is tried again."""

import datetime
import logging

import pytest
from django.utils import timezone

from portfolio.models import PeriodicJob
from portfolio.periodic.claims import prepare, run_due
from portfolio.periodic.jobs import JOBS, Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs():
    return []


@pytest.fixture
def job(runs):
    job = Job("count", 60, lambda: runs.append("run"))
    prepare([job])
    return job


def make_due(**fields):
    PeriodicJob.objects.update(due_at=timezone.now() - datetime.timedelta(seconds=1), **fields)


def test_due_job_runs_once_until_it_is_due_again(job, runs):
    assert run_due([job], "a") == ["count"]
    assert run_due([job], "a") == []
    make_due()
    assert run_due([job], "a") == ["count"]
    assert runs == ["run", "run"]


def test_job_in_hand_is_left_to_its_worker(job, runs):
    inner = []
    slow = Job("count", 60, lambda: inner.append(run_due([job], "b")))
    assert run_due([slow], "a") == ["count"]
    assert inner == [[]]
    assert runs == []


def test_job_of_a_dead_worker_is_taken_over(job):
    make_due(claimed_by="dead", claimed_until=timezone.now() + datetime.timedelta(minutes=1))
    assert run_due([job], "b") == []
    make_due(claimed_until=timezone.now() - datetime.timedelta(seconds=1))
    assert run_due([job], "b") == ["count"]


def test_failing_job_is_named_in_the_log_and_tried_again(caplog, runs):
    def fail():
        raise RuntimeError("no disk")

    failing, sound = Job("failing", 60, fail), Job("sound", 60, lambda: runs.append("run"))
    prepare([failing, sound])
    with caplog.at_level(logging.ERROR):
        run_due([failing, sound], "a")
    assert "The job “failing” failed" in caplog.text
    assert runs == ["run"]
    make_due()
    assert run_due([failing], "a") == ["failing"]


def test_every_regular_job_does_its_work_on_an_empty_portfolio():
    prepare(JOBS)
    prepare(JOBS)
    assert run_due(JOBS, "a") == [job.name for job in JOBS]
    assert not PeriodicJob.objects.filter(failed_at__isnull=False).exists()
