"""An index in Elasticsearch follows the log: whatever happens to it, in the end it has what the log has."""

import logging
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from elastic_transport import ConnectionError
from elasticsearch.helpers import scan

from portfolio.publication.encoding import encode
from portfolio.publication.models import LogHead, PublicDocument, State
from portfolio.publication.positions import position
from search import scratch
from search.engines.elasticsearch import drift, jobs, keeping
from search.engines.elasticsearch.cluster import Cluster
from search.engines.elasticsearch.documents import logged, with_numbers
from search.models import OutsideIndex
from search.scratch import Made
from tests.postgresql import free_port
from tests.search.conftest import Library

pytestmark = pytest.mark.xdist_group("elasticsearch")

MAKER = Made("Maker", "A maker space.")


def change(number: int, **columns: Any) -> None:
    """Write to the log what a flush would: a new state of a document, and its number."""
    head = LogHead.objects.get()
    head.sequence += 1
    head.save()
    PublicDocument.log.filter(pk_number=number).update(sequence=head.sequence, **columns)


def there(cluster: Cluster) -> dict[int, int]:
    """Return what is in the index that is asked: numbers of documents, and their places in the log."""
    cluster.keeping.indices.refresh(index=cluster.alias)
    hits = scan(cluster.keeping, index=cluster.alias, query={"docvalue_fields": ["sequence"]})
    return {int(hit["_id"]): hit["fields"]["sequence"][0] for hit in hits}


def public() -> dict[int, int]:
    return dict(PublicDocument.objects.values_list("pk_number", "sequence"))


@pytest.fixture
def filled(elasticsearch_library: Library) -> Library:
    elasticsearch_library.publish(*[MAKER] * 12)
    return elasticsearch_library


def test_a_new_index_takes_over_while_people_publish_and_no_change_is_lost(
    filled: Library, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = OutsideIndex.objects.get()
    monkeypatch.setattr(keeping, "AT_ONCE", 4)
    newest = keeping.begin(cluster, position())
    keeping.follow(cluster)
    change(1, title="Wallaby", search_text="Wallaby", card_json=b'{"title":"Wallaby"}')  # sent already
    change(12, state=State.GONE)  # not sent yet
    change(2, is_hidden=True)
    scratch.publish([Made("Quokka", "")])

    keeping.follow(cluster)

    assert OutsideIndex.objects.get(is_current=True) == before  # it answers, and follows, until then
    assert filled.find("quokka").numbers == [16]
    assert filled.find("maker").total == 9
    while OutsideIndex.objects.get(is_current=True) != newest:
        keeping.follow(cluster)
    assert there(cluster) == public()
    assert filled.find("wallaby").numbers == [1]
    assert filled.find("maker").total == 9
    assert list(OutsideIndex.objects.all()) == [newest]
    assert not cluster.keeping.indices.exists(index=before.name)


def test_a_rebuild_that_two_work_at_ends_well(
    filled: Library, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 4)
    steps = iter(range(2))

    def logged_while_a_worker_is_at_it(after: int, up_to: int, limit: int) -> Any:
        found = logged(after, up_to, limit)
        if next(steps, None) is not None:
            keeping.follow(cluster)
        return found

    monkeypatch.setattr(keeping, "logged", logged_while_a_worker_is_at_it)
    keeping.rebuild(cluster)
    assert there(cluster) == public()
    assert OutsideIndex.objects.get().is_current


def test_what_is_older_does_not_overwrite_what_is_newer(filled: Library, cluster: Cluster) -> None:
    index = OutsideIndex.objects.get()
    before = with_numbers([1, 2])
    change(1, title="Wallaby", search_text="Wallaby", card_json=b'{"title":"Wallaby"}')
    change(2, state=State.GONE)
    keeping.follow(cluster)

    assert keeping.send(cluster, index.name, before, refresh=True) == [1, 2]

    assert there(cluster) == public()
    assert filled.find("wallaby").numbers == [1]


def test_a_document_that_is_refused_is_reported_and_holds_up_no_other(
    filled: Library, cluster: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    change(2, facets_json=encode([["state", "long" * 10_000, "Longer than a value can be", 0]]))
    change(3, facets_json=encode([["state", "PA", "Pennsylvania", 0]]))

    keeping.follow(cluster)

    assert "refused document 2" in caplog.text
    assert there(cluster).keys() == public().keys() - {2}  # found no longer by what it said before
    assert filled.find("maker", selected={"state": ["PA"]}).numbers == [3]
    caplog.clear()
    assert drift.mend(cluster) == 1  # it is tried again, and reported again
    assert "refused document 2" in caplog.text


def test_an_index_that_takes_nothing_stays_where_it_is(filled: Library, cluster: Cluster) -> None:
    index = OutsideIndex.objects.get()
    cluster.keeping.indices.put_settings(index=index.name, settings={"index.blocks.write": True})
    change(1, state=State.GONE)
    with pytest.raises(keeping.NotTakenError, match="document 1"):
        keeping.follow(cluster)
    assert OutsideIndex.objects.get().sequence == index.sequence
    assert filled.find("maker").total == 11  # the withdrawal holds all the same

    cluster.keeping.indices.put_settings(index=index.name, settings={"index.blocks.write": False})
    keeping.follow(cluster)
    assert there(cluster) == public()


def test_drift_is_found_and_mended(
    filled: Library, cluster: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    name = OutsideIndex.objects.get().name
    cluster.keeping.delete(index=name, id="1", refresh=True)
    cluster.keeping.index(index=name, id="99", document={"sequence": 3, "number": 99}, refresh=True)
    cluster.keeping.index(index=name, id="2", document={"sequence": 1, "number": 2}, refresh=True)
    PublicDocument.log.filter(pk_number=3).update(state=State.GONE)  # a deletion that never arrived

    with caplog.at_level(logging.WARNING):
        assert drift.mend(cluster) == 4
    assert "4 documents" in caplog.text

    assert there(cluster) == public()
    assert drift.mend(cluster) == 0
    change(2, title="Wallaby", search_text="Wallaby", card_json=b'{"title":"Wallaby"}')
    keeping.follow(cluster)
    assert filled.find("wallaby").numbers == [2]


def test_what_the_follower_has_still_to_bring_is_no_drift(filled: Library, cluster: Cluster) -> None:
    change(1, title="Wallaby")
    scratch.publish([MAKER])
    assert drift.mend(cluster) == 0


def test_an_index_that_somebody_deleted_is_made_again(filled: Library, cluster: Cluster) -> None:
    cluster.keeping.indices.delete(index=OutsideIndex.objects.get().name)
    keeping.follow(cluster)
    assert there(cluster) == public()
    assert filled.find("maker").total == 12


def test_another_shape_brings_another_index(
    filled: Library, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = OutsideIndex.objects.get()
    monkeypatch.setattr(keeping, "SHAPE", "next")
    keeping.follow(cluster)
    assert OutsideIndex.objects.get().name != before.name
    assert there(cluster) == public()


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("search", *arguments, "--engine", "elasticsearch", stdout=out)
    return out.getvalue()


def test_the_command_rebuilds_mends_and_says_how_far_it_is(
    filled: Library, cluster: Cluster, settings: Any
) -> None:
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX = cluster.urls[0], cluster.alias
    before = OutsideIndex.objects.get()
    assert command("rebuild") == "Sent 12 documents to Elasticsearch.\n"
    now = OutsideIndex.objects.get()
    assert now != before
    assert command("mend") == "Put right 0 documents in Elasticsearch.\n"
    assert command("status") == f"{now.name} is asked, up to 12 of 12.\n"


def test_the_command_says_what_is_missing(settings: Any) -> None:
    settings.ELASTICSEARCH_URL = ""
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL is not set"):
        command("rebuild")


def test_the_worker_reports_a_cluster_that_is_away_and_leaves_it_alone_for_a_while(
    db: None, settings: Any
) -> None:
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"
    jobs._cluster.cache_clear()
    with pytest.raises(ConnectionError):
        jobs.FOLLOW.run()
    assert jobs.FOLLOW.run() is None
    jobs._cluster().close()
    jobs._cluster.cache_clear()
