"""Processes that live and die together."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Together:
    """Child processes of which none outlives the others.

    Each is the head of a process group of its own, so that a Ctrl-C in the terminal reaches them
    through us, once, and so that whatever they start ends with them. SIGINT, SIGTERM and SIGHUP
    end them all, and so does the end of any one of them, or of whatever started us (`make`, killed).
    A child that has not ended `grace` seconds after it was told to is killed.
    """

    def __init__(self, commands: Mapping[str, Sequence[str]], grace: float = 15) -> None:
        self.commands = commands
        self.grace = grace
        self.told_to_end = False
        self.ended_first = ""
        """The name of the child whose end was the end of all"""
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.started_by = os.getppid()

    def run(self, when_started: Callable[[Callable[[], bool]], None]) -> int:
        """Start them, call `when_started`, wait for the end; return the exit code.

        `when_started` is given a function that says whether all of them are still running and
        nobody has told us to end. The code is 0 where we were told to end, else that of the child
        that ended by itself, or 1 where that was 0: a server is not meant to end by itself.
        """
        for number in ENDING:
            signal.signal(number, self._on_signal)
        try:
            for name, command in self.commands.items():
                self.children[name] = subprocess.Popen(command, start_new_session=True)  # noqa: S603  (our own commands)
            when_started(self.are_well)
            while self.are_well():
                time.sleep(0.2)
                self.told_to_end |= os.getppid() != self.started_by
            return 0 if self.told_to_end else self._first_to_end()
        finally:
            self._end_all()

    def are_well(self) -> bool:
        return not self.told_to_end and all(child.poll() is None for child in self.children.values())

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.told_to_end = True

    def _first_to_end(self) -> int:
        ended = (
            (name, child.returncode) for name, child in self.children.items() if child.poll() is not None
        )
        self.ended_first, code = next(ended)
        return max(code, 0) or 1

    def _end_all(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + self.grace
        for child in self.children.values():
            self._end(child, deadline)

    def _end(self, child: subprocess.Popen[bytes], deadline: float) -> None:
        try:
            child.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
