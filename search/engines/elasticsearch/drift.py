"""Finding and mending what an index has otherwise than the log, whatever made it so."""

import logging
from collections.abc import Iterable, Iterator, Mapping

from elasticsearch.helpers import scan, streaming_bulk

from portfolio.publication.catalog import position
from portfolio.publication.models import PublicDocument
from search.engines.elasticsearch.cluster import Cluster
from search.engines.elasticsearch.documents import with_numbers
from search.engines.elasticsearch.keeping import AT_ONCE, send
from search.models import OutsideIndex

logger = logging.getLogger(__name__)


def mend(cluster: Cluster) -> int:
    """Put right what differs in the index that is asked; return how many documents did.

    Looks at every document's place in the log. What the follower has still to bring is not drift.
    """
    index = OutsideIndex.objects.filter(is_current=True, epoch=position().epoch).last()
    if index is None or not cluster.keeping.indices.exists(index=index.name):
        return 0  # the follower makes one
    differing = sorted(_differing(index.sequence, _there(cluster, index.name)))
    for start in range(0, len(differing), AT_ONCE):
        _put_right(cluster, index.name, differing[start : start + AT_ONCE])
    if differing:
        logger.warning(
            "%s differed from the log in %s documents, which were sent again.", index.name, len(differing)
        )
    return len(differing)


def _there(cluster: Cluster, name: str) -> dict[int, int]:
    """Return the documents of the index with their places in the log."""
    cluster.keeping.indices.refresh(index=name)
    every = {"query": {"match_all": {}}, "docvalue_fields": ["sequence"], "_source": False}
    hits = scan(cluster.keeping, index=name, query=every, size=5_000)
    return {int(hit["_id"]): hit.get("fields", {}).get("sequence", [0])[0] for hit in hits}


def _differing(place: int, there: Mapping[int, int]) -> Iterator[int]:
    """Yield the documents that an index at `place` should have, and has not, or the other way about."""
    head = position().sequence
    public = dict(PublicDocument.objects.values_list("pk_number", "sequence"))
    for number, sequence in public.items():
        follows = place < there.get(number, 0) <= head
        if sequence <= place and there.get(number) != sequence and not follows:
            yield number
    yield from (number for number in there if number not in public)


def _put_right(cluster: Cluster, name: str, numbers: list[int]) -> None:
    """Send documents as the log has them.

    What a hand has changed counts as newer than the log. It is taken out; the next look finds it
    missing, and by then the index has forgotten that it was there.
    """
    known = with_numbers(numbers)
    unknown = set(numbers) - {document.number for document in known}
    _take_out(cluster, name, [*send(cluster, name, known, refresh=True), *unknown])


def _take_out(cluster: Cluster, name: str, numbers: Iterable[int]) -> None:
    actions = ({"_op_type": "delete", "_id": str(number)} for number in numbers)
    for is_ok, result in streaming_bulk(
        cluster.keeping, actions, index=name, refresh=True, raise_on_error=False
    ):
        if not is_ok and result["delete"]["status"] != 404:
            logger.error("Elasticsearch did not take out a document: %s", result["delete"])
