"""Counts of use: in memory, written once a minute after an answer, and never lost to an error."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from api import use
from api.models import ApiKey, ApiUse
from api.readers import readers
from portfolio.counting import EVERY
from portfolio.periodic.jobs import every_job
from tests.api.conftest import MakeKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def minute_passes(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    return lambda: monkeypatch.setattr(use.counts, "written_at", time.monotonic() - EVERY)


def counts() -> dict[tuple[int | None, str], int]:
    return {(row.key_id, row.kind): row.count for row in ApiUse.objects.all()}


def end_a_request() -> None:
    """Say that an answer was sent, as Django's own test client does: the test keeps its connection."""
    request_finished.disconnect(close_old_connections)
    try:
        request_finished.send(sender=None)
    finally:
        request_finished.connect(close_old_connections)


def test_noting_costs_no_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        for _ in range(1000):
            use.note(None, "innovations")
            end_a_request()


def test_counts_are_written_once_a_minute(minute_passes: Callable[[], None]) -> None:
    use.note(None, "stories")
    end_a_request()
    assert counts() == {}

    minute_passes()
    end_a_request()
    use.note(None, "stories")
    end_a_request()
    assert counts() == {(None, "stories"): 1}


def test_counts_add_up_over_writes_for_each_key_and_kind(make_key: MakeKey) -> None:
    key, _ = make_key()
    for _ in range(3):
        use.note(None, "stories")
        use.note(key.pk, "stories")
        use.note(key.pk, "changes")
        use.note(key.pk, "changes")
        use.counts.flush()
    assert counts() == {(None, "stories"): 3, (key.pk, "stories"): 3, (key.pk, "changes"): 6}


def test_writing_takes_as_many_queries_for_many_counts_as_for_few(
    make_key: MakeKey, django_assert_max_num_queries: Any
) -> None:
    keys = [make_key()[0] for _ in range(20)]
    for key in keys:
        for kind in ("stories", "changes", "themes"):
            use.note(key.pk, kind)
    with django_assert_max_num_queries(7):  # two of them are the transaction's
        use.counts.flush()
    assert len(counts()) == 60


def test_use_of_a_key_is_dated(make_key: MakeKey) -> None:
    used, idle = make_key()[0], make_key()[0]
    use.note(used.pk, "stories")
    use.counts.flush()
    used.refresh_from_db()
    idle.refresh_from_db()
    assert used.last_used_on == timezone.localdate()
    assert idle.last_used_on is None


def test_counts_outlive_a_database_that_is_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(counts: Any) -> None:
        raise OperationalError("database is locked")

    use.note(None, "stories")
    with monkeypatch.context() as broken:
        broken.setattr(use.counts, "write", away)
        use.counts.flush()
    assert "could not be written" in caplog.text
    assert counts() == {}

    use.note(None, "stories")
    use.counts.flush()
    assert counts() == {(None, "stories"): 2}


def test_counts_of_a_key_that_is_gone_hold_up_no_others(make_key: MakeKey) -> None:
    key, _ = make_key()
    use.note(key.pk, "stories")
    use.note(None, "stories")
    key.delete()
    use.counts.flush()
    assert counts() == {(None, "stories"): 1}


def test_threads_lose_no_count() -> None:
    threads = [
        threading.Thread(target=lambda: [use.note(None, "stories") for _ in range(500)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    use.counts.flush()
    assert counts() == {(None, "stories"): 2000}


def test_worker_forgets_what_is_older_than_25_months(make_key: MakeKey) -> None:
    key, old = make_key()[0], make_key()[0]
    long_ago = timezone.now() - use.KEPT - timedelta(days=2)
    ApiKey.objects.filter(pk=old.pk).update(revoked_at=long_ago)
    for days in (0, 700, 762):
        day = timezone.localdate() - timedelta(days=days)
        ApiUse.objects.create(key=key, day=day, kind="stories", count=1)

    next(job for job in every_job() if job.name == "forget old API use").run()

    assert ApiUse.objects.count() == 2
    assert list(ApiKey.objects.all()) == [key]


def read(key: ApiKey | None, kind: str, count: int, days_ago: int = 0) -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    ApiUse.objects.create(key=key, day=day, kind=kind, count=count)


def test_readers_are_told_by_kind_for_30_days_anonymous_ones_as_one(make_key: MakeKey) -> None:
    little, much = make_key()[0], make_key()[0]
    read(None, "stories", 2)
    read(None, "stories", 3, days_ago=29)
    read(None, "stories", 100, days_ago=30)
    read(little, "themes", 1)
    read(much, "themes", 4)
    read(much, "changes", 40)

    assert [(reader.key, reader.kinds) for reader in readers()] == [
        (None, (("stories", 5),)),
        (much, (("changes", 40), ("themes", 4))),
        (little, (("themes", 1),)),
    ]


def test_readers_take_two_queries_however_many(make_key: MakeKey, django_assert_num_queries: Any) -> None:
    for _ in range(20):
        read(make_key()[0], "stories", 1)
    with django_assert_num_queries(2):
        readers()
