"""What is particular to Elasticsearch: no withdrawal waits for it, and readers do not wait for it either."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portfolio.publication.asking import RELEVANCE, Query
from portfolio.publication.encoding import encode
from portfolio.publication.models import LogHead, PublicDocument, State
from portfolio.publication.positions import position
from search import library, scratch
from search.engines import EngineAwayError
from search.engines.elasticsearch import keeping
from search.engines.elasticsearch.cluster import Cluster
from search.engines.elasticsearch.engine import Elasticsearch
from search.engines.embedded import Embedded
from search.models import OutsideIndex
from search.scratch import Made
from tests.postgresql import free_port
from tests.search.conftest import Library

pytestmark = pytest.mark.xdist_group("elasticsearch")

MAKER = Made("Maker", "A maker space.", [["state", "PA", "Pennsylvania", 0]])
STATES, SIZES = ("PA", "OH", "WY"), ("small", "large")
NARROWED: list[dict[str, Any]] = [
    {},
    {"selected": {"state": ["PA", "OH"]}},
    {"selected": {"state": ["PA"], "size": ["large"]}},
    {"selected": {"kind": ["innovation"], "state": ["WY"]}, "without": {"size": ["small"]}},
    {"selected": {"state": ["nowhere"], "nothing": ["at all"]}},
    {"without": {"state": ["PA", "WY"]}},
    {"ranges": {"enrollment": (300, 900)}},
    {"ranges": {"enrollment": (None, 700)}, "selected": {"size": ["small"]}},
    {"ranges": {"enrollment": (None, None)}},
    {"ranges": {"nothing": (1, 2)}},
    {"kinds": ("story",)},
    {"site_id": 7},
    {"published_since": datetime(2026, 1, 9, tzinfo=UTC)},
    {"updated_since": datetime(2026, 2, 9, microsecond=1, tzinfo=UTC)},
]


def varied(number: int) -> dict[str, Any]:
    """Return columns by which documents differ."""
    facets = [["state", STATES[number % 3], STATES[number % 3], 0], ["size", SIZES[number % 2], "Size", 1]]
    return {
        "title": f"{'ÄBCdÉ'[number % 5]} maker",
        "kind": "story" if number % 7 == 0 else "innovation",
        "site_id": 7 if number % 11 == 0 else scratch.SITE,
        "facets_json": encode(facets[: number % 4]),
        "numbers_json": encode({} if number % 5 == 0 else {"enrollment": 100 * (number % 13)}),
        "published_at": datetime(2026, 1, 1 + number % 28, tzinfo=UTC),
        "updated_at": datetime(2026, 2, 1 + number * 5 % 28, tzinfo=UTC),
    }


@pytest.fixture
def both(elasticsearch_library: Library) -> tuple[Library, Library]:
    """Sixty documents that differ in all by which they are narrowed and ordered, through both engines."""
    scratch.publish([Made("", "maker")] * 60)
    for number in range(1, 61):
        PublicDocument.log.filter(pk_number=number).update(**varied(number))
    elasticsearch_library.publish()
    return Library(Embedded()), elasticsearch_library


def test_it_narrows_counts_and_orders_as_the_database_does(both: tuple[Library, Library]) -> None:
    for narrowed in NARROWED:
        for sort in ("newest", "oldest", "updated", "title", "enrollment"):
            how = {**narrowed, "sort": sort, "facets": ("state", "size", "kind", "unheard")}
            database, elasticsearch = (each.find("maker", **how) for each in both)
            assert elasticsearch == database, how


def test_a_document_that_went_to_another_site_is_not_found_at_its_old_one(
    elasticsearch_library: Library,
) -> None:
    elasticsearch_library.publish(MAKER, MAKER)
    PublicDocument.log.filter(pk_number=1).update(site_id=7, sequence=3)
    LogHead.objects.update(sequence=3)
    assert elasticsearch_library.find("maker").numbers == [2]


def test_an_index_that_is_not_filled_or_of_another_history_is_not_asked(
    elasticsearch_library: Library,
) -> None:
    scratch.publish([MAKER])
    with pytest.raises(EngineAwayError, match="not filled"):
        elasticsearch_library.find("maker")
    elasticsearch_library.follow()
    assert elasticsearch_library.find("maker").total == 1

    LogHead.objects.update(epoch="00000000-0000-0000-0000-000000000001")  # a backup was restored
    with pytest.raises(EngineAwayError, match="not filled"):
        elasticsearch_library.find("maker")
    elasticsearch_library.follow()
    assert elasticsearch_library.find("maker").total == 1


def test_an_index_that_nobody_brings_up_to_date_is_not_asked(elasticsearch_library: Library) -> None:
    elasticsearch_library.publish(MAKER)
    scratch.publish([MAKER])
    assert elasticsearch_library.find("maker").total == 1  # the worker has some seconds
    OutsideIndex.objects.update(followed_at=timezone.now() - timedelta(minutes=2))
    with pytest.raises(EngineAwayError, match="worker"):
        elasticsearch_library.find("maker")


def test_a_search_takes_four_queries(elasticsearch_library: Library, chosen: None) -> None:
    for size in (2, 20):
        elasticsearch_library.publish(*[MAKER] * size)
        query = Query(scratch.SITE, ("innovation",), "en", sort=RELEVANCE)
        library.search(position(), "maker", query)
        with CaptureQueriesContext(connection) as queries:
            found = library.search(position(), "maker", query)
        assert (found.engine, found.is_fallback) == ("elasticsearch", False)
        assert len(queries) <= 4, "\n".join(each["sql"] for each in queries)


@pytest.fixture
def chosen(cluster: Cluster, settings: Any) -> Iterator[None]:
    """Elasticsearch as the settings choose it."""
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elasticsearch", cluster.urls[0]
    settings.ELASTICSEARCH_INDEX = cluster.alias
    library._elasticsearch.cache_clear()
    yield
    engine = library._elasticsearch()
    assert isinstance(engine, Elasticsearch)
    engine.cluster.close()
    library._elasticsearch.cache_clear()


@contextmanager
def silent_server() -> Iterator[tuple[str, list[socket.socket]]]:
    """Yield the address of a server that takes connections and never answers, and who connected."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            while True:
                try:
                    taken.append(server.accept()[0])
                except OSError:  # closed: the test is over
                    return

        threading.Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", taken
        server.shutdown(socket.SHUT_RDWR)
    for each in taken:
        each.close()


@pytest.fixture
def filled(db: None) -> Library:
    """A library whose log an index follows, as the database remembers it."""
    database = Library(Embedded())
    database.publish(MAKER)
    at = position()
    OutsideIndex.objects.create(
        name="groundwork-1", epoch=at.epoch, shape=keeping.SHAPE, sequence=at.sequence, is_current=True
    )
    return database


def test_readers_do_not_wait_for_a_cluster_that_is_slow_and_leave_it_alone_then(filled: Library) -> None:
    with silent_server() as (url, taken):
        cluster = Cluster((url,), "groundwork", patience=0.2)
        slow = Library(Elasticsearch(cluster))
        with pytest.raises(EngineAwayError):
            slow.find("maker")
        for _ in range(3):
            with pytest.raises(EngineAwayError, match="left alone"):
                slow.find("maker")
        cluster.close()
        assert len(taken) == 1


def test_the_database_answers_where_the_cluster_is_away_and_the_answer_says_so(
    filled: Library, settings: Any
) -> None:
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"
    library._elasticsearch.cache_clear()
    query = Query(scratch.SITE, ("innovation",), "en", sort=RELEVANCE)

    found = library.search(position(), "maker", query)

    assert (found.ranked.total, found.engine, found.is_fallback) == (1, "database", True)
    library._elasticsearch.cache_clear()


def test_withdrawals_that_are_too_many_for_a_request_are_left_to_the_database(
    elasticsearch_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.elasticsearch.engine.MOST_GONE", 2)
    elasticsearch_library.publish(*[MAKER] * 4)
    PublicDocument.log.filter(pk_number__gt=1).update(is_hidden=True)
    with pytest.raises(EngineAwayError, match="withdrawals"):
        elasticsearch_library.find("maker")
    PublicDocument.log.filter(pk_number=2).update(is_hidden=False)
    assert elasticsearch_library.find("maker").numbers == [1, 2]


def test_the_setting_is_checked_before_anything_runs(settings: Any) -> None:
    from search import checks

    settings.SEARCH_ENGINE = "solr"
    assert [each.id for each in checks.the_engine_is_known()] == ["search.E001"]
    settings.SEARCH_ENGINE = "elasticsearch"
    assert checks.the_engine_is_known() == []
    for url in ("", "search:9200", "https://search:port", "https://search:9200 search"):
        settings.ELASTICSEARCH_URL = url
        assert [each.id for each in checks.elasticsearch_has_an_address()] == ["search.E002"]
    settings.ELASTICSEARCH_URL = "https://search:9200 https://user:password@other"
    assert checks.elasticsearch_has_an_address() == []


def test_nothing_of_what_is_gone_is_left_in_the_index(
    elasticsearch_library: Library, cluster: Cluster
) -> None:
    elasticsearch_library.publish(MAKER, MAKER)
    PublicDocument.log.filter(pk_number=1).update(state=State.GONE, sequence=3)
    LogHead.objects.update(sequence=3)
    elasticsearch_library.follow()
    assert cluster.asking.count(index=cluster.alias)["count"] == 1
