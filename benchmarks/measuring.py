"""Measures one operation of one contestant: time as a client sees it, CPU as the kernel counted it."""

from dataclasses import dataclass
from statistics import mean

from benchmarks.addresses import Operation
from benchmarks.client import Place, Prepared, UnfitError, get_once, prepare, repeat
from benchmarks.server import Running

WARM_UP = 10
LONGEST = 30
"""Seconds after which an operation has been measured enough"""
FEWEST = 20


@dataclass(frozen=True)
class Figures:
    """What one operation took. Where it could not be done, `cannot` says why and the rest is empty."""

    cpu_ms: float | None = None
    rps: float | None = None
    p50_ms: float | None = None
    p99_ms: float | None = None
    kb: float | None = None
    queries: int | None = None
    times: int = 0
    note: str = ""
    cannot: str = ""


def measure(server: Running, place: Place, operation: Operation, times: int, connections: int) -> Figures:
    """Repeat `operation` up to `times` times; fewer where that would take more than half a minute."""
    if operation.cannot:
        return Figures(cannot=operation.cannot)
    try:
        prepared = prepare(place, operation)
        warm = repeat(place, prepared, WARM_UP, connections)
        times = max(FEWEST, min(times, int(LONGEST / (warm.elapsed / WARM_UP))))
        before = server.cpu()
        timing = repeat(place, prepared, times, connections)
        cpu = server.cpu() - before
    except UnfitError as reason:
        return Figures(cannot=f"It {reason}.")
    return Figures(
        cpu_ms=cpu / times * 1000,
        rps=times / timing.elapsed,
        p50_ms=timing.percentile_ms(50),
        p99_ms=timing.percentile_ms(99),
        kb=mean(prepared.sizes) / 1024,
        queries=_queries(place, prepared),
        times=times,
        note=operation.note,
    )


def _queries(place: Place, prepared: Prepared) -> int | None:
    """Return how many queries one operation takes, where the server says it."""
    steps, headers = prepared.turns[-1]
    told = [get_once(place, path, {**headers, "X-Count-Queries": "1"}).headers["X-Queries"] for path in steps]
    return sum(int(number) for number in told) if all(told) else None
