"""Evidence that nobody has looked at for two years says so, from the day on."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from plugins.researchlinks.models import ResearchRecord
from plugins.researchlinks.upkeep.ageing import mark_stale_records
from portfolio.models import PublicDocument
from portfolio.publication import log, upkeep
from tests.plugins.researchlinks.conftest import TRIAL, link, linking, record

pytestmark = [pytest.mark.django_db(transaction=True)]
DAY = date(2024, 3, 5)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Says which day it is."""

    def be(day: date) -> None:
        noon = timezone.datetime(day.year, day.month, day.day, 17, tzinfo=timezone.get_default_timezone())
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)

    be(DAY)
    return be


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"tier_on": DAY}, date(2026, 3, 5)),
        ({"reviewed_on": DAY}, date(2026, 3, 5)),
        ({"tier_on": DAY, "reviewed_on": date(2025, 1, 2)}, date(2027, 1, 2)),
        ({"tier_on": date(2025, 1, 2), "reviewed_on": DAY}, date(2027, 1, 2)),
        ({"tier_on": date(2024, 2, 29)}, date(2026, 3, 1)),
        ({"tier_on": DAY, "review_by": date(2024, 9, 1)}, date(2024, 9, 1)),
        ({"review_by": date(2024, 9, 1)}, date(2024, 9, 1)),
    ],
)
def test_record_is_good_for_two_years_or_until_a_day_that_was_set(
    fields: dict[str, date], expected: date | None
) -> None:
    assert ResearchRecord(**fields).good_until == expected


def section_of(page: Any) -> Any:
    log.flush()
    return PublicDocument.objects.get(page_id=page.pk).body["research"]


def test_time_alone_marks_what_readers_see(on: None, today: Callable[[date], None]) -> None:
    page = linking(link(record(tier_on=DAY, **TRIAL)))
    sequence = PublicDocument.objects.get(page_id=page.pk).sequence
    section = section_of(page)
    assert (section["is_stale"], section["records"][0]["is_stale"]) == (False, False)
    assert section["records"][0]["review_by"] == "2026-03-05"
    assert section["records"][0]["last_reviewed"] == "2024-03-05"

    today(date(2026, 3, 5))
    assert mark_stale_records() == 0

    today(date(2026, 3, 6))
    assert mark_stale_records() == 1
    assert mark_stale_records() == 0

    section = section_of(page)
    assert (section["is_stale"], section["records"][0]["is_stale"]) == (True, True)
    assert section["tier"]["label"] == "Strong evidence"
    assert PublicDocument.objects.get(page_id=page.pk).sequence > sequence
    shown = Client().get(f"/innovations/{page.slug}/").content.decode()
    assert "This was last reviewed in March 2024 and is due for another look." in shown
    assert "This rests on research that is due for another look." in shown
    assert list(upkeep.verify()) == []


def test_review_takes_the_mark_away(on: None, today: Callable[[date], None]) -> None:
    trial = record(tier_on=DAY, **TRIAL)
    page = linking(link(trial))
    today(date(2026, 4, 1))
    mark_stale_records()

    trial.reviewed_on = date(2026, 4, 1)
    trial.save()

    assert not section_of(page)["is_stale"]
    assert mark_stale_records() == 0
    assert "due for another look" not in Client().get(f"/innovations/{page.slug}/").content.decode()


def test_day_that_was_set_is_marked_though_nobody_ever_reviewed(
    on: None, today: Callable[[date], None]
) -> None:
    page = linking(link(record("Never reviewed", review_by=date(2024, 5, 1))))
    today(date(2024, 5, 2))

    mark_stale_records()

    log.flush()
    shown = Client().get(f"/innovations/{page.slug}/").content.decode()
    assert "This was due for review in May 2024." in shown
    assert not section_of(page)["is_stale"]  # no tier rests on it
