"""Two who work at the same time, on a database that lets them (SQLite has one writer)."""

import threading
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Page, PageViewRestriction

from portfolio.models import PublicDocument
from portfolio.publication import log, outbox
from tests.portfolio.publication.test_log import live_innovation, stored

pytestmark = pytest.mark.django_db(transaction=True)

WAIT = 1.5
"""Seconds that the compilation lies still: longer than the restriction needs, were it not to wait"""


def test_a_compilation_under_way_does_not_bring_back_what_is_restricted(
    home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: run `python -m tests.on_postgresql` for this one")
    page = live_innovation()
    PublicDocument.log.filter(page_id=page.pk).delete()
    outbox.note([f"page:{page.pk}"])
    compiled, restricted = threading.Event(), threading.Event()
    real = log.compile_page
    district = page.get_parent()

    def slow(found: Page) -> Any:
        document = real(found)
        compiled.set()
        restricted.wait(WAIT)
        return document

    def publish() -> None:
        log.flush()
        connection.close()

    monkeypatch.setattr(log, "compile_page", slow)
    other = threading.Thread(target=publish)
    other.start()
    assert compiled.wait(10)
    PageViewRestriction.objects.create(page=district, restriction_type="login")
    restricted.set()
    other.join()

    assert stored(page) is None
