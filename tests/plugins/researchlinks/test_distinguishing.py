"""Two records that look like one work and are two: said, kept, shown, taken back; never offered meanwhile."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from plugins.researchlinks.distinguishing import keep_apart, kept_apart, offer_again
from plugins.researchlinks.matching import twin_of, twins
from plugins.researchlinks.merging import CannotMergeError, merge
from plugins.researchlinks.models import DistinctPair, ResearchRecord
from tests import factories
from tests.plugins.researchlinks.conftest import record

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on")]
WHERE = "wagtailsnippets_researchlinks_researchrecord:"
DOI = "10.5555/made.up"


@pytest.fixture
def reviewer() -> Any:
    return factories.UserFactory(is_superuser=True, email="reviewer@example.org")


@pytest.fixture
def desk(reviewer: Any) -> Client:
    client = Client()
    client.force_login(reviewer)
    return client


def same_doi(*titles: str) -> list[ResearchRecord]:
    """Make records that name one DOI, each known by an ERIC number of its own."""
    made = []
    for number, title in enumerate(titles):
        made.append(record(title, 2020, kind="eric", identifier=f"EJ{1234567 + number}"))
        made[-1].csl["DOI"] = DOI
        made[-1].save()
    return made


def post(desk: Client, name: str, *records: ResearchRecord) -> str:
    address = reverse(f"{WHERE}{name}", args=[each.pk for each in records])
    answer = desk.post(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_pair_is_dismissed_shown_with_who_and_when_and_taken_back(desk: Client) -> None:
    older, newer = same_doi("Part one", "Part two")
    screen = desk.get(reverse(f"{WHERE}twins")).content.decode()
    assert reverse(f"{WHERE}apart", args=[older.pk, newer.pk]) in screen
    assert "Kept apart" not in screen

    after = post(desk, "apart", newer, older)
    assert "No work is here twice" in after
    assert "reviewer@example.org, " in after
    assert (twins(), twin_of(older), twin_of(newer)) == ([], None, None)
    edit = desk.get(reverse(f"{WHERE}edit", args=[newer.pk])).content.decode()
    assert "may be the same work" not in edit
    assert [each.action for each in ModelLogEntry.objects.filter(object_id=str(older.pk))] == [
        "researchlinks.apart"
    ]

    again = post(desk, "together", older, newer)
    assert "Kept apart" not in again
    assert twins() == [(older, newer)]


def test_third_record_of_the_work_is_still_offered(reviewer: Any) -> None:
    first, second, third = same_doi("Part one", "Part two", "Part two, again")

    keep_apart(first.pk, second.pk, by=reviewer)
    assert twins() == [(first, third)]
    keep_apart(first.pk, third.pk, by=reviewer)
    assert twins() == [(second, third)]
    assert twin_of(third) == second


def test_dismissed_record_can_be_changed_without_being_refused(desk: Client, reviewer: Any) -> None:
    older, newer = same_doi("Part one", "Part two")
    keep_apart(older.pk, newer.pk, by=reviewer)

    desk.post(reverse(f"{WHERE}edit", args=[newer.pk]), {
        "work_title": "Part two, corrected", "authors": "Rivera, Ana", "published": "2020", "page": "",
        "published_in": "Journal of Made-up Studies", "publisher": "",
    })  # fmt: skip

    newer.refresh_from_db()
    assert newer.title == "Part two, corrected"


def test_what_was_said_goes_on_with_the_record_that_stands(reviewer: Any) -> None:
    first, second, third = same_doi("Part one", "Part two", "Part two, again")
    keep_apart(first.pk, third.pk, by=reviewer)
    keep_apart(second.pk, third.pk, by=reviewer)

    merge(second.pk, third.pk, [], by=reviewer)

    assert [(pair.first, pair.second) for pair in kept_apart()] == [(first, second)]
    assert twins() == []


def test_saying_it_twice_is_one_and_taking_back_what_nobody_said_is_told(desk: Client, reviewer: Any) -> None:
    older, newer = same_doi("Part one", "Part two")
    keep_apart(older.pk, newer.pk, by=reviewer)
    keep_apart(newer.pk, older.pk, by=reviewer)
    assert DistinctPair.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="researchlinks.apart").count() == 2  # one for each record

    offer_again(newer.pk, older.pk, by=reviewer)
    with pytest.raises(CannotMergeError, match="Nobody says any more"):
        offer_again(newer.pk, older.pk, by=reviewer)
    assert "Nobody says any more" in post(desk, "together", older, newer)
    assert "These are not two records" in post(desk, "apart", older, older)


def test_merged_record_cannot_be_told_apart_any_more(desk: Client, reviewer: Any) -> None:
    older, newer = same_doi("Part one", "Part two")
    merge(older.pk, newer.pk, [], by=reviewer)

    assert "was merged already" in post(desk, "apart", older, newer)
    assert not DistinctPair.objects.exists()


@pytest.mark.parametrize("name", ["apart", "together"])
def test_it_is_for_writers_and_only_by_post(desk: Client, reviewer: Any, name: str) -> None:
    older, newer = same_doi("Part one", "Part two")
    if name == "together":
        keep_apart(older.pk, newer.pk, by=reviewer)
    before = DistinctPair.objects.count()
    address = reverse(f"{WHERE}{name}", args=[older.pk, newer.pk])
    reader = Client()
    reader.force_login(factories.UserFactory())

    assert reader.post(address).status_code in (302, 403)
    assert desk.get(address).status_code == 405
    assert DistinctPair.objects.count() == before


def test_sample_and_real_work_are_not_made_one(reviewer: Any) -> None:
    older, newer = same_doi("Part one", "Part two")
    ResearchRecord.objects.filter(pk=newer.pk).update(is_sample=True)

    with pytest.raises(CannotMergeError, match="is invented"):
        merge(older.pk, newer.pk, [], by=reviewer)
