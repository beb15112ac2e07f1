"""Two who work at the same time, on a database that lets them (SQLite has one writer)."""

import threading
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Page, PageViewRestriction

from plugins.researchlinks.models import ResearchLink, ResearchRecord
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


@pytest.mark.parametrize(
    "take_back",
    [
        lambda page: ResearchRecord.objects.update(is_withdrawn=True),
        lambda page: ResearchRecord.objects.all().delete(),
        lambda page: page.unpublish(),
        lambda page: PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login"),
    ],
    ids=["withdraw", "delete", "unpublish the page", "restrict"],
)
def test_a_row_under_way_is_not_brought_back(
    home: Any, monkeypatch: pytest.MonkeyPatch, take_back: Any
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: run `python -m tests.on_postgresql` for this one")
    record = ResearchRecord.objects.create(csl={"type": "book", "title": "A trial"})
    page = live_innovation()
    page.research_links = [ResearchLink(record=record, relation="supports")]
    page.save_revision().publish()
    log.flush()
    PublicDocument.log.filter(kind="research").delete()
    outbox.note([f"row:researchlinks.researchrecord:{record.pk}"])
    compiled, taken_back = threading.Event(), threading.Event()
    real = log.compile_row

    def slow(unit: str) -> Any:
        made = real(unit)
        compiled.set()
        taken_back.wait(WAIT)
        return made

    def publish() -> None:
        log.flush()
        connection.close()

    monkeypatch.setattr(log, "compile_row", slow)
    other = threading.Thread(target=publish)
    other.start()
    assert compiled.wait(10)
    take_back(page)
    assert not PublicDocument.objects.filter(kind="research").exists()
    taken_back.set()
    other.join()

    monkeypatch.undo()
    log.flush()
    assert not PublicDocument.objects.filter(kind="research").exists()
