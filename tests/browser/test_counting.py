"""What the pages' own script tells of reads and searches, in a real browser."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import caches
from playwright.sync_api import expect

from portfolio import reads
from portfolio.models import EntryUse, PublicDocument
from portfolio.reads import Use, this_month
from portfolio.services.network import ensure_network
from search.asked import notes, writing
from search.asked.events import Asking, Narrowing, Opening
from search.asked.models import SearchOpening, SearchUse
from tests import factories
from tests.api.published import live_innovations
from tests.browser.axe import VIEWS, wrong_with

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)

PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


@pytest.fixture
def site(live_server: Any) -> Iterator[str]:
    factories.make_site()
    live_innovations("Maker Mondays", "A maker room", "The long bus ride")
    for counts in (reads.counts, notes.counts):
        counts.take()
    caches["quota"].clear()
    yield live_server.url
    for counts in (reads.counts, notes.counts):
        counts.take()


@pytest.fixture
def reader(chromium: "Browser") -> Iterator["Page"]:
    """A browser that does not say that a program drives it."""
    context = chromium.new_context(user_agent=PERSON)
    yield context.new_page()
    assert not context.cookies()
    context.close()


def wait_for(page: "Page", seen: Any) -> None:
    """Give the beacons of a page the time to arrive."""
    for _ in range(100):
        if seen():
            return
        page.wait_for_timeout(100)
    raise AssertionError("The script told nothing.")


def test_a_read_is_told_once_and_a_reload_is_none(site: str, reader: "Page") -> None:
    document = PublicDocument.objects.get(title="Maker Mondays")
    reader.goto(f"{site}{document.path}")
    wait_for(reader, lambda: reads.counts.counts)
    reader.reload()
    reader.wait_for_timeout(500)
    reads.counts.flush()
    use = EntryUse.objects.get()
    assert (use.entry, use.locale, use.reads) == (document.id, "en", 1)


def test_a_search_is_told_once_it_stands_and_what_is_opened_with_its_place(site: str, reader: "Page") -> None:
    reader.goto(f"{site}/library/")
    reader.locator("#Words").press_sequentially("mak", delay=30)
    expect(reader.locator("#Results .card__title")).to_have_count(2)
    reader.locator("#Words").press_sequentially("er", delay=30)
    reader.wait_for_url("**/?q=maker")
    wait_for(reader, lambda: notes.counts.counts)
    title = reader.locator("#Results .card__title").nth(1).inner_text()

    reader.locator("#Results .card__title a").nth(1).click()

    reader.wait_for_load_state()
    wait_for(reader, lambda: sum(notes.counts.counts.values()) == 2)
    notes.counts.flush()
    use = SearchUse.objects.get()
    assert (use.text.text, use.asked, use.opened, use.hits) == ("maker", 1, 1, 2)
    opening = SearchOpening.objects.get()
    assert opening.rank == 2
    assert opening.entry == PublicDocument.objects.get(title=title).id
    assert "?" not in reader.url


def test_the_same_words_with_a_filter_are_no_new_search(site: str, reader: "Page") -> None:
    reader.goto(f"{site}/library/?q=maker")
    wait_for(reader, lambda: notes.counts.counts)
    reader.locator("[name=kind][value=innovation]").check()
    reader.wait_for_url("**/?kind=innovation&q=maker")
    wait_for(reader, lambda: len(notes.counts.counts) == 2)
    notes.counts.flush()
    assert SearchUse.objects.get().asked == 1


def test_who_asks_not_to_be_tracked_sends_nothing(site: str, reader: "Page") -> None:
    told: list[str] = []
    reader.on("request", lambda request: told.append(request.url) if "/reads/" in request.url else None)
    reader.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
    reader.goto(f"{site}/library/?q=maker")
    reader.locator("#Results .card__title a").first.click()
    reader.wait_for_load_state()
    reader.wait_for_timeout(500)
    assert told == []


def test_axe_finds_nothing_on_what_staff_see_of_it(
    site: str, chromium: "Browser", client: Any, settings: Any
) -> None:
    settings.REQUIRE_TOTP = False
    staff = factories.UserFactory()
    staff.groups.add(ensure_network().editors)
    client.force_login(staff)
    document = PublicDocument.objects.get(title="Maker Mondays")
    for day in (date.today() - timedelta(days=1), date.today()):
        found, nothing = Asking(day, "en", "bus", 3, False, False), Asking(day, "en", "x", 0, False, False)
        opened = Opening(day, "en", "bus", 1, document.pk_number)
        writing.write({found: 5, nothing: 4, opened: 2, Narrowing(day, "en", "cost"): 2})
    reads.counts.note(Use(document.id, "en", this_month(), reads.READ))
    reads.counts.flush()

    seen = []
    for view in VIEWS:
        context = chromium.new_context(**view)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
        page = context.new_page()
        for address, part in (("/admin/search-asked/", ".asked"), ("/admin/", ".desk-table")):
            page.goto(f"{site}{address}")
            expect(page.locator(part)).to_be_visible()
            seen += wrong_with(page, part)
        context.close()
    assert seen == []
