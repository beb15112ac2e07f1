"""A process is killed between an editor's commit and the flush: the next to look brings all up to date."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
SET_UP = """
from django.core.management import call_command
from portfolio.models import DistrictIndexPage
from portfolio.publication import log
from tests import factories

call_command("migrate", verbosity=0)
call_command("flush", interactive=False, verbosity=0)
factories.make_site()
district = factories.publish(factories.add_draft(DistrictIndexPage.objects.get(), factories.district_page()))
for title in ("First", "Second", "Third"):
    factories.add_draft(district, factories.innovation_page(title=title)).save_revision()
factories.publish(district.get_children().get(title="First").specific)
log.flush()
"""
REPLACE = """
import os, signal
from django.db import transaction
from portfolio.models import InnovationPage
from portfolio.publication import log

def die(*args):
    os.kill(os.getpid(), signal.SIGKILL)

def replace(old, new):
    with transaction.atomic():
        InnovationPage.objects.get(title=old).unpublish()
        InnovationPage.objects.get(title=new).get_latest_revision().publish()
"""
KILLED_BEFORE = f"{REPLACE}replace('First', 'Second'); die()"
KILLED_WITHIN = f"{REPLACE}replace('Second', 'Third'); log.store = die; log.flush()"
LOOK = """
from portfolio.models import PublicDocument
from portfolio.publication import log, upkeep

def shown():
    return sorted(PublicDocument.objects.filter(kind="innovation").values_list("title", flat=True))

before = shown()
log.flush()
print(before, shown(), [difference.what for difference in upkeep.verify()])
"""


@pytest.fixture
def run(tmp_path: Path) -> Any:
    def run(url: str, code: str, ends_with: int = 0) -> str:
        environment = {
            **os.environ, "DATABASE_URL": url, "GROUNDWORK_VAR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        }  # fmt: skip
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, text=True, capture_output=True, check=False, timeout=180
        )
        assert done.returncode == ends_with, done.stdout + done.stderr
        return done.stdout.strip()

    return run


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/groundwork.sqlite3"


@pytest.mark.once
@pytest.mark.parametrize("database", ["sqlite_url", "postgres_url"])
def test_a_killed_process_leaves_nothing_shown_and_nothing_undone(
    run: Any, request: pytest.FixtureRequest, database: str
) -> None:
    url = request.getfixturevalue(database)
    run(url, SET_UP)

    run(url, KILLED_BEFORE, ends_with=-signal.SIGKILL)
    assert run(url, LOOK) == "[] ['Second'] []"

    run(url, KILLED_WITHIN, ends_with=-signal.SIGKILL)
    assert run(url, LOOK) == "[] ['Third'] []"
