"""Numbers appear in their order, however many publish at once (SQLite has one writer)."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Page

from portfolio.models import PublicDocument
from portfolio.publication import log
from tests.api.mirroring import mirror_here
from tests.portfolio.publication.oracle import listed, mirrored
from tests.portfolio.publication.test_log import assert_agrees, draft_innovation, live_district

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, PAGES_EACH = 4, 10


def publish_all(pages: list[Page]) -> None:
    try:
        for page in pages:
            page.get_latest_revision().publish()
            log.flush()
    finally:
        connection.close()


def sequences() -> set[int]:
    return set(PublicDocument.log.values_list("sequence", flat=True))


def follow(mirror: Any, writing: list["Future[None]"]) -> None:
    """Read while others write. A number that comes after a higher one was seen would be missed."""
    highest = max(sequences())
    known = sequences()
    while not all(writer.done() for writer in writing):
        found = sequences()
        assert min(found - known, default=highest + 1) > highest
        known, highest = found, max(found)
        mirror.catch_up()


def test_no_number_appears_after_a_higher_one(home: Any, settings: Any) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: run `python -m tests.on_postgresql` for this one")
    settings.API_ANONYMOUS_PER_MINUTE = 0
    district = live_district()
    drafts = [draft_innovation(district, title=f"Entry {number}") for number in range(WRITERS * PAGES_EACH)]
    mirror = mirror_here(at_once=7)

    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(publish_all, drafts[start::WRITERS]) for start in range(WRITERS)]
        follow(mirror, writing)
    for writer in writing:
        writer.result()

    assert_agrees()
    assert mirrored(mirror) == listed()
    assert PublicDocument.objects.filter(kind="innovation").count() == WRITERS * PAGES_EACH
