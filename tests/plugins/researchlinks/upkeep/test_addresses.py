"""The addresses of records are looked at in turn, a slice at a time, and what came of it is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from plugins.researchlinks import jobs
from plugins.researchlinks.filling import ask_about_records, due_records
from plugins.researchlinks.models import AddressCheck, AddressStatus, ResearchRecord
from plugins.researchlinks.upkeep import addresses, slices
from plugins.researchlinks.upkeep.addresses import due_addresses, gather_addresses, look_at_addresses
from portfolio.models import OutboxRow
from portfolio.periodic.jobs import every_job
from tests.plugins.researchlinks.conftest import TRIAL, link, linking, record
from tests.plugins.researchlinks.website import NOWHERE, Website

pytestmark = [pytest.mark.django_db(transaction=True)]

FINE, BROKEN, UNKNOWN = AddressStatus.FINE, AddressStatus.BROKEN, AddressStatus.UNKNOWN


def at(address: str, title: str = "A study", **fields: Any) -> Any:
    """A record of a work at this address."""
    return record(title, kind="url", identifier=address, **fields)


def look() -> None:
    gather_addresses()
    look_at_addresses()


def checks() -> list[tuple[str, str]]:
    return list(AddressCheck.objects.order_by("pk").values_list("address", "status"))


def test_what_was_found_is_kept(site: Website, move: Callable[..., None]) -> None:
    at(site.url("/old"), open_access_url=site.url("/paper.pdf"))
    site.says("/old", 301, Location="/new")
    site.says("/new", 200)
    look()

    page, full_text = AddressCheck.objects.order_by("pk")
    assert (page.status, page.said, page.led_to) == (FINE, "200 OK", site.url("/new"))
    assert (full_text.status, full_text.said) == (BROKEN, "404 Not Found")
    first_seen, looked_at = full_text.since, full_text.looked_at

    move(days=2)
    look()
    full_text.refresh_from_db()
    assert full_text.since == first_seen
    assert full_text.looked_at > looked_at

    site.says("/paper.pdf", 200)
    move(days=2)
    look()
    full_text.refresh_from_db()
    assert full_text.status == FINE
    assert full_text.since > looked_at


def test_fine_is_looked_at_weekly_and_all_else_daily(site: Website, move: Callable[..., None]) -> None:
    at(site.url("/fine"), "Fine")
    at(site.url("/gone"), "Gone")
    site.says("/fine", 200)
    look()

    assert not due_addresses().exists()
    move(days=1, minutes=1)
    assert [check.address for check in due_addresses()] == [site.url("/gone")]
    move(days=6)
    assert due_addresses().count() == 2


def test_name_is_broken_once_it_was_missed_twice_in_a_row(site: Website, move: Callable[..., None]) -> None:
    address = f"http://{NOWHERE}/paper"
    at(address)

    look()
    assert checks() == [(address, UNKNOWN)]
    look()
    assert checks() == [(address, UNKNOWN)]  # the same day says no more
    move(days=1.1)
    look()
    assert checks() == [(address, BROKEN)]


def test_name_that_comes_back_in_between_is_missed_anew(
    site: Website, move: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    at(f"http://{NOWHERE}:{site.port}/paper")
    look()
    with monkeypatch.context() as patch:
        patch.setattr("tests.plugins.researchlinks.website.NOWHERE", "another.test")
        site.says("/paper", 403)
        move(days=1.1)
        look()
    move(days=1.1)
    look()

    [(_, status)] = checks()
    assert status == UNKNOWN


def test_host_that_wants_to_be_left_alone_is_and_its_other_addresses_wait(
    site: Website, move: Callable[..., None]
) -> None:
    at(site.url("/a"), "A")
    at(site.url("/b"), "B")
    at(site.url("/c", "two.test"), "C")
    site.says("/a", 429, Retry_After="7200")
    site.says("/b", 200)
    site.says("/c", 200)

    look()

    assert [path for _, _, path in site.asked] == ["/a", "/c"]
    move(hours=1)
    look()
    assert [path for _, _, path in site.asked] == ["/a", "/c"]
    move(hours=1.1)
    look()
    assert [path for _, _, path in site.asked] == ["/a", "/c", "/b"]
    assert [status for _, status in checks()] == [UNKNOWN, FINE, FINE]


def test_slice_ends_and_the_next_goes_on_with_the_longest_unseen(
    site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        at(site.url(f"/{number}"), f"Study {number}")
        site.says(f"/{number}", 200)
    gather_addresses()
    clock = iter(range(100))
    monkeypatch.setattr(slices, "monotonic", lambda: next(clock))
    monkeypatch.setattr(slices, "SLICE", 3)  # a look takes a second of this clock

    assert look_at_addresses() == 2
    assert look_at_addresses() == 2
    assert [path for _, _, path in site.asked] == ["/0", "/1", "/2", "/3"]
    assert look_at_addresses() == 0


def test_address_that_a_record_has_no_more_is_forgotten(site: Website) -> None:
    study = at(site.url("/gone"))
    look()
    assert AddressCheck.objects.filter(status=BROKEN).exists()

    study.identifier = site.url("/right")
    study.save()

    assert not AddressCheck.objects.exists()
    type(study).objects.update(identifier=site.url("/third"))
    gather_addresses()
    assert checks() == [(site.url("/third"), UNKNOWN)]


def test_only_what_has_changed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "BATCH", 10)
    studies = [at(f"https://example.com/{number}", f"Study {number}") for number in range(25)]
    assert gather_addresses() == 25
    assert AddressCheck.objects.count() == 25
    assert asked_for() == (1, 0), "nothing has changed, and no record is read"

    studies[7].open_access_url = "https://example.com/free.pdf"
    studies[7].save()

    assert asked_for() == (5, 1), "one changed, of twenty-five; and a last look for more"
    assert [address for address, _ in checks()][-1] == "https://example.com/free.pdf"


def asked_for() -> tuple[int, int]:
    """Gather, and return how many queries that took and of how many records the addresses were read."""
    with CaptureQueriesContext(connection) as captured:
        gathered = gather_addresses()
    told = [
        query["sql"] for query in captured if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT"))
    ]
    return len(told), gathered


def test_gathering_goes_on_where_a_slice_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "BATCH", 2)
    clock = iter(range(100))
    monkeypatch.setattr(addresses, "monotonic", lambda: next(clock))
    monkeypatch.setattr(addresses, "SLICE", 3)  # a batch takes a second of this clock
    for number in range(7):
        at(f"https://example.com/{number}", f"Study {number}")

    assert gather_addresses() == 4
    assert gather_addresses() == 3
    assert AddressCheck.objects.count() == 7


def test_what_is_invented_is_never_asked_about(site: Website) -> None:
    at(site.url("/sample"), "A sample", is_sample=True)
    record("Another", kind="doi", identifier="10.5555/groundwork.1", is_sample=True)
    ResearchRecord.objects.create(kind="doi", identifier="10.5555/bare", csl={}, is_sample=True)

    look()
    assert ask_about_records() == 0

    assert not due_records().exists()
    assert checks() == []
    assert site.asked == []


def test_odd_references_are_gathered_and_refused(site: Website) -> None:
    study = record("Odd")
    for address in ("javascript:alert(1)", "http://[", "é" * 1999, "x" * 2001):
        type(study).objects.create(csl={"title": f"Odd {address[:20]}", "URL": address})

    look()

    assert {status for _, status in checks()} == {UNKNOWN}
    assert len(checks()) == 3
    assert site.asked == []


def test_looking_compiles_nothing(site: Website, on: None) -> None:
    linking(link(at(site.url("/gone"), **TRIAL)))
    OutboxRow.objects.all().delete()

    look()

    assert not OutboxRow.objects.exists()


def test_readers_page_asks_nobody(site: Website, on: None) -> None:
    page = linking(link(at(site.url("/paper"), **TRIAL)))

    assert Client().get(f"/innovations/{page.slug}/").status_code == 200
    assert site.asked == []


def test_job_leaves_the_asking_to_the_queue_and_only_what_is_due(site: Website, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    jobs.look_at_addresses()
    assert not DBTaskResult.objects.filter(task_path__contains="researchlinks").exists()
    at(site.url("/paper"))
    gather_addresses()

    jobs.look_at_addresses()

    assert site.asked == []
    waiting = DBTaskResult.objects.filter(task_path="plugins.researchlinks.tasks.look_at_addresses")
    assert waiting.count() == 1


def test_jobs_of_the_plugin_run(site: Website, on: None) -> None:
    at(site.url("/gone"))
    ours = [job for job in every_job() if job.name.startswith("researchlinks: ")]
    for job in ours:
        job.run()
    for job in ours:
        job.run()

    assert len(ours) == 6
    assert checks() == [(site.url("/gone"), BROKEN)]
