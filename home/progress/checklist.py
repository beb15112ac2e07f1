"""What there is to tick in a playbook, and what of it is ticked.

A step is known by its id. A line of its checklist is known by the step and its own words: a line that
says something else is another thing to do.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

TOLD = ("title", "why", "how_html", "inputs", "checklist", "key_questions", "done_when")
"""What changes a step for those who are at it; where a file lies does not"""


@dataclass(frozen=True)
class Line:
    key: str
    text: str
    is_done: bool


@dataclass(frozen=True)
class Step:
    """`news` is "new" or "changed" where it was another one when something was last ticked."""

    key: str
    number: int
    step: Mapping[str, Any]
    lines: tuple[Line, ...]
    is_done: bool
    news: str


@dataclass(frozen=True)
class Phase:
    phase: Mapping[str, Any]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Checklist:
    phases: tuple[Phase, ...]
    gone: int
    """How many steps that were there are not any more"""

    @property
    def steps(self) -> list[Step]:
        return [step for phase in self.phases for step in phase.steps]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def ticked(self) -> list[str]:
        """The keys of all that is ticked, in the order of the page."""
        keys = [
            key
            for step in self.steps
            for key, is_done in [(step.key, step.is_done), *((line.key, line.is_done) for line in step.lines)]
            if is_done
        ]
        return list(dict.fromkeys(keys))

    def number_of(self, news: str) -> int:
        return sum(step.news == news for step in self.steps)


def checklist(body: Mapping[str, Any], done: Set[str], seen: Mapping[str, str]) -> Checklist:
    """Return the steps of a playbook as they are now, with what was ticked and what `seen` did not have."""
    now = fingerprints(body)
    phases, number = [], 0
    for phase in body["phases"]:
        steps = []
        for step in phase["steps"]:
            number += 1
            key = step_key(step)
            lines = tuple(Line(each, text, each in done) for each, text in _lines(step))
            steps.append(Step(key, number, step, lines, key in done, _news(seen, key, now[key])))
        phases.append(Phase(phase, tuple(steps)))
    return Checklist(tuple(phases), len(set(seen) - set(now)))


def every_key(body: Mapping[str, Any]) -> set[str]:
    """Return all that can be ticked."""
    steps = list(_steps(body))
    return {step_key(step) for step in steps} | {key for step in steps for key, _text in _lines(step)}


def fingerprints(body: Mapping[str, Any]) -> dict[str, str]:
    """Return what tells one wording of each step from another, by the step's key."""
    return {step_key(step): _digest(json.dumps([step[name] for name in TOLD])) for step in _steps(body)}


def step_key(step: Mapping[str, Any]) -> str:
    return str(step["id"] or _digest(step["title"]))


def _steps(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for phase in body["phases"]:
        yield from phase["steps"]


def _lines(step: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(f"{step_key(step)}.{_digest(text)}", text) for text in step["checklist"]]


def _news(seen: Mapping[str, str], key: str, fingerprint: str) -> str:
    if key not in seen:
        return "new"
    return "" if seen[key] == fingerprint else "changed"


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
