"""What people search for: counted without persons, shown to the network's staff, and forgotten in time."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from api import use
from portfolio import reads
from portfolio.models import ContentRequest, InnovationPage
from portfolio.periodic.jobs import every_job
from portfolio.publication.models import PublicDocument
from portfolio.reads import month_before, this_month
from portfolio.services.content_requests import close
from portfolio.services.network import ensure_network
from portfolio.tenancy.onboarding import onboard
from search.asked import keeping, notes, writing
from search.asked.events import LATER, Asking, Narrowing, Opening
from search.asked.models import FilterUse, SearchOpening, SearchText, SearchUse
from search.asked.slips import Slip, read_slip
from search.asked.texts import counted
from search.models import CuratedQuery
from tests import factories
from tests.api.published import get, live_innovations, read
from tests.portfolio.editor.forms import innovation_form

pytestmark = pytest.mark.django_db(transaction=True)

BROWSER = {"Sec-Fetch-Site": "same-origin", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
TODAY = date.today()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    notes.counts.take()
    caches["quota"].clear()
    yield
    notes.counts.take()
    caches["quota"].clear()


@pytest.fixture
def makers() -> list[InnovationPage]:
    factories.make_site()
    return live_innovations("Maker Mondays", "A maker room", "The long bus ride")


# Which texts are counted


@pytest.mark.parametrize(
    ("typed", "is_counted_as"),
    [
        ("  Chronic ABSENCE,  k–12! ", "chronic absence k 12"),
        ('"Máker space"', "maker space"),
        ("school year 2024-2025", "school year 2024 2025"),
        ("2019 2020 2021", "2019 2020 2021"),
        ("title 1 part A 504", "title 1 part a 504"),
        ("ann.lee@example.org", ""),
        ("find @annlee", ""),
        ("call 555-0134 now", ""),
        ("(212) 555 0134", ""),
        ("student 9900417", ""),
        ("born 12/05/2011", ""),
        ("12.05.2011", ""),
        ("123-45-6789", ""),
        ("٠١٢٣٤٥٦٧", ""),
        ("see https://example.org/x", ""),
        ("www.example.org", ""),
        ("dear madam " * 12, ""),
        ("﷽" * 40, ""),
        ("?!", ""),
        ("", ""),
    ],
)
def test_a_text_that_may_say_who_somebody_is_is_not_counted(typed: str, is_counted_as: str) -> None:
    assert counted(typed) == is_counted_as


# What the library's page says, and what its script sends back


def slip_on(**query: str) -> str:
    page = BeautifulSoup(Client().get("/library/", query).content, "html.parser")
    results = page.select_one("#Results")
    assert results is not None
    return str(results.get("data-slip", ""))


def told(slip: str, headers: dict[str, str] | None = None, **said: Any) -> Any:
    return Client().post("/reads/searches/", {"slip": slip, **said}, headers=headers or BROWSER)


def uses() -> dict[str, dict[str, Any]]:
    notes.counts.flush()
    fields = ("asked", "by_api", "found_nothing", "corrected", "opened", "hits")
    return {use.text.text: {name: getattr(use, name) for name in fields} for use in SearchUse.objects.all()}


NEW = {"asked": 1, "by_api": 0, "found_nothing": 0, "corrected": 0, "opened": 0}


def test_a_search_that_stands_is_counted_with_what_it_found(makers: Any) -> None:
    for text in ("Maker", "makre", "photosynthesis"):
        assert told(slip_on(q=text)).status_code == 204
    assert uses() == {
        "maker": {**NEW, "hits": 2},
        "makre": {**NEW, "hits": 2, "corrected": 1},
        "photosynthesis": {**NEW, "hits": 0, "found_nothing": 1},
    }
    text = SearchText.objects.get(text="maker")
    assert (text.locale, text.first_day, text.last_day) == ("en", TODAY, TODAY)


def test_the_page_itself_counts_nothing_and_writes_nothing(makers: Any) -> None:
    for counts in (use.counts, reads.counts, notes.counts):  # what tests before left may be due just now
        counts.take()
    with CaptureQueriesContext(connection) as captured:
        slip_on(q="maker")
    assert not [query for query in captured if not query["sql"].startswith("SELECT")]
    assert uses() == {}


def test_the_slip_is_the_same_for_everyone_and_names_no_private_text(makers: Any) -> None:
    assert slip_on(q="maker") == slip_on(q="maker")
    assert slip_on(q="ann.lee@example.org") == ""
    assert slip_on() == ""
    both = read_slip(slip_on(q="555-0134", locale="rural"))
    assert both is not None
    assert (both.text, both.filters) == ("", ("locale",))


def test_filters_are_counted_by_name_and_blame_no_text(makers: Any) -> None:
    told(slip_on(q="maker"))
    told(slip_on(q="maker", locale="rural", enrollment_max="9"), again="1")
    told(slip_on(locale="rural"))
    told(slip_on(q="robots", cost="low"))
    assert uses() == {"maker": {**NEW, "hits": 2}, "robots": {**NEW, "hits": None}}
    found = dict(FilterUse.objects.values_list("name", "count"))
    assert found == {"locale": 2, "enrollment": 1, "cost": 1}


def test_what_is_opened_is_counted_at_its_place(makers: Any) -> None:
    slip = slip_on(q="maker")
    shown = read_slip(slip)
    assert shown is not None
    assert told(slip, rank="1").status_code == 204
    told(slip, rank="1")
    assert uses()["maker"]["opened"] == 2
    opening = SearchOpening.objects.get()
    assert (opening.rank, opening.count) == (2, 2)
    assert opening.entry == PublicDocument.objects.get(pk_number=shown.numbers[1]).id


def test_places_after_the_first_page_are_one_and_a_later_page_is_no_new_search(makers: Any) -> None:
    number = PublicDocument.objects.filter(kind="innovation").first().pk_number
    slip = Slip("en", "maker", 43, False, (), 40, (number,)).signed()
    told(slip)
    told(slip, rank="0")
    assert uses() == {"maker": {**NEW, "asked": 0, "opened": 1, "hits": None}}
    assert SearchOpening.objects.get().rank == LATER


@pytest.mark.parametrize("rank", ["2", "-1", "x", "9" * 50, "²", ""])
def test_a_place_that_is_not_there_is_refused(makers: Any, rank: str) -> None:
    assert told(slip_on(q="maker"), rank=rank).status_code == 400
    assert uses() == {}


@pytest.mark.parametrize("slip", ["", "x", "a:b", "\0", "e30:" + "A" * 43])
def test_nobody_can_have_counted_what_was_not_searched_for(makers: Any, slip: str) -> None:
    forged = slip_on(q="maker")[:-2] + "xx"
    assert told(slip).status_code == told(forged).status_code == 400
    assert uses() == {}


def test_machines_and_those_who_decline_are_left_out(makers: Any) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"User-Agent": "Examplebot"}, {"Sec-GPC": "1"}):
        assert told(slip_on(q="maker"), {**BROWSER, **headers}).status_code == 204
    assert uses() == {}


def test_the_apis_searches_are_counted_apart_and_each_once(makers: Any) -> None:
    first = read("/search", q="maker", limit=1)
    read("/search", q="maker", limit=1, cursor=first["next"])
    tag = get("/search", q="bus")["ETag"]
    assert get("/search", {"If-None-Match": tag}, q="bus").status_code == 304
    get("/suggest", q="mak")
    read("/search", q="ann.lee@example.org")
    read("/innovations")
    assert uses() == {"maker": {**NEW, "by_api": 1, "hits": 2}, "bus": {**NEW, "by_api": 1, "hits": 1}}


def test_what_a_list_is_searched_for_is_counted_as_narrowed_to_its_kind(makers: Any) -> None:
    first = read("/innovations", q="maker", limit=1)
    read("/innovations", q="maker", limit=1, cursor=first["next"])
    tag = get("/toolkits", q="maker")["ETag"]
    assert get("/toolkits", {"If-None-Match": tag}, q="maker").status_code == 304
    read("/stories", q="ann.lee@example.org")

    assert uses() == {"maker": {**NEW, "asked": 2, "by_api": 2, "hits": None}}
    assert dict(FilterUse.objects.values_list("name", "count"))["kind"] == 3


def test_nothing_is_counted_where_it_is_switched_off(makers: Any, settings: Any) -> None:
    slip = slip_on(q="maker")
    settings.COUNT_READS = False
    assert slip_on(q="maker") == ""
    assert "counting.js" not in Client().get("/library/").content.decode()
    told(slip)
    read("/search", q="maker")
    assert uses() == {}


# Written


def asking(text: str, day: date = TODAY, hits: int | None = 3, **different: Any) -> Asking:
    return Asking(day, "en", text, hits, **({"is_corrected": False, "by_api": False} | different))


def test_counts_add_up_over_writes_and_the_last_hits_stand() -> None:
    writing.write({asking("bus", hits=0): 2, asking("bus", YESTERDAY, hits=5): 1})
    writing.write({asking("bus", hits=4, by_api=True): 3, asking("bus", hits=None): 1})
    text = SearchText.objects.get()
    assert (text.first_day, text.last_day) == (YESTERDAY, TODAY)
    assert sum(use.asked for use in SearchUse.objects.all()) == 7
    latest = SearchUse.objects.get(month=TODAY.replace(day=1))
    assert (latest.hits, latest.found_nothing, latest.by_api) == (4, 2, 3)


def test_a_text_is_asked_on_two_days_when_the_second_is_written() -> None:
    writing.write({asking("bus", YESTERDAY): 1})
    assert not SearchText.objects.filter(keeping.SHARED).exists()
    writing.write({asking("bus", TODAY): 1})
    assert SearchText.objects.filter(keeping.SHARED).get().text == "bus"
    writing.write({asking("bus", YESTERDAY): 1})
    assert SearchText.objects.get().last_day == TODAY


def test_writing_takes_as_many_queries_for_many_as_for_few(makers: Any) -> None:
    number = PublicDocument.objects.filter(kind="innovation").first().pk_number
    taken = []
    for texts in (["one"], [f"text {n}" for n in range(100)]):
        counts: dict[Any, int] = {asking(text): 2 for text in texts}
        counts |= {Opening(TODAY, "en", text, 1, number): 1 for text in texts}
        counts |= {Narrowing(TODAY, "en", name): 1 for name in ("cost", "locale")}
        with CaptureQueriesContext(connection) as captured:
            writing.write(counts)
        taken.append(len(captured))
    assert taken[0] == taken[1] <= 24
    assert SearchUse.objects.count() == SearchOpening.objects.count() == 101


def test_a_flood_of_texts_fills_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_TEXTS", 10)
    monkeypatch.setattr(keeping, "MOST_TEXTS", 10)
    writing.write({asking("bus", YESTERDAY): 1, asking("bus", TODAY): 1})
    writing.write({asking("bus", YESTERDAY): 1})
    SearchText.objects.update(first_day=YESTERDAY)
    writing.write({asking(f"text {n:02}"): 1 for n in range(50)} | {asking("bus"): 1})
    assert SearchText.objects.count() == 10
    assert SearchUse.objects.filter(text__text="bus").order_by("month").last().asked >= 2

    keeping.forget_old()

    assert SearchText.objects.filter(text="bus").exists()
    assert keeping.unshared().count() == 5


# Forgotten


def test_the_worker_forgets_in_time() -> None:
    def text(words: str, first: int, last: int) -> SearchText:
        days = (TODAY - timedelta(days=ago) for ago in (first, last))
        first_day, last_day = days
        made = SearchText.objects.create(locale="en", text=words, first_day=first_day, last_day=last_day)
        SearchUse.objects.create(text=made, month=last_day.replace(day=1), asked=1)
        return made

    text("once yesterday", 1, 1)
    text("once long ago", 31, 31)
    text("often, not for long", 300, 100)
    text("often, long ago", 500, 430)
    old = text("often, for years", 900, 0)
    month = this_month()
    for _ in range(keeping.MONTHS + 3):
        month = month_before(month)
        SearchUse.objects.create(text=old, month=month, asked=1)
        SearchOpening.objects.create(text=old, month=month, entry=uuid4(), rank=1, count=1)
        FilterUse.objects.create(locale="en", month=month, name="cost", count=1)

    next(job for job in every_job() if job.name == "forget old searches").run()

    kept = {"once yesterday", "often, not for long", "often, for years"}
    assert set(SearchText.objects.values_list("text", flat=True)) == kept
    assert old.uses.count() == keeping.MONTHS
    assert old.openings.count() == FilterUse.objects.count() == keeping.MONTHS - 1
    assert (TODAY - keeping.oldest_month()).days <= 13 * 31


# Shown


@pytest.fixture
def staff(client: Client) -> Client:
    user = factories.UserFactory()
    user.groups.add(ensure_network().editors)
    client.force_login(user)
    return client


def searched(text: str, *, locale: str = "en", shared: bool = True, **counters: Any) -> SearchText:
    first = YESTERDAY if shared else TODAY
    made, _new = SearchText.objects.get_or_create(
        locale=locale, text=text, defaults={"first_day": first, "last_day": TODAY}
    )
    SearchUse.objects.create(text=made, **{"month": this_month(), "asked": 5, "hits": 3, **counters})
    return made


def part_of(page: BeautifulSoup, name: str) -> str:
    section = page.select_one(f"section[aria-labelledby=asked-{name}]")
    assert section is not None
    return re.sub(r"\s+", " ", section.get_text(" "))


def page_of(client: Client, **query: str) -> BeautifulSoup:
    answer = client.get(reverse("search_asked:index"), query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_staff_see_what_is_asked_what_is_missing_and_what_is_passed_over(staff: Client, makers: Any) -> None:
    maker = searched("maker", asked=12, opened=7)
    searched("photosynthesis", hits=0, found_nothing=5)
    searched("bus passes", asked=4, opened=0)
    searched("read by a program", asked=9, by_api=9)
    searched("my own question", shared=False)
    for page, rank, count in ((makers[0], 1, 6), (makers[1], 3, 2)):
        SearchOpening.objects.create(
            text=maker, month=this_month(), entry=page.translation_key, rank=rank, count=count
        )
    FilterUse.objects.create(locale="en", month=this_month(), name="cost", count=31)

    page = page_of(staff)

    assert "maker" in part_of(page, "most")
    assert "opened most: Maker Mondays" in part_of(page, "most")
    assert "photosynthesis" in part_of(page, "nothing")
    assert "maker" not in part_of(page, "nothing")
    passed_over = part_of(page, "unopened")
    assert "bus passes" in passed_over
    assert "read by a program" not in passed_over
    assert "1 6 75 %" in part_of(page, "ranks")
    assert "Cost of the first year 31" in part_of(page, "filters")
    assert "my own question" not in page.get_text()
    assert "1 text of this month is not shown." in part_of(page, "kept")


def test_each_text_leads_to_forms_that_are_filled_in(staff: Client) -> None:
    factories.make_site()
    searched("salud mental", locale="es")
    page = page_of(staff)
    ways = [str(link["href"]) for link in page.select(".asked-ways a")]

    synonyms, chosen = (BeautifulSoup(staff.get(way).content, "html.parser") for way in ways[:2])

    area = synonyms.select_one("textarea[name=wordings]")
    assert area is not None
    assert area.get_text(strip=True) == "salud mental"
    assert synonyms.select_one("select[name=locale] option[selected]")["value"] == "es"  # type: ignore[index]
    assert chosen.select_one("input[name=words]")["value"] == "salud mental"  # type: ignore[index]
    results = page.select_one("th[scope=row] a")
    assert results is not None
    assert results["href"] == "/es/library/?q=salud+mental"

    query = CuratedQuery.objects.create(words="salud mental")
    again = [str(link["href"]) for link in page_of(staff).select(".asked-ways a")]
    assert again[1] == reverse("search_results:edit", args=[query.pk])


def asked_for(client: Client, language: str) -> str:
    """Return where the way to ask districts for content leads, beside the only text in `language`."""
    return str(page_of(client, language=language).select(".asked-ways a")[2]["href"])


def test_districts_are_asked_for_what_is_not_found_and_once(staff: Client) -> None:
    factories.make_site()
    searched("autobús tarde", locale="es", hits=0, found_nothing=5)
    form = asked_for(staff, "es")
    page = BeautifulSoup(staff.get(form).content, "html.parser")
    names = ("title", "searched_for")
    given = {name: page.select_one(f"[name={name}]")["value"] for name in names}  # type: ignore[index]
    assert given == {"title": "Autobús tarde", "searched_for": "autobús tarde"}

    staff.post(form, {**given, "language": "es", "kind": "innovation"})

    request = ContentRequest.objects.get()
    assert asked_for(staff, "es") == reverse("content_requests:edit", args=[request.pk])
    assert "Asked for: see answers" in part_of(page_of(staff), "nothing")
    searched("autobús tarde")
    assert asked_for(staff, "en").startswith(reverse("content_requests:add"))  # in English nobody was asked
    close(request)
    assert asked_for(staff, "es") == form


def test_a_text_that_found_nothing_leads_to_a_published_answer(staff: Client) -> None:
    factories.make_site()
    space = onboard(factories.DistrictFactory(name="Harbor")).space
    writer = factories.UserFactory()
    writer.groups.add(space.communicators)
    searched("late bus", hits=0, found_nothing=5)
    fields = {"title": "Late bus", "searched_for": "late bus", "language": "en", "kind": "innovation"}
    staff.post(asked_for(staff, "en").partition("?")[0], fields)

    district = Client()
    district.force_login(writer)
    screen = BeautifulSoup(district.get("/admin/").content, "html.parser")
    way = str(screen.select(".desk-asked__ways a")[0]["href"])
    district.post(way, innovation_form([factories.ThemeFactory().pk], answers=way.rpartition("=")[2]))
    assert "1 answer, none published" in staff.get("/admin/").content.decode()

    factories.publish(InnovationPage.objects.get())

    assert "1 answer, 1 published" in staff.get("/admin/").content.decode()
    assert Client().get("/innovations/maker-mondays/").status_code == 200
    assert "Late bus" not in Client().get("/innovations/maker-mondays/").content.decode()


def test_who_may_not_ask_districts_is_not_offered_it(client: Client) -> None:
    factories.make_site()
    searched("late bus", hits=0, found_nothing=5)
    user = factories.UserFactory()
    names = ["access_admin", "change_synonymgroup"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client.force_login(user)
    assert "late bus" in part_of(page_of(client), "nothing")
    assert "Ask for content" not in page_of(client).get_text()


def test_a_month_and_a_language_are_chosen(staff: Client) -> None:
    factories.make_site()
    before = month_before(this_month())
    searched("now")
    searched("ahora", locale="es")
    searched("then", month=before)
    assert "then" not in part_of(page_of(staff), "most")
    assert "ahora" in part_of(page_of(staff), "most")
    assert "now" not in part_of(page_of(staff, language="es"), "most")
    assert "then" in part_of(page_of(staff, month=f"{before:%Y-%m}"), "most")
    for odd in ("", "2026-13", "\0", "9" * 99, "'"):
        assert "now" in part_of(page_of(staff, month=odd, language=odd), "most")


def test_without_searches_the_page_says_so_in_words(staff: Client) -> None:
    factories.make_site()
    assert "Nobody has searched in this month" in page_of(staff).get_text()


def test_the_csv_has_every_text_and_no_formula(staff: Client) -> None:
    factories.make_site()
    for number in range(60):
        searched(f"text {number}", asked=number + 1)
    searched("my own question", shared=False)
    searched("=cmd", asked=99)
    answer = staff.get(reverse("search_asked:csv"), {"month": f"{this_month():%Y-%m}"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == 61
    assert (rows[0]["Searched for"], rows[0]["Times"]) == ("'=cmd", "99")
    assert "my own question" not in answer.content.decode()


def test_the_page_takes_as_many_queries_for_twenty_texts_as_for_two(staff: Client) -> None:
    factories.make_site()
    taken = []
    for texts in (range(2), range(2, 20)):
        for number in texts:
            text = searched(f"text {number}", found_nothing=1)
            SearchOpening.objects.create(text=text, month=this_month(), entry=uuid4(), rank=1, count=1)
        page_of(staff)
        with CaptureQueriesContext(connection) as captured:
            page_of(staff)
        taken.append(len(captured))
    assert taken[0] == taken[1]


def test_only_the_networks_staff_come_here(client: Client) -> None:
    factories.make_site()
    writer = factories.UserFactory()
    writer.groups.add(onboard(factories.DistrictFactory()).space.communicators)
    client.force_login(writer)
    for name in ("search_asked:index", "search_asked:csv"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer["Location"]) == (302, reverse("wagtailadmin_home"))
    assert "What people search for" not in client.get(reverse("wagtailadmin_home")).content.decode()
