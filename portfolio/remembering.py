"""Answers that a run of compilations asks for again and again, found once for as long as it lasts.

Outside of `remembering` every question is asked anew. What others change meanwhile is noted in the
outbox; what the run itself changes, it has to `forget`.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")
_memory: ContextVar[dict[Hashable, dict[Any, Any]] | None] = ContextVar("memory", default=None)
_NOTHING = object()


@contextmanager
def remembering() -> Iterator[None]:
    """Remember until the end of the block, or of the one around it."""
    if _memory.get() is not None:
        yield
        return
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def recall(subject: Hashable, key: Hashable, find: Callable[[], Found]) -> Found:
    """Return what is known of `key`, or find it."""
    memory = _memory.get()
    if memory is None:
        return find()
    known = memory.setdefault(subject, {})
    if key not in known:
        known[key] = find()
    found: Found = known[key]
    return found


def recall_each(
    subject: Hashable, keys: Iterable[Key], find: Callable[[list[Key]], Mapping[Key, Found]]
) -> dict[Key, Found]:
    """Return what there is for `keys`; those not known yet are looked for together."""
    memory = _memory.get()
    known = {} if memory is None else memory.setdefault(subject, {})
    asked = list(dict.fromkeys(keys))
    unknown = [key for key in asked if key not in known]
    if unknown:
        found = find(unknown)
        known.update({key: found.get(key, _NOTHING) for key in unknown})
    return {key: known[key] for key in asked if known[key] is not _NOTHING}


def forget(subject: Hashable, *keys: Hashable) -> None:
    """Ask anew of `keys`; without keys, of everything under `subject`."""
    memory = _memory.get() or {}
    if not keys:
        memory.pop(subject, None)
    for key in keys:
        memory.get(subject, {}).pop(key, None)
