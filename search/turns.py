"""How many search at once in one process, so that whoever asks for something else is answered, too.

A search is work for the processor, and a process has few threads: where searches hold them all, every
other request stands in their queue.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from django.conf import settings

COME_AGAIN = 1
"""Seconds after which to search again"""
TOLD_EVERY = 60.0
"""Seconds between two lines in the log about it"""

logger = logging.getLogger(__name__)


class BusyError(Exception):
    """As many searches are under way as may be. Nothing was looked for."""


class _Told:
    """When the log was last told, by `time.monotonic()`."""

    at = -TOLD_EVERY


@contextmanager
def turn() -> Iterator[None]:
    """Hold a place among those who search until the end of the block. Raises BusyError where none is left."""
    places = _places(settings.SEARCHES_AT_ONCE)
    if not places.acquire(blocking=False):
        _tell()
        raise BusyError
    try:
        yield
    finally:
        places.release()


@cache
def _places(number: int) -> BoundedSemaphore:
    return BoundedSemaphore(number)


def _tell() -> None:
    now = time.monotonic()
    if now - _Told.at >= TOLD_EVERY:
        _Told.at = now
        logger.warning(
            "More than %s search at once in this process; others are asked to come again (SEARCHES_AT_ONCE).",
            settings.SEARCHES_AT_ONCE,
        )
