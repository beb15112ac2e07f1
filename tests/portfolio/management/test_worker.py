"""`manage.py worker`, as a process: it ends when told to, and two of them do each thing once."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCHEDULE = """
import datetime
from django.utils import timezone
from wagtail.models import Revision
from portfolio.models import InnovationPage
from tests import factories

home = factories.make_site()
district = factories.district_page()
home.get_children().get(slug="districts").add_child(instance=district)
for number in range(6):
    page = factories.add_draft(district, factories.innovation_page(title=f"Innovation {number}"))
    page.save_revision()
writer = factories.UserFactory(email="writer@example.org")
page = factories.innovation_page(title="Incomplete", summary="", owner=writer)
factories.add_draft(district, page)
past = timezone.now() - datetime.timedelta(minutes=1)
newest = InnovationPage.objects.values("latest_revision")
Revision.objects.filter(pk__in=newest).update(approved_go_live_at=past)
"""
COUNT = """
from wagtail.models import PageLogEntry
from portfolio.models import InnovationPage
print("live", InnovationPage.objects.live().count())
print("published", PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count())
"""
FORGET = "from portfolio.models import PeriodicJob; PeriodicJob.objects.all().delete()"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("worker")


@pytest.fixture(scope="module")
def sqlite_url(folder):
    return f"sqlite:///{folder}/groundwork.sqlite3"


@pytest.fixture(scope="module")
def manage(folder):
    """Start `manage.py` on a database of its own."""

    def start(url, *arguments):
        environment = {
            **os.environ, "DATABASE_URL": url, "GROUNDWORK_VAR": str(folder), "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        }  # fmt: skip
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    return start


def finished(process):
    output, _ = process.communicate(timeout=180)
    assert process.returncode == 0, output
    return output


@pytest.mark.once
@pytest.mark.parametrize("database", ["sqlite_url", "postgres_url"])
def test_two_workers_publish_each_entry_once(manage, folder, request, database):
    shutil.rmtree(folder / "mail", ignore_errors=True)
    url = request.getfixturevalue(database)
    finished(manage(url, "migrate", "--verbosity=0"))
    finished(manage(url, "shell", "--verbosity=0", "-c", FORGET))
    finished(manage(url, "shell", "--verbosity=0", "-c", SCHEDULE))
    workers = [manage(url, "worker", "--once") for _ in range(2)]
    for worker in workers:
        finished(worker)
    counted = finished(manage(url, "shell", "--verbosity=0", "-c", COUNT))
    assert "live 6" in counted
    assert "published 6" in counted
    [mail] = (folder / "mail").iterdir()
    assert "To: writer@example.org" in mail.read_text()


@pytest.mark.once
def test_worker_says_that_it_is_there_and_ends_when_told(manage, sqlite_url):
    finished(manage(sqlite_url, "migrate", "--verbosity=0"))
    finished(manage(sqlite_url, "shell", "--verbosity=0", "-c", FORGET))
    absent = manage(sqlite_url, "worker", "--check")
    assert "No worker is running" in absent.communicate(timeout=60)[0]
    assert absent.returncode == 1
    worker = manage(sqlite_url, "worker")
    assert "at work" in worker.stdout.readline()
    wait_for(lambda: "was at work" in manage(sqlite_url, "worker", "--check").communicate(timeout=60)[0])
    worker.send_signal(signal.SIGTERM)
    before = time.monotonic()
    assert "has ended" in finished(worker)
    assert time.monotonic() - before < 5


def wait_for(happened, seconds=30):
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.2)
