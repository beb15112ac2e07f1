"""A record that was merged is looked after no more; what was found of it goes on with the one that stays."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from plugins.researchlinks import filling
from plugins.researchlinks.comparing import pairs
from plugins.researchlinks.filling import ask_about_records, due_records
from plugins.researchlinks.merging import merge
from plugins.researchlinks.models import (
    AddressCheck,
    AddressStatus,
    Concern,
    ResearchLink,
    ResearchRecord,
    Telling,
)
from plugins.researchlinks.references.remote import Lookup
from plugins.researchlinks.upkeep.addresses import due_addresses, gather_addresses
from plugins.researchlinks.upkeep.ageing import mark_stale_records
from plugins.researchlinks.upkeep.concerns import links_of, records_with, with_troubles
from plugins.researchlinks.upkeep.telling import tell_of_concerns
from tests import factories
from tests.plugins.researchlinks.conftest import SMALL, WORK, link, linking, record
from tests.plugins.researchlinks.website import Website

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on")]
DOI = "10.5555/made.up"
FREE = "https://example.org/free.pdf"
TODAY = timezone.localdate()
LAST_YEAR, LONG_AGO = TODAY - timedelta(days=365), TODAY - timedelta(days=1000)


@pytest.fixture
def reviewer() -> Any:
    return factories.UserFactory(is_superuser=True)


def pair(**fields: Any) -> tuple[ResearchRecord, ResearchRecord]:
    older = record("Algebra by hand", 2020, kind="eric", identifier="EJ1234567")
    return older, record("Algebra, by hand", 2020, kind="doi", identifier=DOI, **fields)


def retracted(crossref: Website) -> None:
    gone = {"updated-by": [{"type": "retraction", "DOI": "10.5555/notice"}]}
    crossref.says("/works", 200, json.dumps({"message": WORK["message"] | gone}).encode())


def test_merged_record_is_not_looked_after(reviewer: Any) -> None:
    older, newer = pair(open_access_url=FREE, is_retracted=True)
    gather_addresses()
    merge(older.pk, newer.pk, [], by=reviewer)
    ResearchRecord.objects.filter(pk=newer.pk).update(review_by=LONG_AGO)

    gather_addresses()

    assert list(due_records()) == [older]
    assert {check.record_id for check in due_addresses()} == {older.pk}
    assert mark_stale_records() == 0
    assert list(records_with(Concern)) == [older]


@pytest.mark.parametrize(
    ("taken", "reviewed_on"),
    [([], LONG_AGO), (["design", "students", "sites", "direction", "is_significant"], LAST_YEAR)],
)
def test_review_goes_with_the_facts_that_it_was_of(reviewer: Any, taken: list[str], reviewed_on: Any) -> None:
    older, newer = pair(reviewed_on=LAST_YEAR, **SMALL)
    ResearchRecord.objects.filter(pk=older.pk).update(reviewed_on=LONG_AGO, students=900)

    kept = merge(older.pk, newer.pk, taken, by=reviewer)

    assert (kept.reviewed_on, kept.is_stale) == (reviewed_on, reviewed_on == LONG_AGO)


def test_mix_of_facts_was_reviewed_by_nobody(reviewer: Any) -> None:
    older, newer = pair(reviewed_on=LAST_YEAR, students=80, sites=1)
    ResearchRecord.objects.filter(pk=older.pk).update(reviewed_on=LAST_YEAR, students=900)

    assert merge(older.pk, newer.pk, ["sites"], by=reviewer).reviewed_on is None


def test_day_of_the_next_review_is_chosen_like_other_fields(reviewer: Any) -> None:
    older, newer = pair(review_by=LONG_AGO)
    offered = {each.name: each for each in pairs(older, newer, for_reviewer=False)}
    assert offered["review_by"].is_taken

    kept = merge(older.pk, newer.pk, ["review_by"], by=reviewer)

    assert (kept.review_by, kept.is_stale) == (LONG_AGO, True)


@pytest.mark.parametrize("taken", [["DOI"], ["identifier"]])
def test_retraction_that_a_person_took_back_stays_so(
    crossref: Website, reviewer: Any, move: Callable[..., None], taken: list[str]
) -> None:
    older, newer = pair()
    retracted(crossref)
    ask_about_records()
    ResearchRecord.objects.update(is_retracted=False)

    merge(older.pk, newer.pk, taken, by=reviewer)
    move(days=2)

    assert ask_about_records() == 1
    older.refresh_from_db()
    assert not older.is_retracted


def test_retraction_is_told_of_a_doi_whatever_the_record_is_known_by(
    site: Website, reviewer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"doi": [Lookup("Crossref", site.url("/works"))]}
    monkeypatch.setattr(filling, "lookups", lambda identifier: asked.get(identifier.kind, []))
    older, newer = pair()
    merge(older.pk, newer.pk, ["DOI"], by=reviewer)

    retracted(site)
    ask_about_records()

    older.refresh_from_db()
    assert (older.kind, older.is_retracted) == ("eric", True)


def test_what_was_found_of_an_address_goes_on_and_nobody_is_told_twice(reviewer: Any) -> None:
    older, newer = pair(open_access_url=FREE)
    page = linking(link(newer))
    check = AddressCheck.objects.create(
        record=newer, address=FREE, host="example.org", status=AddressStatus.BROKEN, said="404 Not Found"
    )
    Telling.objects.create(page=page, record=newer, concern=Concern.BROKEN)

    merge(older.pk, newer.pk, ["open_access_url"], by=reviewer)

    check.refresh_from_db()
    assert check.record == older
    tell_of_concerns()
    assert Telling.objects.get().record == older


def test_entry_that_was_saved_with_a_merged_record_shows_what_is_wrong_with_the_work(reviewer: Any) -> None:
    older, newer = pair(is_retracted=True)
    page = linking(link(older))
    merge(older.pk, newer.pk, [], by=reviewer)
    ResearchLink.objects.update(record=newer)

    found = with_troubles(records_with(Concern, reviewer), links_of(reviewer))

    assert [(each.record, [entry.pk for entry in each.entries]) for each in found] == [(older, [page.pk])]
