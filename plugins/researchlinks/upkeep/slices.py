"""Long work in short pieces: the worker has other things to do, and comes back."""

from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

SLICE = 20
"""Seconds after which nothing further is begun"""

T = TypeVar("T")


def while_there_is_time(items: Iterable[T]) -> Iterator[T]:
    """Yield from `items` until the slice is over. They are read first: no query stays open meanwhile."""
    ends = monotonic() + SLICE
    for item in list(items):
        if monotonic() >= ends:
            return
        yield item
