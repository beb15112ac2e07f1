"""A client that keeps its connections, and notes how long each answer took."""

import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from benchmarks.addresses import Operation, Steps

TIMEOUT = 120


class UnfitError(Exception):
    """An answer is not what was asked for, so that its time would say nothing."""


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Place(NamedTuple):
    """Where to ask: a port on this machine, by https where `tls` is given, as whichever `host`."""

    port: int
    host: str = "localhost"
    tls: ssl.SSLContext | None = None

    def connect(self) -> http.client.HTTPConnection:
        return (
            _Here(self) if self.tls else http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        )


class _Here(http.client.HTTPSConnection):
    """A connection to this machine that asks for `place.host` by name, whatever that resolves to."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.host, place.port, timeout=TIMEOUT)
        self.place = place
        self.tls = place.tls or ssl.create_default_context()

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.place.port), TIMEOUT)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = self.tls.wrap_socket(plain, server_hostname=self.place.host)


def get(
    place: Place,
    connection: http.client.HTTPConnection,
    path: str,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    connection.request("GET", path, headers={"Host": place.host, **(headers or {})})
    answer = connection.getresponse()
    return Answer(answer.status, answer.headers, answer.read())


def get_once(place: Place, path: str, headers: Mapping[str, str] | None = None) -> Answer:
    connection = place.connect()
    try:
        return get(place, connection, path, headers)
    finally:
        connection.close()


class Prepared(NamedTuple):
    """An operation ready to be repeated: each turn's paths, with the headers that go with them."""

    turns: Sequence[tuple[Steps, Mapping[str, str]]]
    status: int
    sizes: tuple[int, ...]
    """Bytes that each turn's answers have"""


def prepare(place: Place, operation: Operation) -> Prepared:
    """Ask for everything once and look at it. Raises UnfitError."""
    turns, sizes = [], []
    for steps in operation.turns:
        answers = [get_once(place, path) for path in steps]
        for path, answer in zip(steps, answers, strict=True):
            if answer.status != 200:
                raise UnfitError(f"answers {answer.status} at {path}")
        _has_items(answers[0], operation.items, steps[0])
        turns.append((steps, _condition(answers[0]) if operation.conditional else {}))
        sizes.append(sum(len(answer.body) for answer in answers))
    if operation.conditional:
        _stays_unchanged(place, *turns[0])
    return Prepared(turns, 304 if operation.conditional else 200, tuple(sizes))


def _has_items(answer: Answer, items: int | None, path: str) -> None:
    if items is not None and (found := len(json.loads(answer.body)["items"])) != items:
        raise UnfitError(f"gives {found} items, not {items}, at {path}")


def _condition(answer: Answer) -> dict[str, str]:
    if not answer.headers["ETag"]:
        raise UnfitError("sends no ETag, so that a client cannot ask whether anything changed")
    return {"If-None-Match": answer.headers["ETag"]}


def _stays_unchanged(place: Place, steps: Steps, headers: Mapping[str, str]) -> None:
    status = get_once(place, steps[0], headers).status
    if status != 304:
        raise UnfitError(f"answers {status} to its own ETag")


class Timing(NamedTuple):
    latencies: list[float]
    """Seconds that each operation took, shortest first"""
    elapsed: float

    @classmethod
    def joined(cls, timings: Sequence["Timing"]) -> "Timing":
        latencies = sorted(latency for timing in timings for latency in timing.latencies)
        return cls(latencies, sum(timing.elapsed for timing in timings))

    def percentile_ms(self, hundredth: int) -> float:
        place = min(len(self.latencies) - 1, len(self.latencies) * hundredth // 100)
        return self.latencies[place] * 1000


def repeat(place: Place, prepared: Prepared, times: int, connections: int, first: int = 0) -> Timing:
    """Do it `times` times over `connections` connections at once, from turn `first` on. Raises UnfitError."""
    latencies: list[float] = []
    failures: list[Exception] = []

    def work(offset: int) -> None:
        connection = place.connect()
        try:
            for number in range(first + offset, first + times, connections):
                latencies.append(_timed(place, connection, prepared, number))
        except (UnfitError, OSError, http.client.HTTPException) as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(offset,)) for offset in range(connections)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise UnfitError(str(failures[0])) from failures[0]
    return Timing(sorted(latencies), time.perf_counter() - start)


def _timed(place: Place, connection: http.client.HTTPConnection, prepared: Prepared, number: int) -> float:
    steps, headers = prepared.turns[number % len(prepared.turns)]
    start = time.perf_counter()
    for path in steps:
        status = get(place, connection, path, headers).status
        if status != prepared.status:
            raise UnfitError(f"answers {status} at {path} the second time")
    return time.perf_counter() - start
