"""The example client keeps a copy that is what the lists show, and gets over what may happen to it."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from portfolio.publication import log, upkeep
from tests import factories
from tests.api.mirroring import PROGRAM, fetch_here, mirror, mirror_here
from tests.portfolio.publication.test_log import live_innovation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def site(db: None) -> None:
    factories.make_site()
    log.flush()


def titles(file: sqlite3.Connection) -> set[str]:
    return {json.loads(content)["title"] for (content,) in file.execute("SELECT content FROM document")}


def test_program_fills_a_file_and_goes_on_from_there(live_server: Any, tmp_path: Path) -> None:
    into = tmp_path / "copy.sqlite3"
    command = [sys.executable, str(PROGRAM), live_server.url, "--into", str(into), "--once"]
    page = live_innovation(title="Came and went")
    subprocess.run(command, check=True, timeout=60)
    assert "Came and went" in titles(sqlite3.connect(into))

    page.unpublish()
    live_innovation(title="Came later")
    log.flush()
    done = subprocess.run(command, check=True, timeout=60, capture_output=True, text=True)

    assert "Came later" in titles(sqlite3.connect(into))
    assert "Came and went" not in titles(sqlite3.connect(into))
    assert f"now at {log.position().sequence}" in done.stdout


def test_wrong_key_ends_the_program_with_words(live_server: Any, tmp_path: Path) -> None:
    command = [
        sys.executable,
        str(PROGRAM),
        live_server.url,
        "--into",
        str(tmp_path / "copy"),
        "--key",
        "gwk_wrong",
    ]
    done = subprocess.run(command, timeout=60, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "The copy is as it was. 401" in done.stderr


def test_new_epoch_makes_it_start_over() -> None:
    copy = mirror_here()
    copy.catch_up()
    copy.file.execute("INSERT INTO document VALUES ('lost', 'en', 'story', 1, '{\"title\": \"Lost\"}')")
    before = titles(copy.file)

    upkeep.begin_new_epoch()
    copy.catch_up()

    assert titles(copy.file) == before - {"Lost"}


def test_nothing_new_costs_a_304() -> None:
    statuses = []

    def noting(path: str, headers: dict[str, str]) -> Any:
        answer = fetch_here(path, headers)
        statuses.append(answer.status)
        return answer

    copy = mirror_here(fetch=noting)
    for _ in range(3):
        copy.catch_up()

    assert statuses == [200, 200, 304]


def test_it_waits_as_long_as_it_is_told() -> None:
    refusals = [mirror.Answer(429, b"", retry_after="7"), mirror.Answer(503, b"")]
    waited: list[float] = []

    def busy_at_first(path: str, headers: dict[str, str]) -> Any:
        return refusals.pop(0) if refusals else fetch_here(path, headers)

    copy = mirror_here(fetch=busy_at_first, wait=waited.append)

    assert copy.catch_up() > 0
    assert waited == [7, mirror.PATIENCE]


def test_crash_leaves_documents_and_place_as_they_were() -> None:
    def crashing(path: str, headers: dict[str, str]) -> Any:
        answer = fetch_here(path, headers)
        if "after=0" in path:
            return answer
        changes = json.loads(answer.content)
        del changes["items"][-1]["document"]
        return answer._replace(content=json.dumps(changes).encode())

    copy = mirror_here(fetch=crashing, at_once=2)
    with pytest.raises(KeyError):
        copy.catch_up()
    assert len(titles(copy.file)) == 2
    copy.fetch = fetch_here

    copy.catch_up()

    assert len(titles(copy.file)) == 6
