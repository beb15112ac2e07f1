"""A web server of our own, started as docker/web starts it, and what it takes of the machine."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN = 90
ENDS_WITHIN = 15
PROCESS_CLOCK = 2
"""Linux: the clock of a process's user and system time is `~pid << 3 | 2` (include/linux/posix-timers.h)."""


class Running:
    """A program and its children: `cpu` and `memory` are theirs together."""

    def __init__(self, command: Sequence[str], port: int, environment: Mapping[str, str]) -> None:
        self.command = command
        self.port = port
        self.process = subprocess.Popen(  # noqa: S603  (our own)
            command, cwd=ROOT, env={**os.environ, **environment}, start_new_session=True
        )

    def cpu(self) -> float:
        """Return the seconds of user and system time so far, from the kernel's accounting."""
        return sum(time.clock_gettime((~pid << 3) | PROCESS_CLOCK) for pid in self._pids())

    def memory(self) -> float:
        """Return the resident megabytes of the largest of them: the worker."""
        pages = max(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self._pids())
        return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024

    def _pids(self) -> list[int]:
        """Return it and what it started: all that is in its session."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                session = int(stat.read_text().rpartition(")")[2].split()[3])
            except (FileNotFoundError, ProcessLookupError):  # it ended while we looked
                continue
            if session == self.process.pid:
                found.append(int(stat.parent.name))
        return found

    def wait_until_it_listens(self) -> None:
        deadline = time.monotonic() + STARTS_WITHIN
        while not _listens(self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{' '.join(self.command)} did not start.")
            time.sleep(0.1)

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def running(
    command: Sequence[str], port: int, environment: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """Run `command` until the end of the block; it is there to answer at `port` when that begins."""
    program = Running(command, port, environment or {})
    try:
        program.wait_until_it_listens()
        yield program
    finally:
        program.end()


@contextmanager
def web_server(environment: Mapping[str, str], threads: int, processes: int = 1) -> Iterator[Running]:
    """Run docker/web with `processes`, each with `threads` blocking threads, over `benchmarks.wsgi`."""
    port = free_port()
    command = [sys.executable, *granian(port, threads, processes), "benchmarks.wsgi:application"]
    with running(command, port, environment) as server:
        yield server


def granian(port: int, threads: int, processes: int = 1) -> list[str]:
    """Return docker/web's own options, with these numbers in them."""
    script = (ROOT / "docker/web").read_text().replace("\\\n", " ")
    line = next(line for line in script.splitlines() if line.startswith("exec python"))
    ours = {
        "--host": "127.0.0.1",
        "--port": str(port),
        "--workers": str(processes),
        "--blocking-threads": str(threads),
    }
    options = line.split()[2:-1]
    for name, value in ours.items():
        options[options.index(name) + 1] = value
    return options


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
