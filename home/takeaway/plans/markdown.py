"""A plan as Markdown: task lists as GitHub has them, which most editors tick."""

import re
from collections.abc import Iterator
from itertools import count
from urllib.parse import quote

from django.utils.translation import gettext as _

from home.takeaway.plans.plan import Lines, Link, Passage, Plan, Step
from portfolio.publication.markdown import to_markdown

ROOM = "______"
"""Where somebody writes a name or a day"""
OWN_STEPS = 3
"""Empty steps to fill in where none were written down"""
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"
_ADDRESS = re.compile(r"(https?://[^\s<>“”]*[^\s<>“”.,;:!?)])")
_SIGNS = re.compile(r"([\\`*_\[\]<>&~|])")
_AT_THE_BEGINNING = re.compile(r"^(?:(\d{1,9})(?=[.)](?:\s|$))|(?=[#+=-]))")


def as_markdown(plan: Plan) -> bytes:
    """Return the file, in UTF-8."""
    return ("\n\n".join(part for part in _parts(plan) if part) + "\n").encode()


def _parts(plan: Plan) -> Iterator[str]:
    yield f"# {_plain(plan.title)}"
    if plan.notice:
        label = _plain(_("Sample content"))
        yield f"> **{label}** {_plain(plan.notice)}"
    yield _plain(plan.summary)
    if plan.by:
        yield " ".join([_plain(_("From:")), _plain(plan.by)])
    yield _address(plan.address)
    yield from _passages(plan.opening)
    if plan.takes:
        yield _heading(_("What it takes"))
        unstated = _("Not stated")
        yield "\n".join(f"- **{_plain(fact.label)}:** {_plain(fact.text or unstated)}" for fact in plan.takes)
    yield from _passages(plan.conditions)
    for lines in plan.before:
        yield _heading(lines.label)
        yield _list(lines)
    yield from _stages(plan)
    if plan.links:
        yield _heading(_("Toolkits and files"))
        yield _links(plan.links)
    yield from _passages((*plan.cautions, *plan.added))
    yield _heading(_("Use it, and how to credit this"))
    yield from (_plain(line) for line in plan.credit)


def _heading(text: str) -> str:
    return f"## {_plain(text)}"


def _passages(passages: tuple[Passage, ...]) -> Iterator[str]:
    for passage in passages:
        yield _heading(passage.title)
        yield to_markdown(passage.html)


def _stages(plan: Plan) -> Iterator[str]:
    numbers = count(1)
    for stage in plan.stages:
        yield _heading(stage.title)
        yield _plain(stage.note)
        yield from (_step(next(numbers), step) for step in stage.steps)
    if not plan.stages:
        yield _heading(_("Steps"))
        yield _plain(_("No steps were written down. These are for your own."))
        yield from (_task(ROOM) for _number in range(OWN_STEPS))


def _step(number: int, step: Step) -> str:
    facts = f" ({_plain('; '.join(step.facts))})" if step.facts else ""
    below = [
        _plain(step.why),
        to_markdown(step.how_html),
        *(f"**{_plain(lines.label)}**\n\n{_list(lines)}" for lines in step.lists),
        _links(step.links),
    ]
    return "\n\n".join(
        [
            _task(f"**{number}. {_plain(step.title)}**{facts}"),
            *(_indented(part) for part in below if part),
        ]
    )


def _task(text: str) -> str:
    """Return a task with room for who sees to it and by when."""
    who, when = _plain(_("Who:")), _plain(_("By when:"))
    return f"- [ ] {text}\n  - {who} {ROOM}\n  - {when} {ROOM}"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.split("\n"))


def _list(lines: Lines) -> str:
    mark = "- [ ] " if lines.is_checklist else "- "
    return "\n".join(f"{mark}{_plain(line)}" for line in lines.lines)


def _links(links: tuple[Link, ...]) -> str:
    return "\n".join(
        f"- {_plain(link.title)}{f' ({_plain(link.note)})' if link.note else ''}: {_address(link.url)}"
        for link in links
    )


def _plain(text: str) -> str:
    """Return plain text on one line, in which nothing but an address reads as Markdown or HTML."""
    parts = _ADDRESS.split(" ".join(text.split()))
    escaped = (_address(part) if index % 2 else _SIGNS.sub(r"\\\1", part) for index, part in enumerate(parts))
    return _AT_THE_BEGINNING.sub(r"\1\\", "".join(escaped))


def _address(url: str) -> str:
    """Return an address as it is followed and printed."""
    return f"<{quote(url, safe=_IN_ADDRESSES)}>"
