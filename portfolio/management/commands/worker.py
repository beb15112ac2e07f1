"""`manage.py worker`: the background work of a portfolio."""

import logging
import os
import signal
import socket
import threading
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker

from portfolio.models.periodic import PeriodicJob
from portfolio.periodic.claims import prepare, run_due
from portfolio.periodic.jobs import HEARTBEAT, every_job

LOOK_EVERY = 1.0
"""Seconds between looks at what is due, and at the queue of tasks"""
WAIT_AFTER_FAILURE = 5.0
"""Seconds to wait when the database does not answer"""
SILENT_TOO_LONG = timedelta(seconds=60)

logger = logging.getLogger(__name__)


class Queue(Worker):
    """The task queue's own worker, ended by an event instead of by signals: it runs in a thread."""

    def __init__(self, name: str, stop: threading.Event, *, batch: bool = False) -> None:
        self.stop = stop
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=LOOK_EVERY,
            batch=batch,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
        )

    @property
    def running(self) -> bool:
        return not self.stop.is_set()

    @running.setter
    def running(self, wanted: bool) -> None:
        """The event alone decides."""


class Command(BaseCommand):
    help = (
        "Does what a portfolio needs done in the background: tasks from the queue, scheduled publishing, "
        "expiry. Run as many as you like; each thing is done once. Ctrl-C or SIGTERM ends it after the "
        "piece in hand."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")
        parser.add_argument("--check", action="store_true", help="Fail unless a worker is running.")

    def handle(self, *, once: bool, check: bool, **options: Any) -> None:
        name = f"{socket.gethostname()}:{os.getpid()}:{get_random_string(6)}"[:64]
        if check:
            self._check()
        elif once:
            prepare(every_job())
            run_due(every_job(), name)
            Queue(name, threading.Event(), batch=True).run()
        else:
            self._run(name)

    def _check(self) -> None:
        seen = PeriodicJob.objects.filter(name=HEARTBEAT.name).values_list("succeeded_at", flat=True).first()
        if seen is None or seen < timezone.now() - SILENT_TOO_LONG:
            raise CommandError("No worker is running. Start one with: python manage.py worker")
        self.stdout.write(f"A worker was at work at {timezone.localtime(seen):%H:%M:%S}.")

    def _run(self, name: str) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("The worker is at work. Ctrl-C ends it.")
        queue = threading.Thread(target=_empty_queue, args=(name, stop), name="queue", daemon=True)
        queue.start()
        _keep_time(name, stop)
        queue.join()
        self.stdout.write("The worker has ended.")


def _keep_time(name: str, stop: threading.Event) -> None:
    """Run the regular jobs until `stop` is set. A database that is away is waited for."""
    ready = False
    while not stop.is_set():
        try:
            close_old_connections()
            if not ready:
                prepare(every_job())
                ready = True
            run_due(every_job(), name)
            stop.wait(LOOK_EVERY)
        except Error:
            logger.exception("The database does not answer; trying again in %s s.", WAIT_AFTER_FAILURE)
            stop.wait(WAIT_AFTER_FAILURE)
    connections.close_all()


def _empty_queue(name: str, stop: threading.Event) -> None:
    """Do tasks from the queue until `stop` is set."""
    while not stop.is_set():
        try:
            Queue(name, stop).run()
        except Exception:
            logger.exception("The queue could not be read; trying again in %s s.", WAIT_AFTER_FAILURE)
            stop.wait(WAIT_AFTER_FAILURE)
    connections.close_all()
