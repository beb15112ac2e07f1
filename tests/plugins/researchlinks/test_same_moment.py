"""Two people paste one new DOI at the same moment: both get the same record."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from plugins.researchlinks.forms import RecordForm
from plugins.researchlinks.importing import import_references
from plugins.researchlinks.models import ResearchRecord
from tests import factories
from tests.plugins.researchlinks.test_records import form

pytestmark = [pytest.mark.django_db(transaction=True)]
BIB = "@article{a, title={New to all}, year={2024}, doi={10.5555/new}}"
WHERE = "wagtailsnippets_researchlinks_researchrecord:"


def test_forms_that_were_checked_before_either_was_saved_give_one_record() -> None:
    user = factories.UserFactory()
    first, second = form(user, pasted=BIB), form(user, pasted=BIB, note="What I made of it")
    assert first.is_valid(), first.errors
    assert second.is_valid(), second.errors

    saved = first.save()

    assert second.save() == saved
    assert ResearchRecord.objects.get().note == "What I made of it"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time")
def test_two_at_once_give_one_record() -> None:
    user = factories.UserFactory()
    both_checked, found, failed = threading.Barrier(2, timeout=20), [], []

    def paste() -> None:
        try:
            with transaction.atomic():
                pasted = form(user, pasted=BIB)
                assert pasted.is_valid(), pasted.errors
                both_checked.wait()
                found.append(pasted.save().pk)
        except Exception as error:  # noqa: BLE001  (told below, in the thread of the test)
            failed.append(error)
        finally:
            connection.close()

    people = [threading.Thread(target=paste) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join(timeout=30)

    assert failed == []
    assert found == [ResearchRecord.objects.get().pk] * 2


@pytest.fixture
def someone_quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the record of a work when the form of another person has been checked and is not yet saved."""
    check = RecordForm.clean

    def clean(self: RecordForm) -> dict[str, Any]:
        checked = check(self)
        import_references(BIB)
        return checked

    monkeypatch.setattr(RecordForm, "clean", clean)


@pytest.fixture
def desk() -> Client:
    factories.make_site()
    client = Client()
    client.force_login(factories.UserFactory(is_superuser=True))
    return client


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time")
def test_imports_of_the_same_works_in_another_order_wait_for_each_other() -> None:
    entries = [BIB.replace("new}", f"new.{number}}}") for number in range(300)]
    failed: list[Exception] = []

    def bring(texts: list[str]) -> None:
        try:
            import_references("\n".join(texts))
        except Exception as error:  # noqa: BLE001  (told below, in the thread of the test)
            failed.append(error)
        finally:
            connection.close()

    people = [threading.Thread(target=bring, args=[texts]) for texts in (entries, entries[::-1])]
    for person in people:
        person.start()
    for person in people:
        person.join(timeout=60)

    assert failed == []
    assert ResearchRecord.objects.count() == 300


@pytest.mark.usefixtures("someone_quicker")
def test_whoever_is_second_is_led_to_the_record(desk: Client) -> None:
    answer = desk.post(reverse(f"{WHERE}add"), {"pasted": BIB}, follow=True)

    there = ResearchRecord.objects.get()
    assert answer.request["PATH_INFO"] == reverse(f"{WHERE}edit", args=[there.pk])
    assert "added by someone else at the same moment" in answer.content.decode()


@pytest.mark.usefixtures("someone_quicker")
def test_a_record_that_becomes_known_by_what_another_just_took_is_told(desk: Client) -> None:
    mine = import_references("@book{b, title={Mine}, year={2023}}").made[0]

    answer = desk.post(
        reverse(f"{WHERE}edit", args=[mine.pk]),
        {"pasted": "10.5555/new", "work_title": "Mine", "published": "2023", "authors": ""},
    )

    assert answer.status_code == 200
    assert "Someone else has just made a record of this work" in answer.content.decode()
    mine.refresh_from_db()
    assert mine.identifier == ""
