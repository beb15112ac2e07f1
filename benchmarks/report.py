"""The figures as plain text: a table for each number of entries, and what cannot be done, with its reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.addresses import FLOOR, OPERATIONS, OURS
from benchmarks.measuring import Figures
from benchmarks.proxy import Cached

HEAD: tuple[str, ...] = ("", "", "CPU ms", "p50 ms", "p99 ms", "req/s", "queries", "kB", "times")
CANNOT = "cannot"


@dataclass
class Run:
    """All that was measured at one number of entries."""

    filled: Mapping[str, Any]
    figures: dict[str, dict[str, Figures]] = field(default_factory=dict)
    """Contestant, operation"""
    memory_mb: dict[str, float] = field(default_factory=dict)
    """Resident megabytes of the worker once each contestant was measured, in that order"""
    cached: dict[str, Cached] = field(default_factory=dict)
    publish: Mapping[str, float] = field(default_factory=dict)


class Footnotes:
    """Reasons, each with one number however often it is given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def mark(self, text: str) -> str:
        if not text:
            return ""
        if text not in self.texts:
            self.texts.append(text)
        return f" [{self.texts.index(text) + 1}]"

    def lines(self) -> list[str]:
        return [f"[{number}] {text}" for number, text in enumerate(self.texts, 1)]


def text_of(run: Run) -> str:
    notes = Footnotes()
    rows = [HEAD]
    for operation, title in OPERATIONS.items():
        for name, figures in run.figures.items():
            if operation in figures:
                rows.append((title, name, *_cells(figures[operation], notes)))
                title = ""
    filled = run.filled
    parts = [
        f"{filled['entries']:,} entries, {filled['documents']:,} documents",
        "\n".join(_aligned(rows)),
        *_line_of_floor(run.figures),
        *_lines_of_cache(run.cached, notes),
        *_lines_of_publishing(run),
        *notes.lines(),
    ]
    return "\n".join(parts) + "\n"


def _cells(figures: Figures, notes: Footnotes) -> tuple[str, ...]:
    if figures.cannot:
        return (CANNOT + notes.mark(figures.cannot), *[""] * (len(HEAD) - 3))
    return (
        f"{figures.cpu_ms:.2f}{notes.mark(figures.note)}",
        f"{figures.p50_ms:.1f}",
        f"{figures.p99_ms:.1f}",
        f"{figures.rps:.0f}",
        "" if figures.queries is None else str(figures.queries),
        f"{figures.kb:.1f}",
        str(figures.times),
    )


def _aligned(rows: list[tuple[str, ...]]) -> Iterable[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for row in rows:
        left = [cell.ljust(width) for cell, width in zip(row[:2], widths, strict=False)]
        right = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
        yield "  ".join([*left, *right]).rstrip()


def _lines_of_cache(cached: Mapping[str, Cached], notes: Footnotes) -> Iterable[str]:
    for name, one in cached.items():
        if one.cannot:
            yield f"Behind nginx, {name}: {CANNOT}{notes.mark(one.cannot)}"
        else:
            yield (
                f"Behind nginx, {name}, cached: {one.cached_ms:.3f} ms; a file of its {one.kb:.1f} kB: "
                f"{one.file_ms:.3f} ms; {one.ratio:.2f} times the file"
            )


def _line_of_floor(figures: Mapping[str, Mapping[str, Figures]]) -> Iterable[str]:
    """Say how a list compares with the least that this stack can do: both were measured in one run."""
    ours, bare = (figures.get(name, {}).get("list") for name in (OURS, FLOOR))
    if ours and bare and ours.cpu_ms and bare.cpu_ms:
        yield f"Our {OPERATIONS['list']} takes {ours.cpu_ms / bare.cpu_ms:.1f} times the CPU of the bare view"


def _lines_of_publishing(run: Run) -> Iterable[str]:
    memory = (f"{mb:.0f} MB after {name}" for name, mb in run.memory_mb.items())
    yield f"Worker, resident: {', '.join(memory)}"
    if publish := run.publish:
        yield (
            f"A publish: {publish['our_cpu_ms']} ms of our CPU ({publish['our_time_ms']} ms of time), after "
            f"{publish['wagtail_cpu_ms']} ms of Wagtail's; {publish['queries']:.0f} queries in all"
        )
    yield (
        f"Compiled at first: {run.filled['compiled_per_s']} documents/s; rebuilt: "
        f"{run.filled['rebuilt_per_s']} documents/s; filled with {run.filled['filled_per_s']} entries/s"
    )
