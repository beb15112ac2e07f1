"""An Elasticsearch node for tests: the one that ELASTICSEARCH_URL names, or one of the tests' own."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.postgresql import free_port
from tests.services import ELASTICSEARCH

SECONDS_TO_START = 180


@contextmanager
def node() -> Iterator[str]:
    """Yield the address of a node. Where there is none and nothing to start one, the test is skipped.

    CI has no package that brings Elasticsearch, so there, too, its absence is no failure.
    """
    if url := os.environ.get("ELASTICSEARCH_URL"):
        yield url
    elif ELASTICSEARCH.exists() and shutil.which("javac"):
        with _private_node() as url:
            yield url
    else:
        pytest.skip("Elasticsearch was not found; ELASTICSEARCH_URL names a node for tests")


@contextmanager
def _private_node() -> Iterator[str]:
    folder, port = Path(tempfile.mkdtemp(prefix="groundwork-elasticsearch-")), free_port()
    try:
        subprocess.run(
            [ELASTICSEARCH, str(port), str(folder)],
            stdout=subprocess.DEVNULL, timeout=SECONDS_TO_START, check=True,
        )  # fmt: skip
        yield f"http://127.0.0.1:{port}"
    finally:
        _end(folder / "pid")
        shutil.rmtree(folder, ignore_errors=True)


def _end(pid: Path) -> None:
    if pid.exists():
        os.kill(int(pid.read_text()), signal.SIGKILL)
