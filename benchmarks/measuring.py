"""Measures one operation of one contestant: time as a client sees it, CPU as the kernel counted it."""

from dataclasses import dataclass
from statistics import mean

from benchmarks.addresses import Operation
from benchmarks.client import Place, Prepared, Timing, UnfitError, get_once, prepare, repeat
from benchmarks.server import Running

WARM_UP = 40
ROUNDS = 5
"""CPU is that of the least disturbed of these: a neighbour on the machine only ever adds to it"""
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
        first = repeat(place, prepared, 1, 1)
        warm = repeat(place, prepared, min(WARM_UP, _times_within(LONGEST / 4, first)), connections)
        times = max(FEWEST, min(times, _times_within(LONGEST, warm)))
        done = len(warm.latencies)
        rounds = [
            _round(server, place, prepared, times // ROUNDS, connections, done + times // ROUNDS * number)
            for number in range(ROUNDS)
        ]
    except UnfitError as reason:
        return Figures(cannot=f"It {reason}.")
    timing = Timing.joined([timing for _cpu, timing in rounds])
    return Figures(
        cpu_ms=min(cpu for cpu, _timing in rounds) * 1000,
        rps=len(timing.latencies) / timing.elapsed,
        p50_ms=timing.percentile_ms(50),
        p99_ms=timing.percentile_ms(99),
        kb=mean(prepared.sizes) / 1024,
        queries=_queries(place, prepared),
        times=len(timing.latencies),
        note=operation.note,
    )


def _times_within(seconds: float, timing: Timing) -> int:
    return max(1, int(seconds / (timing.elapsed / len(timing.latencies))))


def _round(
    server: Running, place: Place, prepared: Prepared, times: int, connections: int, first: int
) -> tuple[float, Timing]:
    """Return the server's seconds of CPU for one operation, and the client's timing."""
    before = server.cpu()
    timing = repeat(place, prepared, times, connections, first)
    return (server.cpu() - before) / times, timing


def _queries(place: Place, prepared: Prepared) -> int | None:
    """Return how many queries one operation takes, where the server says it."""
    steps, headers = prepared.turns[-1]
    told = [get_once(place, path, {**headers, "X-Count-Queries": "1"}).headers["X-Queries"] for path in steps]
    return sum(int(number) for number in told) if all(told) else None
