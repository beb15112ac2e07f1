"""`make run`, from a first start to the end, and what it refuses."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from config.launch import Address
from tests.postgresql import free_port

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("launch")]

ROOT = Path(__file__).resolve().parent.parent
LAUNCH = [sys.executable, "-m", "config.launch"]
STARTS_WITHIN = 300
"""Seconds, first start and sample portfolio included, on a machine that is busy with other tests"""


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("launch") / "var"


def environment(var: Path, **settings: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "GROUNDWORK_VAR": str(var), **settings}


@contextmanager
def launched(var: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run it without a terminal, as a service would; give what it printed until it was ready."""
    process = subprocess.Popen(
        LAUNCH, cwd=ROOT, env=environment(var, PORT=str(port)), start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        yield process, _until_ready(process)
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=40)


def _until_ready(process: subprocess.Popen[str]) -> str:
    told = ""
    deadline = time.monotonic() + STARTS_WITHIN
    assert process.stdout
    for line in process.stdout:
        told += line
        if "running at" in line:
            return told
        assert time.monotonic() < deadline, told
    raise AssertionError(f"It ended instead of starting:\n{told}")


def status(url: str) -> int:
    try:
        with urlopen(url, timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code


def refusal(var: Path, **settings: str) -> str:
    done = subprocess.run(
        LAUNCH,
        cwd=ROOT,
        env=environment(var, **settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    return done.stderr


def test_first_start_and_second_start(var: Path) -> None:
    """One test, because the second start is about what the first one left."""
    port = free_port()
    with launched(var, port) as (process, told):
        assert f"http://127.0.0.1:{port}/" in told
        assert status(f"http://127.0.0.1:{port}/") == 200
        link = re.search(rf"http://127\.0\.0\.1:{port}/account/\S+", _rest_of_the_welcome(process))
        assert link
        assert status(link[0]) == 200
        process.send_signal(signal.SIGINT)
        process.wait(40)
        assert process.returncode == 0
    assert status_of_port(port) == "free"
    assert (var / "secret_key").stat().st_mode & 0o777 == 0o600
    key = (var / "secret_key").read_text()

    with launched(var, port) as (process, told):
        assert "sample" not in told
        assert status(f"http://127.0.0.1:{port}/innovations/") == 200
    assert process.returncode == 0
    assert (var / "secret_key").read_text() == key


def _rest_of_the_welcome(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    told = ""
    for line in process.stdout:
        told += line
        if "/account/" in line:
            break
    return told


def status_of_port(port: int) -> str:
    with socket.socket() as probe:
        return "busy" if probe.connect_ex(("127.0.0.1", port)) == 0 else "free"


def test_a_busy_port_is_told_plainly(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        told = refusal(tmp_path, PORT=str(port))

    assert f"port {port} cannot be used" in told
    assert f"PORT={port + 1}" in told


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1", "80 80"])
def test_a_port_that_is_none_is_refused(port: str, tmp_path: Path) -> None:
    assert "must be a number from 1 to 65535" in refusal(tmp_path, PORT=port)


def test_a_host_that_is_not_of_this_machine_is_refused(tmp_path: Path) -> None:
    assert "192.0.2.1" in refusal(tmp_path, HOST="192.0.2.1", PORT=str(free_port()))


def test_debug_is_refused_where_other_machines_can_reach_it(tmp_path: Path) -> None:
    assert "DEBUG is on" in refusal(tmp_path, HOST="0.0.0.0", PORT=str(free_port()), DEBUG="1")


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://localhost:8000"),
        ("::1", "http://[::1]:8000"),
        ("::", "http://localhost:8000"),
    ],
)
def test_the_address_that_is_told_can_be_opened(host: str, url: str) -> None:
    assert Address(host, 8000).url == url


@pytest.mark.parametrize(
    ("host", "loopback"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False)]
)
def test_loopback_is_known(host: str, loopback: bool) -> None:
    assert Address(host, 8000).is_loopback is loopback
