"""The production stack on this machine: PostgreSQL, the start commands of docker/, and nginx in front."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests import nginx
from tests.postgresql import free_port, new_database
from tests.services import NGINX

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "portfolio.localhost"


class Stack:
    """A running portfolio: where it is, and the processes that serve it."""

    def __init__(self, folder: Path, environment: dict[str, str], commands: dict[str, list[str]]) -> None:
        self.folder = folder
        self.environment = environment
        self.commands = commands
        self.web = int(environment["PORT"])
        self.http, self.https = free_port(), free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def run(self, *command: str) -> str:
        """Run a command with the portfolio's environment to its end; return what it printed."""
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def manage(self, *arguments: str) -> str:
        return self.run(sys.executable, "manage.py", *arguments)

    def start(self, name: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                self.commands[name], env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def start_all(self) -> None:
        for name in self.commands:
            self.start(name)
        wait_for(lambda: listens(self.web), "The start of the web server")
        wait_for(lambda: listens(self.https), "The start of nginx")

    def end(self, name: str, within: float = 40) -> int:
        """Send SIGTERM, as a container's host does, and return the exit code."""
        process = self.processes[name]
        process.terminate()
        try:
            return process.wait(within)
        finally:
            kill_group(process.pid)

    @contextmanager
    def ended(self, name: str) -> Iterator[int]:
        """Do without one program for a while; gives its exit code."""
        yield self.end(name)
        self.start(name)
        if name == "web":
            wait_for(lambda: listens(self.web), "The start of the web server")

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")


def kill_group(pid: int) -> None:
    """End whatever is left of a process that we started and of its children."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def wait_for(condition: Callable[[], Any], what: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds} seconds"
        time.sleep(0.1)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, postgresql_server: str) -> Iterator[Stack]:
    """The stack of docker/compose.yaml, with the same settings and start commands, without containers."""
    folder = tmp_path_factory.mktemp("stack")
    commands = {
        "web": [str(ROOT / "docker/web")],
        "worker": [str(ROOT / "docker/worker")],
        "nginx": [str(NGINX.require())],
    }
    stack = Stack(folder, environment(folder, new_database(postgresql_server)), commands)
    stack.run("docker/migrate")
    stack.manage("collectstatic", "--noinput")
    stack.manage("create_site")
    ports = {"WEB": stack.web, "HTTP": stack.http, "HTTPS": stack.https}
    commands["nginx"] += nginx.configure(folder, HOST, ports)
    try:
        stack.start_all()
        yield stack
    finally:
        for name in stack.processes:
            stack.end(name)


def environment(folder: Path, database_url: str) -> dict[str, str]:
    """Only what README's table names, besides the PATH: nothing of the test run's own settings."""
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "BASE_URL": f"https://{HOST}",
        "DATABASE_URL": database_url,
        "GROUNDWORK_VAR": str(folder / "var"),
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ACCEL": "/protected-media/",
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
    }
