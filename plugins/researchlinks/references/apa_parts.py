"""Pieces of a reference: text that may be slanted or be a link, and how they end."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple


class Run(NamedTuple):
    """Plain text; HTML is made of it once, at the end, where all of it is escaped."""

    text: str
    italic: bool = False
    href: str = ""


def as_text(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def as_html(runs: Sequence[Run]) -> str:
    return "".join(_html(run) for run in runs)


def _html(run: Run) -> str:
    text = escape(run.text)
    if run.href:
        return f'<a href="{escape(run.href)}">{text}</a>'
    return f"<i>{text}</i>" if run.italic else text


def sentence(text: str) -> str:
    """With a full stop, unless it ends in a mark that stands for one."""
    return text if text.endswith((".", "?", "!", ".”", "?”", "!”", "…")) or not text else f"{text}."


def closed(runs: Sequence[Run]) -> list[Run]:
    """The same as `sentence`, for runs; the full stop itself is upright."""
    ending = sentence(as_text(runs))
    return [*runs, Run(".")] if ending != as_text(runs) else list(runs)
