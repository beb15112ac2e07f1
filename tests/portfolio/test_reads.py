"""How often entries are read: told by the page's script, counted by month, and by nobody in particular."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from api import use
from portfolio import reads
from portfolio.models import EntryUse, PublicDocument
from portfolio.periodic.jobs import every_job
from portfolio.publication import log
from portfolio.reads import Use, month_before, this_month
from portfolio.services.network import ensure_network
from portfolio.tenancy.onboarding import onboard
from portfolio.views.reads import MOST_BYTES, PER_MINUTE
from search.asked import notes
from tests import factories
from tests.api.published import get, live_innovations

pytestmark = pytest.mark.django_db(transaction=True)

BROWSER = {"Sec-Fetch-Site": "same-origin", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    reads.counts.take()
    caches["quota"].clear()
    yield
    reads.counts.take()
    caches["quota"].clear()


@pytest.fixture
def document() -> PublicDocument:
    factories.make_site()
    live_innovations("Maker Mondays")
    return PublicDocument.objects.get(kind="innovation")


def tell(entry: object, client: Client | None = None, **headers: str) -> Any:
    said = {"entry": str(entry), "locale": "en"}
    return (client or Client()).post("/reads/", said, headers={**BROWSER, **headers})


def written() -> dict[str, tuple[int, int]]:
    reads.counts.flush()
    return {str(row.entry): (row.reads, row.api_uses) for row in EntryUse.objects.all()}


def test_reads_add_up_in_one_row_a_month(document: PublicDocument) -> None:
    for _ in range(3):
        answer = tell(document.id)
        assert (answer.status_code, answer.content) == (204, b"")
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies
    assert written() == {str(document.id): (3, 0)}
    tell(document.id)
    assert written() == {str(document.id): (4, 0)}
    assert EntryUse.objects.get().month == this_month()


def test_hearing_of_a_read_costs_no_query(document: PublicDocument) -> None:
    for counts in (use.counts, reads.counts, notes.counts):  # what tests before left may be due just now
        counts.take()
    with CaptureQueriesContext(connection) as captured:
        tell(document.id)
    assert [query["sql"] for query in captured] == []


def test_only_entries_that_are_public_leave_a_row(document: PublicDocument) -> None:
    home = PublicDocument.objects.get(kind="home")
    for entry in (uuid4(), uuid4(), home.id, document.id):
        assert tell(entry).status_code == 204
    assert written() == {str(document.id): (1, 0)}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": ""},
        {"User-Agent": "Mozilla/5.0 (compatible; Examplebot/2.1)"},
        {"User-Agent": "Mozilla/5.0 HeadlessChrome/140.0"},
        {"User-Agent": ""},
        {"Sec-GPC": "1"},
        {"DNT": "1"},
    ],
)
def test_machines_other_sites_and_those_who_decline_are_left_out(
    document: PublicDocument, headers: dict[str, str]
) -> None:
    assert tell(document.id, **headers).status_code == 204
    assert written() == {}


def test_who_works_on_the_site_is_not_counted(document: PublicDocument, client: Client) -> None:
    client.force_login(factories.UserFactory())
    assert tell(document.id, client).status_code == 204
    assert written() == {}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({}, 400),
        ({"entry": "7", "locale": "en"}, 400),
        ({"entry": "\0" * 36, "locale": "en"}, 400),
        ({"entry": str(uuid4()), "locale": "xx"}, 400),
        ({"entry": str(uuid4()), "locale": "en", "more": "x" * MOST_BYTES}, 413),
    ],
)
def test_what_makes_no_sense_is_refused_with_words(home_page: Any, said: dict[str, str], status: int) -> None:
    answer = Client().post("/reads/", said, headers=BROWSER)
    assert answer.status_code == status
    assert answer.content
    assert written() == {}


@pytest.fixture
def home_page() -> Any:
    return factories.make_site()


def test_one_address_is_heard_so_often_a_minute_and_then_told_to_wait(document: PublicDocument) -> None:
    answers = [tell(document.id) for _ in range(PER_MINUTE + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {204}
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert written() == {str(document.id): (PER_MINUTE, 0)}


def test_a_flood_of_ids_fills_no_memory() -> None:
    most = reads.counts.most
    for _ in range(most + 100):
        reads.note_read(uuid4(), "en")
    assert len(reads.counts.counts) == most
    assert written() == {}


def test_writing_takes_as_many_queries_for_many_as_for_few(document: PublicDocument) -> None:
    live_innovations(*[f"Entry {number}" for number in range(20)])
    taken = []
    for documents in ([document], list(PublicDocument.objects.filter(kind="innovation"))):
        for each in documents:
            reads.note_read(each.id, "en")
            reads.note_api_use(str(each.id), each.kind, "en")
        with CaptureQueriesContext(connection) as captured:
            reads.counts.flush()
        taken.append(len(captured))
    assert taken[0] == taken[1]
    assert EntryUse.objects.count() == 21


def test_api_uses_are_of_one_entry_known_or_new_and_not_of_lists(document: PublicDocument) -> None:
    answer = get(f"/innovations/{document.id}")
    get(f"/innovations/{document.id}", {"If-None-Match": answer["ETag"]})
    get("/resolve", path=document.path)
    get("/innovations")
    get(f"/innovations/{uuid4()}")
    assert written() == {str(document.id): (0, 3)}


def test_nothing_is_counted_where_it_is_switched_off(document: PublicDocument, settings: Any) -> None:
    assert "data-count-read" in Client().get(document.path).content.decode()
    settings.COUNT_READS = False
    page = Client().get(document.path).content.decode()
    assert "data-count-read" not in page
    assert "counting.js" not in page
    tell(document.id)
    get(f"/innovations/{document.id}")
    assert written() == {}


def test_worker_forgets_counts_after_25_months() -> None:
    month = this_month()
    for _ in range(28):
        EntryUse.objects.create(entry=uuid4(), locale="en", month=month, reads=1)
        month = month_before(month)
    next(job for job in every_job() if job.name == "forget old counts of reads").run()
    oldest = EntryUse.objects.order_by("month").first()
    assert oldest is not None
    assert datetime.timedelta(days=730) < datetime.date.today() - oldest.month < datetime.timedelta(days=795)


# The first screen


def used(title: str, now: int, before: int = 0, by_api: int = 0) -> None:
    document = PublicDocument.objects.get(title=title)
    for month, count in ((this_month(), now), (month_before(this_month()), before)):
        if count:
            EntryUse.objects.create(entry=document.id, locale=document.locale, month=month, reads=count)
    reads.counts.take()
    for _ in range(by_api):
        reads.counts.note(Use(document.id, document.locale, this_month(), reads.API_USE))
    reads.counts.flush()


def row_of(screen: str, title: str) -> list[str]:
    from bs4 import BeautifulSoup

    table = BeautifulSoup(screen, "html.parser").select_one(".desk-table")
    assert table is not None
    row = next(row for row in table.select("tr") if title in row.get_text())
    return [cell.get_text(strip=True) for cell in row.select("td")]


@pytest.fixture
def first_screen(client: Client) -> Callable[[Any], str]:
    def shown_to(user: Any) -> str:
        client.force_login(user)
        return client.get(reverse("wagtailadmin_home")).content.decode()

    return shown_to


def test_first_screen_says_how_often_ones_own_entries_are_read(first_screen: Any) -> None:
    factories.make_site()
    own, other = (onboard(factories.DistrictFactory(name=name)).space for name in ("Harbor", "Hilltop"))
    for space, title in ((own, "Ours"), (own, "Unread"), (other, "Theirs")):
        factories.publish(factories.add_draft(space.page, factories.innovation_page(title=title)))
    log.flush()
    used("Ours", 1_203, 8, by_api=4)
    used("Theirs", 77)
    writer = factories.UserFactory()
    writer.groups.add(own.communicators)

    screen = first_screen(writer)

    assert "How often your entries are read" in screen
    assert row_of(screen, "Ours") == ["1,203", "8", "4"]
    assert row_of(screen, "Unread") == ["0", "0", "0"]
    assert row_of(screen, "All of your entries") == ["1,203", "8", "4"]
    assert "Theirs" not in screen


def test_first_screen_of_staff_has_what_is_read_most_of_all(first_screen: Any) -> None:
    factories.make_site()
    space = onboard(factories.DistrictFactory(name="Harbor")).space
    staff = factories.UserFactory()
    staff.groups.add(ensure_network().editors)
    for number in range(12):
        page = factories.innovation_page(title=f"Entry {number:02}", slug=f"entry-{number}")
        factories.publish(factories.add_draft(space.page, page))
    log.flush()
    assert "Nobody has read anything this month or last" in first_screen(staff)
    for number in range(12):
        used(f"Entry {number:02}", number + 1, before=1)

    screen = first_screen(staff)

    assert row_of(screen, "Entry 11") == ["12", "1", "0"]
    assert "Entry 01</a>" not in screen.partition("desk-table")[2].partition("</table>")[0]
    assert row_of(screen, "All entries of all districts") == ["78", "12", "0"]
