"""Keeping an index in step with the publication log, and changing it for a new one while people publish.

Each index has a row that says how far it follows. A new index is filled from the log's beginning in
small steps, beside the one that is asked, and takes over the alias once it has caught up; what changes
meanwhile comes later in the log. A document's version is its place in the log, so that nothing old can
overwrite anything newer, however many write.
"""

import logging
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from http.client import BAD_REQUEST, CONFLICT
from typing import Any

from django.db import transaction
from django.utils import timezone
from elasticsearch import NotFoundError
from elasticsearch.helpers import streaming_bulk

from portfolio.publication.positions import Position, position
from search.engines.elasticsearch.cluster import Cluster
from search.engines.elasticsearch.documents import SHAPE, Entry, Logged, logged
from search.models import OutsideIndex

AT_ONCE = 1_000
"""Documents in one step: a worker has other things to do as well"""
TRIES = 4
REFRESH = "1s"

logger = logging.getLogger(__name__)


class NotTakenError(Exception):
    """Elasticsearch could not take a change just now. The index stays where it is, and it is tried again."""


def follow(cluster: Cluster) -> int:
    """Bring the index up to the log, or a step nearer; return how many documents were sent.

    Where there is no index, or one that no longer fits, a new one is begun. Raises NotTakenError, and
    the client's own errors where the cluster is away.
    """
    at = position()
    newest = _newest(cluster, at) or begin(cluster, at)
    sent = _advance(cluster, newest, at)
    current = OutsideIndex.objects.filter(is_current=True, epoch=at.epoch).exclude(pk=newest.pk).last()
    if current and _is_there(cluster, current):
        sent += _advance(cluster, current, at)
    if not newest.is_current and newest.sequence >= at.sequence:
        _promote(cluster, newest)
    return sent


def rebuild(cluster: Cluster) -> int:
    """Fill a new index from the log and let it take over; return how many documents were sent."""
    newest = begin(cluster, position())
    sent = 0
    while not newest.is_current:
        at = position()
        sent += _advance(cluster, newest, at)
        if newest.sequence >= at.sequence:
            _promote(cluster, newest)
    return sent


def begin(cluster: Cluster, at: Position) -> OutsideIndex:
    """Make an empty index, which is to take over."""
    name = f"{cluster.alias}-{timezone.now():%Y%m%d%H%M%S}-{secrets.token_hex(2)}"
    begun = OutsideIndex.objects.create(name=name, epoch=at.epoch, shape=SHAPE)
    Entry.init(index=name, using=cluster.keeping)
    return begun


def remove(cluster: Cluster) -> None:
    """Remove every index of this portfolio from the cluster."""
    for index in OutsideIndex.objects.all():
        _drop(cluster, index)


def send(
    cluster: Cluster, name: str, documents: Iterable[Logged], *, refresh: bool, versioned: bool = True
) -> list[int]:
    """Put the latest state of `documents` into an index; return the numbers that it already has newer.

    Unless they are sent `versioned`, whatever is there is overwritten. What the index refuses is reported
    and taken out of it: better not found than found by what it no longer says. Raises NotTakenError.
    """
    by_number = {each.number: each for each in documents}
    actions = (_action(each, versioned=versioned) for each in by_number.values())
    newer, refused = _sent(cluster, actions, name, refresh=refresh)
    if refused:
        without = [Logged(number, by_number[number].sequence, None) for number in refused]
        _sent(cluster, (_action(each, versioned=versioned) for each in without), name, refresh=refresh)
        for number, reason in refused.items():
            logger.error("Elasticsearch refused document %s, which it does not find now: %s", number, reason)
    return newer


def _newest(cluster: Cluster, at: Position) -> OutsideIndex | None:
    """Return the newest index, if it can go on: same history, same shape, and the cluster has it."""
    newest = OutsideIndex.objects.last()
    if newest is None or (newest.epoch, newest.shape) != (at.epoch, SHAPE) or newest.sequence > at.sequence:
        return None
    return newest if _is_there(cluster, newest) else None


def _is_there(cluster: Cluster, index: OutsideIndex) -> bool:
    """Ask before writing: a write to an index that is not there would make one of no use.

    Where the cluster is away, this is known within a reader's patience, and holds up no other job.
    """
    return bool(cluster.asking.indices.exists(index=index.name))


def _advance(cluster: Cluster, index: OutsideIndex, at: Position) -> int:
    """Send the next documents; note how far the index is now. Return how many were sent."""
    documents = logged(index.sequence, at.sequence, AT_ONCE)
    if documents:
        send(cluster, index.name, documents, refresh=index.is_current)
    before = index.sequence
    index.sequence = documents[-1].sequence if len(documents) == AT_ONCE else at.sequence
    index.followed_at = timezone.now()
    ours = OutsideIndex.objects.filter(pk=index.pk, sequence=before)
    if not ours.update(sequence=index.sequence, followed_at=index.followed_at):
        _look_again(cluster, index)
    return len(documents)


def _look_again(cluster: Cluster, index: OutsideIndex) -> None:
    """Somebody else advanced the index as well, or removed it while we wrote."""
    kept = OutsideIndex.objects.filter(pk=index.pk).first()
    if kept is None:
        cluster.keeping.indices.delete(index=index.name, ignore_unavailable=True)
        raise NotTakenError(f"{index.name} was replaced meanwhile.")
    index.sequence, index.is_current = kept.sequence, kept.is_current


def _promote(cluster: Cluster, newest: OutsideIndex) -> None:
    """Let the alias stand for `newest`, and drop what came before it."""
    indices = cluster.keeping.indices
    indices.put_settings(index=newest.name, settings={"index": {"refresh_interval": REFRESH}})
    indices.refresh(index=newest.name)
    before = [name for name in _behind(cluster) if name != newest.name]
    removals = [{"remove": {"index": name, "alias": cluster.alias}} for name in before]
    indices.update_aliases(actions=[*removals, {"add": {"index": newest.name, "alias": cluster.alias}}])
    with transaction.atomic():
        OutsideIndex.objects.exclude(pk=newest.pk).update(is_current=False)
        OutsideIndex.objects.filter(pk=newest.pk).update(is_current=True)
    newest.is_current = True
    for index in OutsideIndex.objects.filter(pk__lt=newest.pk):
        _drop(cluster, index)


def _behind(cluster: Cluster) -> Sequence[str]:
    """Return the indexes that the alias stands for."""
    try:
        return list(cluster.keeping.indices.get_alias(name=cluster.alias))
    except NotFoundError:
        return []


def _drop(cluster: Cluster, index: OutsideIndex) -> None:
    index.delete()
    cluster.keeping.indices.delete(index=index.name, ignore_unavailable=True)


def _action(document: Logged, *, versioned: bool) -> dict[str, Any]:
    action: dict[str, Any] = {"_op_type": "delete", "_id": str(document.number)}
    if document.fields is not None:
        action |= {"_op_type": "index", "_source": document.fields}
    if versioned:
        action |= {"version": document.sequence, "version_type": "external_gte"}
    return action


def _sent(
    cluster: Cluster, actions: Iterable[Mapping[str, Any]], name: str, *, refresh: bool
) -> tuple[list[int], dict[int, str]]:
    """Send changes; return the numbers that the index has newer, and why it refuses others."""
    newer: list[int] = []
    refused: dict[int, str] = {}
    for number, done in _results(cluster, actions, name, refresh=refresh):
        if done["status"] == CONFLICT:
            newer.append(number)
        elif done["status"] == BAD_REQUEST:
            refused[number] = str(done["error"])
        elif "error" in done:  # busy, full, or not ours to write to: it is not about the document
            raise NotTakenError(f"{name} could not take document {number}: {done['error']}")
    return newer, refused


def _results(
    cluster: Cluster, actions: Iterable[Mapping[str, Any]], name: str, *, refresh: bool
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield what became of each change. A busy cluster is asked again, ever later."""
    results = streaming_bulk(
        cluster.keeping,
        (dict(action) for action in actions),
        index=name,
        refresh=refresh,
        max_retries=TRIES,
        initial_backoff=0.5,
        max_backoff=5,
        raise_on_error=False,
    )
    for _is_ok, result in results:
        (done,) = result.values()
        yield int(done["_id"]), done
