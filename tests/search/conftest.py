import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from portfolio.publication.asking import RELEVANCE, Query, Ranked
from portfolio.publication.models import LogHead, PublicDocument
from portfolio.publication.positions import position
from search import scratch, segments, told
from search.curation import AS_FOUND, Curation
from search.engines import DATABASE, ELASTICSEARCH, Engine, Wanted
from search.engines.embedded import Embedded
from search.library import understood
from search.meaning.nearest import meanings
from search.scratch import Made

if TYPE_CHECKING:
    from search.engines.elasticsearch.cluster import Cluster


class Library:
    """Documents in the log, and an engine that is asked for them."""

    def __init__(self, engine: Engine, follow: Callable[[], object] | None = None) -> None:
        self.engine = engine
        self.follow = follow or (lambda: None)
        """Do what the worker does within two seconds of a change, where the engine has an index of its own"""

    def publish(self, *documents: Made, locale: str = "en", packed: bool = True) -> None:
        """Publish; with `packed`, into a segment, else as a process finds them at once."""
        scratch.publish(documents, locale)
        if packed:
            segments.bring_up_to_date(at_least=1)
        self.follow()

    def change(self, number: int, **fields: object) -> None:
        """Let a document come out otherwise, as the log numbers it."""
        sequence = LogHead.objects.get().sequence + 1
        PublicDocument.log.filter(pk_number=number).update(sequence=sequence, **fields)
        LogHead.objects.update(sequence=sequence)
        self.follow()

    def find(
        self,
        text: str,
        *,
        start: int = 0,
        limit: int = 20,
        facets: tuple[str, ...] = (),
        curation: Curation = AS_FOUND,
        **query: Any,
    ) -> Ranked:
        usual: dict[str, Any] = {"site_id": scratch.SITE, "kinds": ("innovation",), "locale": "en"}
        asked = Query(**{**usual, "sort": RELEVANCE, **query})
        at = position()
        wanted = Wanted(start, limit, facets, curation=curation)
        return self.engine.find(at, asked, understood(at, text, asked.locale), wanted)


@pytest.fixture(autouse=True)
def _told_anew() -> Iterator[None]:
    """What staff told the search in one test is not known in the next, nor what its documents mean."""
    told.forget()
    meanings.forget()
    yield
    told.forget()
    meanings.forget()


@pytest.fixture
def database_library(db: None) -> Library:
    return Library(Embedded())


@pytest.fixture
def cluster(elasticsearch_url: str, db: None) -> Iterator["Cluster"]:
    """A real cluster, in which the portfolio has an alias of its own. A busy machine is waited for."""
    from search.engines.elasticsearch import keeping
    from search.engines.elasticsearch.cluster import Cluster

    cluster = Cluster((elasticsearch_url,), f"groundwork-test-{uuid.uuid4().hex}", patience=30)
    yield cluster
    keeping.remove(cluster)
    cluster.close()


@pytest.fixture
def elasticsearch_library(cluster: "Cluster") -> Library:
    from search.engines.elasticsearch import keeping
    from search.engines.elasticsearch.engine import Elasticsearch

    return Library(Elasticsearch(cluster), lambda: keeping.follow(cluster))


ENGINES = [
    DATABASE,
    pytest.param(ELASTICSEARCH, marks=pytest.mark.xdist_group("elasticsearch")),  # one node will do
]


@pytest.fixture(params=ENGINES)
def library(request: pytest.FixtureRequest, db: None) -> Library:
    """The same library, asked through each engine."""
    library: Library = request.getfixturevalue(f"{request.param}_library")
    return library
