"""Finding and mending what an index has otherwise than the log, whatever made it so."""

import logging
from collections.abc import Iterator, Mapping, Sequence

from elasticsearch.helpers import scan

from portfolio.publication.models import PublicDocument
from portfolio.publication.positions import position
from search.engines.elasticsearch.cluster import Cluster
from search.engines.elasticsearch.documents import Logged, with_numbers
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


def _put_right(cluster: Cluster, name: str, numbers: Sequence[int]) -> None:
    """Send documents as the log has them.

    What a hand has changed or deleted counts as newer than the log, for a while at least, and is
    overwritten. Should the follower bring a change in this very moment, the next look puts that right.
    """
    known = {document.number: document for document in with_numbers(numbers)}
    newer = send(cluster, name, known.values(), refresh=True)
    unknown = [Logged(number, 0, None) for number in numbers if number not in known]
    send(cluster, name, [*(known[number] for number in newer), *unknown], refresh=True, versioned=False)
