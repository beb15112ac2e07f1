"""Two who work at the same time, on a database that lets them (SQLite has one writer)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from wagtail.models import PageViewRestriction

from plugins.researchlinks.models import ResearchLink, ResearchRecord
from portfolio.models import PublicDocument
from portfolio.publication import log, outbox
from tests.portfolio.publication.test_log import live_innovation, stored

pytestmark = pytest.mark.django_db(transaction=True)

WAIT = 1.5
"""Seconds that the compilation lies still: longer than the restriction needs, were it not to wait"""


@contextmanager
def held_still(monkeypatch: pytest.MonkeyPatch, compiling: str) -> Iterator[None]:
    """While the block runs, another flush has compiled and stored nothing yet, and then goes on."""
    compiled, done = threading.Event(), threading.Event()
    real = getattr(log, compiling)

    def slow(found: Any) -> Any:
        made = real(found)
        compiled.set()
        done.wait(WAIT)
        return made

    def publish() -> None:
        log.flush()
        connection.close()

    with monkeypatch.context() as patch:
        patch.setattr(log, compiling, slow)
        other = threading.Thread(target=publish)
        other.start()
        assert compiled.wait(10)
        yield
        done.set()
        other.join()


@pytest.fixture(autouse=True)
def several_writers() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: run `python -m tests.on_postgresql` for this one")


def test_a_compilation_under_way_does_not_bring_back_what_is_restricted(
    home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = live_innovation()
    PublicDocument.log.filter(page_id=page.pk).delete()
    outbox.note([f"page:{page.pk}"])
    district = page.get_parent()

    with held_still(monkeypatch, "compile_page"):
        PageViewRestriction.objects.create(page=district, restriction_type="login")

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
    record = ResearchRecord.objects.create(csl={"type": "book", "title": "A trial"})
    page = live_innovation()
    page.research_links = [ResearchLink(record=record, relation="supports")]
    page.save_revision().publish()
    log.flush()
    PublicDocument.log.filter(kind="research").delete()
    outbox.note([f"row:researchlinks.researchrecord:{record.pk}"])

    with held_still(monkeypatch, "compile_row"):
        take_back(page)
        assert not PublicDocument.objects.filter(kind="research").exists()

    log.flush()
    assert not PublicDocument.objects.filter(kind="research").exists()
