"""The stored meanings follow the log: what is new is read, what is gone forgotten, nothing read twice."""

import uuid
from io import StringIO
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from portfolio.publication.models import LogHead, PublicDocument
from portfolio.publication.positions import position
from search.checks import what_meaning_needs_is_there
from search.meaning import keeping, model
from search.meaning.nearest import meanings
from search.models import DocumentMeaning, MeaningHead
from search.scratch import Made
from tests.search.conftest import Library
from tests.search.meaning import needs_model, read_all
from tests.search.test_meaning import HUNGRY, found
from tests.search.test_segments import rewrite, withdraw

pytestmark = [needs_model, pytest.mark.django_db]


@pytest.fixture
def library(database_library: Library, settings: Any) -> Library:
    settings.SEARCH_MEANING = True
    database_library.publish(*(Made(f"Breakfast {number}", "Children eat in class") for number in range(5)))
    return database_library


def revisions() -> dict[int, int]:
    return dict(DocumentMeaning.objects.exclude(packed=b"").values_list("number", "revision"))


def nearness(number: int, text: str) -> float:
    """Return how near a stored document is to `text`."""
    stored = np.frombuffer(bytes(DocumentMeaning.objects.get(number=number).packed), dtype=np.int8)
    vector = stored.astype(np.float32)
    return float(vector @ model.encode(text) / np.linalg.norm(vector))


def test_a_byte_a_number_is_exact_enough(library: Library) -> None:
    read_all()
    assert nearness(1, "Breakfast 0. Breakfast 0. Children eat in class") > 0.999


def test_work_that_is_stopped_goes_on_where_it_was(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "ENCODED_AT_ONCE", 2)
    assert (keeping.waiting(), keeping.follow(), keeping.waiting()) == (5, 2, 3)
    first = revisions()
    assert first.keys() == {1, 2}
    assert read_all() == 3
    assert revisions().keys() == {1, 2, 3, 4, 5}
    assert {number: revisions()[number] for number in first} == first
    assert keeping.follow() == 0


def test_document_that_is_withdrawn_leaves_nothing_behind(library: Library) -> None:
    read_all()
    assert found(HUNGRY).ranked.total == 5
    withdraw(3)
    assert 3 not in found(HUNGRY).ranked.numbers  # before any worker was here
    read_all()
    gone = DocumentMeaning.objects.get(number=3)
    assert (bytes(gone.packed), bytes(gone.digest)) == (b"", b"")
    assert found(HUNGRY).ranked.total == 4


def test_process_that_knew_a_document_forgets_it(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    read_all()
    assert found(HUNGRY).ranked.total == 5
    monkeypatch.setattr("search.meaning.nearest.KEPT_SECONDS", 0)
    meanings._until = 0
    rewrite(3, "Solar panels on roofs " * 20)
    while keeping.follow():
        pass
    assert found(HUNGRY).ranked.total == 4
    withdraw(2)
    while keeping.follow():
        pass
    vectors = meanings._vectors["en"]
    assert found(HUNGRY).ranked.total == 3
    assert not vectors._values[vectors._place_of[2]].any()


def test_text_that_stays_as_it_was_is_not_read_again(library: Library) -> None:
    read_all()
    before = revisions()
    text = PublicDocument.objects.get(pk_number=2).search_text
    rewrite(2, text)
    rewrite(4, "Rides for families")
    read_all()
    assert {number for number, revision in revisions().items() if revision != before[number]} == {4}


def test_document_that_moves_to_a_language_the_model_does_not_know_loses_its_meaning(
    library: Library,
) -> None:
    read_all()
    PublicDocument.log.filter(pk_number=2).update(locale="es")
    rewrite(2, "Los niños desayunan")
    read_all()
    assert revisions().keys() == {1, 3, 4, 5}


def test_restored_log_is_followed_from_its_beginning_and_little_is_read_again(library: Library) -> None:
    read_all()
    before = revisions()
    LogHead.objects.update(epoch=uuid.uuid4())
    PublicDocument.log.filter(pk_number=5).delete()
    assert keeping.waiting() == 4
    read_all()
    assert revisions() == {number: before[number] for number in (1, 2, 3, 4)}
    assert 5 not in found(HUNGRY).ranked.numbers


def test_another_model_reads_everything_anew(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    read_all()
    before = revisions()
    monkeypatch.setattr(model, "VERSION", model.VERSION + 1)
    assert keeping.waiting() == 5
    read_all()
    assert all(revision > before[number] for number, revision in revisions().items())
    assert len(revisions()) == 5


def test_two_workers_at_once_do_no_harm(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    read = keeping._read

    def read_late(after: int, up_to: int) -> object:
        mine = read(after, up_to)
        monkeypatch.setattr(keeping, "_read", read)
        assert keeping.follow() == 5  # another worker, meanwhile
        return mine

    monkeypatch.setattr(keeping, "_read", read_late)
    assert keeping.follow() == 0
    assert len(revisions()) == 5
    assert MeaningHead.objects.get().sequence == position().sequence


# The command, and what is said where something is missing


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("search", *arguments, stdout=out)
    return out.getvalue()


def test_command_reads_all_there_is_and_status_tells_how_far_it_is(library: Library) -> None:
    assert "Meanings: 0. Documents to look at: 5" in told("status")
    assert "5 documents can be found by their meaning." in told("meaning")
    assert "Meanings: 5. Documents to look at: 0" in told("status")


def test_command_says_how_to_switch_it_on(library: Library, settings: Any) -> None:
    settings.SEARCH_MEANING = False
    assert "Meanings" not in told("status")
    with pytest.raises(CommandError, match="Set SEARCH_MEANING=1"):
        told("meaning")


def test_what_is_missing_is_named_with_its_cure(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    assert what_meaning_needs_is_there() == []
    monkeypatch.setattr(model, "PACKAGES", (*model.PACKAGES, "a_package_that_nobody_has"))
    (error,) = what_meaning_needs_is_there()
    assert "a_package_that_nobody_has" in error.msg
    assert "requirements-meaning.txt" in str(error.hint)
    model._model.cache_clear()
    try:
        with pytest.raises(CommandError, match="a_package_that_nobody_has"):
            told("meaning")
    finally:
        model._model.cache_clear()


def test_elasticsearch_and_meaning_exclude_each_other(library: Library, settings: Any) -> None:
    settings.SEARCH_ENGINE = "elasticsearch"
    assert [error.id for error in what_meaning_needs_is_there()] == ["search.E004"]
