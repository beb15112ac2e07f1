"""`manage.py plugins`: which there are, their rows in a file and back, and away with them for good."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from portfolio.models import InnovationPage
from portfolio.publication import log, triggers, upkeep
from tests.api.published import read
from tests.plugging import turned_on
from tests.portfolio.extensions.test_points import LABEL, body_of, made_with, names_in
from tests.sample_plugin.models import MadeWith, Partner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]
ROOT = Path(__file__).resolve().parents[3]
TABLES = {Partner._meta.db_table, MadeWith._meta.db_table}

WRITE = """
import django
django.setup()
from django.core.management import call_command
from portfolio.models import InnovationPage
from portfolio.publication import log

page = InnovationPage.objects.get(pk={page}).get_latest_revision_as_object()
page.title = "Written without it"
page.save_revision().publish()
log.flush()
call_command("publication", "verify")
"""


@pytest.fixture
def whole_again(transactional_db: None) -> Iterator[None]:
    """Have the plugin's tables after the test, whatever it did."""
    yield
    call_command("migrate", LABEL, verbosity=0)
    assert tables() == TABLES


def tables() -> set[str]:
    return TABLES.intersection(connection.introspection.table_names())


def plugins(*arguments: str, **options: Any) -> str:
    said = StringIO()
    call_command("plugins", *arguments, stdout=said, **options)
    return said.getvalue()


def answered(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr("builtins.input", lambda question: answer)


def published_with_and_off_again(*names: str) -> InnovationPage:
    """Publish an innovation with rows of the plugin, turn the plugin off, and let the documents follow."""
    with turned_on(LABEL):
        page = made_with(*names)
    upkeep.note_outdated()
    log.flush()
    return page


def every_row() -> list[dict[str, Any]]:
    """Return the plugin's rows, with moments to the second: a file has not every digit of them."""
    rows = [*Partner.objects.order_by("pk").values(), *MadeWith.objects.order_by("pk").values()]
    return [
        {name: f"{value:%c}" if isinstance(value, datetime) else value for name, value in row.items()}
        for row in rows
    ]


def test_list_says_what_is_on_and_what_it_adds() -> None:
    assert "off  sample_plugin 1.0  Partners: sections (made_with), facets (partner, made_with)" in plugins()
    with turned_on(LABEL):
        assert "on   sample_plugin 1.0  Partners: " in plugins("list")


def test_a_plugin_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(CommandError, match="no plugin “gone”. There is: .*sample_plugin"):
        plugins("export", "gone")


def test_export_writes_all_rows_and_loaddata_takes_them_back(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "rows.json"
    with turned_on(LABEL):
        page = made_with("The mill", "The forge")
        Partner.objects.create(name="Nobody's")
    before = every_row()

    assert "5 rows of “sample_plugin”" in plugins("export", LABEL, to=file)
    assert len(json.loads(file.read_text())) == 5

    Partner.objects.all().delete()
    assert not MadeWith.objects.exists()
    call_command("loaddata", str(file), verbosity=0)
    assert every_row() == before
    with turned_on(LABEL):
        upkeep.note_outdated()
        log.flush()
        assert names_in(page) == ["The mill", "The forge"]
        assert list(upkeep.verify()) == []


def test_remove_refuses_what_is_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(monkeypatch, LABEL)
    Partner.objects.create(name="The mill")
    with turned_on(LABEL), pytest.raises(CommandError, match="is on. Take it out of PLUGINS"):
        plugins("remove", LABEL, to=tmp_path / "rows.json", no_input=True)

    assert Partner.objects.get().name == "The mill"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("answer", ["", "y", "sample-plugin", "Sample_plugin"])
def test_remove_refuses_another_answer_than_the_label(
    answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(monkeypatch, answer)
    Partner.objects.create(name="The mill")
    with pytest.raises(CommandError, match="Nothing was removed"):
        plugins("remove", LABEL, to=tmp_path / "rows.json")

    assert Partner.objects.get().name == "The mill"
    assert triggers.missing() == []


def test_remove_exports_and_drops_the_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole_again: None
) -> None:
    page = published_with_and_off_again("The mill")
    answered(monkeypatch, LABEL)
    file = tmp_path / "rows.json"

    assert "are gone" in plugins("remove", LABEL, to=file)

    assert tables() == set()
    assert [row["model"] for row in json.loads(file.read_text())] == [f"{LABEL}.partner", f"{LABEL}.madewith"]
    assert triggers.missing() == []
    log.flush()
    call_command("publication", "verify", stdout=StringIO())
    assert page.title in Client().get(f"/innovations/{page.slug}/").content.decode()
    assert "made_with" not in read(f"/innovations/{page.translation_key}")["body"]


def test_once_it_is_uninstalled_pages_are_written_and_published(tmp_path: Path, whole_again: None) -> None:
    page = published_with_and_off_again("The mill")
    plugins("remove", LABEL, to=tmp_path / "rows.json", no_input=True)

    without_it(tmp_path, WRITE.format(page=page.pk))

    assert read(f"/innovations/{page.translation_key}")["title"] == "Written without it"
    assert "Written without it" in Client().get(f"/innovations/{page.slug}/").content.decode()
    assert list(upkeep.verify()) == []


def without_it(folder: Path, code: str) -> None:
    """Run `code` in a site on this database in which the plugin is not installed."""
    name = str(connection.settings_dict["NAME"])
    database = os.environ.get("DATABASE_URL") or f"sqlite:///{name}"
    if connection.vendor != "sqlite":
        database = urlsplit(database)._replace(path=f"/{name}").geturl()
    environment = {
        **os.environ, "DATABASE_URL": database, "GROUNDWORK_VAR": str(folder),
        "PLUGINS": " ".join(settings.PLUGINS), "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }  # fmt: skip
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_doctor_tells_of_tables_that_are_gone(tmp_path: Path, whole_again: None) -> None:
    assert "nothing is wrong" in plugins("doctor")
    plugins("remove", LABEL, to=tmp_path / "rows.json", no_input=True)
    with pytest.raises(CommandError, match="2 found"):
        plugins("doctor")


def test_after_remove_and_migrate_there_are_empty_tables_that_are_watched(
    tmp_path: Path, whole_again: None
) -> None:
    page = published_with_and_off_again("The mill")
    plugins("remove", LABEL, to=tmp_path / "rows.json", no_input=True)
    call_command("migrate", LABEL, verbosity=0)

    assert tables() == TABLES
    assert not Partner.objects.exists()
    assert not MadeWith.objects.exists()
    assert triggers.missing() == []
    with turned_on(LABEL):
        upkeep.note_outdated()
        log.flush()
        assert body_of(page)["made_with"] is None
        page.get_latest_revision().publish()  # it names rows that are no more
        log.flush()
        assert body_of(page)["made_with"] is None
        partner = Partner.objects.create(name="The new mill")
        MadeWith.objects.create(page_id=page.pk, partner=partner)
        log.flush()
        assert names_in(page) == ["The new mill"]
        Partner.objects.filter(pk=partner.pk).update(name="The newest mill")
        log.flush()
        assert names_in(page) == ["The newest mill"]
        assert list(upkeep.verify()) == []
