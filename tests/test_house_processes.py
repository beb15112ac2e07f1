"""Web server and worker live and die together."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
SLEEP = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def together(tmp_path: Path, **children: str) -> subprocess.Popen[str]:
    """Start a parent with these children, each a piece of Python that first notes its process id."""
    commands = {
        name: [
            sys.executable,
            "-c",
            f"import os; open({str(tmp_path / name)!r}, 'w').write(str(os.getpid()))\n{code}",
        ]
        for name, code in children.items()
    }
    parent = f"""
        import sys
        from config.processes import Together
        group = Together({commands!r}, grace=2)
        code = group.run(lambda are_well: print("started", flush=True))
        print("first:", group.ended_first)
        sys.exit(code)
    """
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(parent)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def ids(tmp_path: Path, *names: str) -> list[int]:
    deadline = time.monotonic() + 20
    while not all((tmp_path / name).exists() and (tmp_path / name).read_text() for name in names):
        assert time.monotonic() < deadline, "the children did not start"
        time.sleep(0.05)
    return [int((tmp_path / name).read_text()) for name in names]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_of_them(number: signal.Signals, tmp_path: Path) -> None:
    with together(tmp_path, web=SLEEP, worker=SLEEP) as parent:
        children = ids(tmp_path, "web", "worker")
        parent.send_signal(number)
        parent.communicate(timeout=20)

    assert parent.returncode == 0
    assert not any(is_running(pid) for pid in children)


def test_the_end_of_one_is_the_end_of_all_and_an_error(tmp_path: Path) -> None:
    with together(tmp_path, web=SLEEP, worker="raise SystemExit(3)") as parent:
        children = ids(tmp_path, "web", "worker")
        told, _ = parent.communicate(timeout=20)

    assert parent.returncode == 3
    assert "first: worker" in told
    assert not any(is_running(pid) for pid in children)


def test_one_that_ends_without_an_error_is_an_error_too(tmp_path: Path) -> None:
    with together(tmp_path, web=SLEEP, worker="pass") as parent:
        parent.communicate(timeout=20)

    assert parent.returncode == 1


def test_the_end_of_what_started_them_is_the_end_of_all(tmp_path: Path) -> None:
    starter = f"""
        import subprocess, sys, time
        from tests.test_house_processes import together
        from pathlib import Path
        together(Path({str(tmp_path)!r}), web={SLEEP!r}, worker={SLEEP!r}).wait()
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(starter)], cwd=ROOT) as killed:
        children = ids(tmp_path, "web", "worker")
        killed.kill()

    deadline = time.monotonic() + 20
    while any(is_running(pid) for pid in children):
        assert time.monotonic() < deadline, "they outlived it"
        time.sleep(0.1)


def test_one_that_will_not_end_is_killed(tmp_path: Path) -> None:
    with together(tmp_path, web=STUBBORN, worker=SLEEP) as parent:
        children = ids(tmp_path, "web", "worker")
        time.sleep(0.5)  # until it ignores the signal
        parent.terminate()
        parent.communicate(timeout=20)

    assert not any(is_running(pid) for pid in children)
