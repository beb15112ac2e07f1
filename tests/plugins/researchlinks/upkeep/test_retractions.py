"""The sources are asked again of what is filled in; a retraction lowers what rests on the work at once."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from plugins.researchlinks import filling
from plugins.researchlinks.filling import ask_about_records, due_records
from plugins.researchlinks.models import ResearchRecord, SourceCheck
from plugins.researchlinks.references.remote import Lookup
from plugins.researchlinks.upkeep import slices
from portfolio.models import PublicDocument
from portfolio.publication import log, upkeep
from tests.api.published import read
from tests.plugins.researchlinks.conftest import TRIAL, link, linking, record
from tests.plugins.researchlinks.website import Website

pytestmark = [pytest.mark.django_db(transaction=True)]

WORK = {
    "DOI": "10.5555/x",
    "type": "journal-article",
    "title": ["As the source has it"],
    "publisher": "Theirs",
}
GONE = {"updated-by": [{"type": "retraction", "DOI": "10.5555/notice"}]}
OPENALEX = {"id": "https://openalex.org/W123456", "title": "As OpenAlex has it", "is_retracted": False}


@pytest.fixture
def sources(site: Website, monkeypatch: pytest.MonkeyPatch) -> Website:
    """Crossref at `/crossref`, OpenAlex at `/openalex`, both of which know the work."""
    asked = [Lookup("Crossref", site.url("/crossref")), Lookup("OpenAlex", site.url("/openalex", "two.test"))]
    monkeypatch.setattr(filling, "lookups", lambda identifier: asked)
    crossref_says(site)
    site.says("/openalex", 200, json.dumps(OPENALEX).encode())
    return site


def crossref_says(site: Website, **fields: Any) -> None:
    site.says("/crossref", 200, json.dumps({"message": {**WORK, **fields}}).encode())


def doi(title: str = "As a person wrote it", number: int = 1, **fields: Any) -> ResearchRecord:
    return record(title, kind="doi", identifier=f"10.5555/{number}", **fields)


def ask_in(move: Callable[..., None], **time: float) -> int:
    move(**time)
    return ask_about_records()


def test_new_retraction_lowers_what_rests_on_it_at_once(
    sources: Website, on: None, move: Callable[..., None]
) -> None:
    page = linking(link(doi(**TRIAL)), title="Resting on a trial")
    ask_about_records()
    log.flush()
    before = PublicDocument.objects.get(page_id=page.pk)
    assert before.body["research"]["tier"]["label"] == "Strong evidence"

    crossref_says(sources, **GONE)
    assert ask_in(move, days=31) == 1
    log.flush()

    after = PublicDocument.objects.get(page_id=page.pk)
    assert after.sequence > before.sequence
    assert after.body["research"]["tier"] is None
    assert after.body["research"]["records"][0]["is_retracted"]
    assert read("/innovations", evidence_tier="1")["items"] == []
    assert str(page.translation_key) in [change["id"] for change in read("/changes")["items"][-2:]]
    assert list(upkeep.verify()) == []


def test_recheck_that_finds_nothing_new_compiles_nothing(
    sources: Website, on: None, move: Callable[..., None]
) -> None:
    page = linking(link(doi(**TRIAL)))
    before = PublicDocument.objects.get(page_id=page.pk).sequence

    ask_about_records()
    ask_in(move, days=31)

    assert log.flush() == 0
    assert PublicDocument.objects.get(page_id=page.pk).sequence == before


def test_what_a_person_wrote_stays(sources: Website) -> None:
    written = doi(open_access_url="", is_peer_reviewed=None, note="In plain words", **TRIAL)
    before = ResearchRecord.objects.filter(pk=written.pk).values().get()
    crossref_says(sources, **GONE)

    ask_about_records()

    after = ResearchRecord.objects.filter(pk=written.pk).values().get()
    assert after == before | {"is_retracted": True, "changed_at": after["changed_at"]}
    assert SourceCheck.objects.get().retracted_by == "Crossref"


def test_second_source_is_asked_too(sources: Website) -> None:
    written = doi()
    sources.says("/openalex", 200, json.dumps(OPENALEX | {"is_retracted": True}).encode())

    ask_about_records()

    written.refresh_from_db()
    assert written.is_retracted
    assert SourceCheck.objects.get().retracted_by == "OpenAlex"


def test_retraction_that_a_person_took_back_stays_taken_back(
    sources: Website, move: Callable[..., None]
) -> None:
    written = doi()
    crossref_says(sources, **GONE)
    ask_about_records()
    ResearchRecord.objects.update(is_retracted=False)

    ask_in(move, days=31)

    written.refresh_from_db()
    assert not written.is_retracted
    assert len(sources.asked) == 4


def test_corrected_identifier_is_asked_about_anew(sources: Website) -> None:
    written = doi()
    crossref_says(sources, **GONE)
    ask_about_records()
    ResearchRecord.objects.update(identifier="10.5555/right", is_retracted=False)

    assert ask_about_records() == 1

    written.refresh_from_db()
    assert written.is_retracted
    assert ask_about_records() == 0


def test_retraction_by_hand_stays_where_the_sources_know_of_none(sources: Website) -> None:
    written = doi(is_retracted=True)

    ask_about_records()

    written.refresh_from_db()
    assert written.is_retracted


def test_what_changes_while_the_sources_answer_is_not_overwritten(sources: Website) -> None:
    written = bare()
    answer = json.dumps({"message": {**WORK, **GONE}}).encode()

    def slow(handler: Any) -> None:
        ResearchRecord.objects.update(csl={"type": "book", "title": "Typed meanwhile"}, note="Meanwhile")
        connection.close()  # this thread's own
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(answer)))
        handler.end_headers()
        handler.wfile.write(answer)

    sources.does("/crossref", slow)
    ask_about_records()

    written.refresh_from_db()
    assert (written.csl, written.note) == ({"type": "book", "title": "Typed meanwhile"}, "Meanwhile")
    assert written.is_retracted


def bare() -> ResearchRecord:
    return ResearchRecord.objects.create(kind="doi", identifier="10.5555/1")


def test_each_is_asked_about_once_in_thirty_days(sources: Website, move: Callable[..., None]) -> None:
    doi()
    assert ask_about_records() == 1
    assert ask_in(move, days=29) == 0
    assert ask_in(move, days=2) == 1


def test_what_waits_or_was_not_answered_is_asked_about_daily(
    sources: Website, move: Callable[..., None]
) -> None:
    waiting, unanswered, known = bare(), doi(number=2), doi(number=3)
    sources.says("/crossref", 404, b"{}")
    sources.says("/openalex", 404, b"{}")
    ask_about_records()
    assert SourceCheck.objects.get(record=known).outcome == SourceCheck.Outcome.NOT_KNOWN
    SourceCheck.objects.filter(record=unanswered).update(outcome=SourceCheck.Outcome.NO_ANSWER)

    move(days=1.1)

    assert set(due_records()) == {waiting, unanswered}


@pytest.mark.parametrize("answer", [(503, b""), (429, b""), (500, b"<html>")])
def test_source_that_does_not_answer_does_not_hide_another_and_is_asked_tomorrow(
    sources: Website, move: Callable[..., None], answer: tuple[int, bytes]
) -> None:
    written = doi()
    sources.says("/crossref", *answer)
    sources.says("/openalex", 200, json.dumps(OPENALEX | {"is_retracted": True}).encode())

    ask_about_records()

    written.refresh_from_db()
    assert written.is_retracted
    move(days=1.1)
    assert due_records().count() == 1


@pytest.mark.parametrize(
    "content",
    [
        b"<html>Busy</html>",
        b"[" * 100_000,
        b'{"message": {"title": 7, "updated-by": {"type": []}}}',
        b"\xff\x00",
        b"x" * 1_100_000,
    ],
)
def test_hostile_answer_changes_nothing(sources: Website, content: bytes) -> None:
    written = doi(**TRIAL)
    before = ResearchRecord.objects.filter(pk=written.pk).values().get()
    sources.says("/crossref", 200, content)
    sources.says("/openalex", 200, content)

    ask_about_records()

    assert ResearchRecord.objects.filter(pk=written.pk).values().get() == before
    assert SourceCheck.objects.exists()


def test_slice_ends_and_the_next_goes_on_with_the_longest_unasked(
    sources: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        doi(f"Study {number}", number)
    clock = iter(range(100))
    monkeypatch.setattr(slices, "monotonic", lambda: next(clock))
    monkeypatch.setattr(slices, "SLICE", 3)

    assert [ask_about_records(), ask_about_records(), ask_about_records()] == [2, 1, 0]
    assert SourceCheck.objects.count() == 3


def test_web_address_is_nothing_that_a_source_knows(sources: Website) -> None:
    record("At an address", kind="url", identifier="https://example.org/x")
    record("By hand")

    assert not due_records().exists()
