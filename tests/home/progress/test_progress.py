"""A playbook in use, as its readers meet it without a script."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from home.models import EndedLink, PlaybookProgress
from home.progress import keeping
from home.progress.keeping import LinkOverError
from home.progress.views import FOR_ONE_LIST, FROM_ONE_ADDRESS
from portfolio.models import PlaybookIndexPage, PublicDocument
from portfolio.periodic.jobs import every_job
from portfolio.publication import log
from tests import factories
from tests.home.test_pages import live

pytestmark = pytest.mark.django_db(transaction=True)

ODD = ("", "x", "%00", "%FF", "%E2%80%AE", "9" * 400, "..", "'%22%3E%3Cscript%3E", "-_" * 40)


def phase(title: str, *steps: tuple[str, list[str]]) -> tuple[str, dict[str, Any]]:
    made = [{"title": name, "how": "<p>Do it.</p>", "checklist": lines} for name, lines in steps]
    return ("phase", {"title": title, "goal": "Be further.", "steps": made})


@pytest.fixture
def playbook() -> Page:
    factories.make_site()
    log.flush()
    phases = [
        phase("Before", ("Find a room", ["Measure it", "Open a window"]), ("Ask the custodian", [])),
        phase("After", ("Open the door", ["Measure it"])),
    ]
    page: Page = live(PlaybookIndexPage.objects.get(), factories.playbook_page(phases=phases))
    return page


@pytest.fixture
def address(client: Client, playbook: Page) -> str:
    """The private address of a list that was just begun."""
    page = read(client, PublicDocument.objects.get(page_id=playbook.pk).path)
    answer = client.post(page.select_one("#Work form")["action"])
    assert answer.status_code == 302
    assert not answer.cookies
    return str(answer["Location"])


def read(client: Client, path: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html.parser")


def boxes(page: BeautifulSoup) -> dict[str, Any]:
    return {" ".join(label.get_text().split()): label.input for label in page.select("#Progress label")}


def ticked(page: BeautifulSoup) -> list[str]:
    return [words for words, box in boxes(page).items() if box.has_attr("checked")]


def state(page: BeautifulSoup) -> str:
    return str(page.find(id="State").get_text())


def news(page: BeautifulSoup) -> list[str]:
    return [line.get_text() for line in page.select(".progress__news p")]


def save(client: Client, page: BeautifulSoup, path: str, *words: str, **headers: str) -> Any:
    """Send the form of `page` with just these boxes ticked."""
    found = boxes(page)
    data = {
        "was": page.find("input", attrs={"name": "was"})["value"],
        "done": [found[w]["value"] for w in words],
    }
    return client.post(path, data, headers=headers)


def change(playbook: Page, edit: Any) -> None:
    """Publish the playbook with its phases, as they are stored, changed by `edit`."""
    page = type(playbook).objects.get(pk=playbook.pk)
    raw = [dict(block) for block in page.phases.raw_data]
    edit(raw)
    page.phases = page.phases.stream_block.to_python(raw)
    page.save_revision()
    factories.publish(page)


def test_ticks_are_there_for_whoever_has_the_link(client: Client, address: str) -> None:
    page = read(client, address)
    assert list(boxes(page)) == [
        "1. Find a room", "Measure it", "Open a window", "2. Ask the custodian", "3. Open the door",
    ]  # fmt: skip
    assert (ticked(page), state(page)) == ([], "0 of 3 steps done")

    answer = save(client, page, address, "1. Find a room", "Open a window")

    assert (answer.status_code, answer["Location"]) == (302, address)
    again = read(Client(), address)
    assert ticked(again) == ["1. Find a room", "Open a window"]
    assert state(again) == "1 of 3 steps done"
    save(Client(), again, address, "Open a window")
    assert ticked(read(client, address)) == ["Open a window"]


def test_the_same_words_in_two_steps_are_two_things_to_do(client: Client, address: str) -> None:
    page = read(client, address)
    keys = [label.input["value"] for label in page.select("#Progress label") if "Measure it" in label.text]

    assert len(set(keys)) == 2


def test_two_people_at_one_list_do_not_undo_each_other(client: Client, address: str) -> None:
    mine, theirs = read(client, address), read(client, address)
    save(client, mine, address, "1. Find a room")
    save(client, theirs, address, "3. Open the door")
    assert ticked(read(client, address)) == ["1. Find a room", "3. Open the door"]

    save(client, mine, address)
    assert ticked(read(client, address)) == ["1. Find a room", "3. Open the door"]


def test_a_script_is_told_how_far_it_is(client: Client, address: str) -> None:
    key = boxes(read(client, address))["2. Ask the custodian"]["value"]

    answer = client.post(address, {"done": key}, headers={"Accept": "application/json"})
    assert answer.json() == {"done": 1, "total": 3, "told": "1 of 3 steps done"}
    answer = client.post(address, {"was": key}, headers={"Accept": "application/json"})
    assert answer.json()["done"] == 0


def test_only_a_digest_is_stored_and_nothing_of_anyone(client: Client, address: str) -> None:
    token = address.rstrip("/").rpartition("/")[2]
    assert len(token) == 43
    row = PlaybookProgress.objects.get()

    assert token not in str(vars(row))
    assert {field.name for field in row._meta.fields} == {
        "id", "playbook", "token_digest", "done", "seen", "used_on",
    }  # fmt: skip
    assert token in read(client, address).find(id="Address")["value"]


def test_no_cache_no_search_engine_no_referrer_no_cookie(client: Client, address: str) -> None:
    page = read(client, address)
    answers = [
        client.get(address),
        client.head(address),
        save(client, page, address),
        client.get("/progress/none/"),
    ]

    for answer in answers:
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert not answer.cookies
    assert not page.find("link", rel="canonical")
    assert page.find("meta", attrs={"name": "robots"})["content"].startswith("noindex")
    assert "Disallow: /progress/" in client.get("/robots.txt").content.decode()


def test_forms_of_other_sites_change_nothing(playbook: Page, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    page = read(client, address)
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://testserver.evil.example"},
    ):
        assert save(client, page, address, "1. Find a room", **headers).status_code == 403
        answer = client.post(f"/progress/on/{playbook.translation_key}/", headers=headers)
        assert answer.status_code == 403
    assert ticked(read(client, address)) == []
    assert PlaybookProgress.objects.count() == 1

    for headers in ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "http://testserver"}, {}):
        assert save(client, page, address, "1. Find a room", **headers).status_code == 302


def test_what_is_no_step_is_not_kept(client: Client, address: str) -> None:
    odd = ["", "x", "\x00", "9" * 5000, "' OR 1=1", "\N{PILE OF POO}"]

    assert client.post(address, {"done": odd, "was": " ".join(odd)}).status_code == 302
    assert client.post(address, {"done": [str(n) for n in range(5000)]}).status_code == 400
    assert PlaybookProgress.objects.get().done == []


def test_no_address_is_an_error(client: Client, playbook: Page) -> None:
    for odd in ODD:
        for path in (
            *(f"/progress/{odd}/", f"/progress/on/{odd}/", f"/es/progress/{odd}/"),
            *(f"/progress/{odd}/link/", f"/es/progress/{odd}/link/"),
        ):
            for ask in (client.get, client.post):
                assert ask(path).status_code in (404, 405), path
    assert client.post(f"/progress/on/{uuid4()}/").status_code == 404
    assert "Check that you have all of it." in read(client, "/progress/none/", 404).main.get_text()


def test_an_edited_playbook_keeps_what_is_still_there_and_says_what_changed(
    client: Client, playbook: Page, address: str
) -> None:
    page = read(client, address)
    save(client, page, address, "1. Find a room", "2. Ask the custodian", "Open a window")

    def edit(raw: Any) -> None:
        first, second = raw
        room, custodian = first["value"]["steps"]
        room["value"]["title"] = "Find a large room"
        first["value"]["steps"] = [room]
        new = {"type": "item", "value": {"title": "Buy a bell", "how": "<p>One.</p>"}, "id": str(uuid4())}
        second["value"]["steps"] = [new, *second["value"]["steps"]]
        raw.reverse()
        assert custodian["value"]["title"] == "Ask the custodian"

    change(playbook, edit)
    page = read(client, address)

    assert news(page) == [
        "1 step is new since you last ticked one.",
        "1 step says something else than it did.",
        "1 step is gone.",
    ]
    assert ticked(page) == ["3. Find a large room", "Open a window"]
    marks = {step.span.get_text(): step.strong for step in page.select(".progress__step")}
    assert [mark and mark.get_text() for mark in marks.values()] == ["New", None, "Changed"]
    assert state(page) == "1 of 3 steps done"

    save(client, page, address, "1. Buy a bell", "3. Find a large room", "Open a window")
    page = read(client, address)
    assert news(page) == []
    assert ticked(page) == ["1. Buy a bell", "3. Find a large room", "Open a window"]


def test_a_step_that_comes_back_is_still_ticked(client: Client, playbook: Page, address: str) -> None:
    save(client, read(client, address), address, "2. Ask the custodian")
    kept: list[Any] = []
    change(playbook, lambda raw: kept.append(raw[0]["value"]["steps"].pop()))
    save(client, read(client, address), address, "1. Find a room")
    change(playbook, lambda raw: raw[0]["value"]["steps"].append(kept[0]))

    assert ticked(read(client, address)) == ["1. Find a room", "2. Ask the custodian"]


def test_a_withdrawn_playbook_is_over_and_its_ticks_return_with_it(
    client: Client, playbook: Page, address: str
) -> None:
    save(client, read(client, address), address, "1. Find a room")
    page = type(playbook).objects.get(pk=playbook.pk)
    page.unpublish()
    for _flushed in range(2):
        told = read(client, address, 410)
        assert "Open a workshop" not in told.get_text()
        assert client.post(address, {"done": "x"}).status_code == 410
        assert client.post(f"/progress/on/{playbook.translation_key}/").status_code == 410
        log.flush()
    page.save_revision()
    factories.publish(page)

    assert ticked(read(client, address)) == ["1. Find a room"]


def test_what_nobody_opens_for_a_year_is_deleted(client: Client, address: str) -> None:
    [job] = [job for job in every_job() if job.name == "forget progress that nobody opens"]
    today = timezone.localdate()
    PlaybookProgress.objects.update(used_on=today - timedelta(days=364))
    read(client, address)
    assert PlaybookProgress.objects.get().used_on == today

    PlaybookProgress.objects.update(used_on=today - timedelta(days=365))
    job.run()
    assert PlaybookProgress.objects.exists()
    PlaybookProgress.objects.update(used_on=today - timedelta(days=366))
    job.run()
    assert read(client, address, 404)


def link_form(page: BeautifulSoup, name: str) -> dict[str, str]:
    """The form of the link's page that holds this field, as a browser would send it."""
    field = page.find("input", attrs={"name": name})
    return {name: field["value"]}


def test_a_new_link_opens_the_same_list_and_ends_the_old_one(client: Client, address: str) -> None:
    save(client, read(client, address), address, "1. Find a room")
    page = read(client, read(client, address).find("a", string="End this link, or delete the list")["href"])

    answer = client.post(f"{address}link/", link_form(page, "offered"))

    assert answer.status_code == 302
    new = answer["Location"].partition("?")[0]
    assert new != address
    told = read(client, answer["Location"])
    assert ticked(told) == ["1. Find a room"]
    assert "The list has a new link" in told.main.get_text()
    assert told.find(id="Address")["value"].endswith(new)
    assert told.select_one(".progress__link").has_attr("open")
    for path in (address, f"{address}link/"):
        assert "This link was ended" in read(client, path, 410).main.get_text()
        assert client.post(path, {"sure": "yes", "done": "x"}).status_code == 410
        assert new not in client.get(path).content.decode()
    assert ticked(read(client, new)) == ["1. Find a room"]


def test_a_form_that_is_sent_twice_leads_to_one_new_link(client: Client, address: str) -> None:
    form = link_form(read(client, f"{address}link/"), "offered")

    first, second = (client.post(f"{address}link/", form) for _time in range(2))

    assert first["Location"] == second["Location"]
    assert read(client, first["Location"])


def test_of_two_tabs_the_first_one_gets_the_link(client: Client, address: str) -> None:
    one, two = (link_form(read(client, f"{address}link/"), "offered") for _tab in range(2))
    assert one != two
    new = client.post(f"{address}link/", one)["Location"]

    assert client.post(f"{address}link/", two).status_code == 410
    assert client.post(f"{address}link/", {"sure": "yes"}).status_code == 410
    assert read(client, new)
    assert PlaybookProgress.objects.count() == EndedLink.objects.count() == 1


def test_a_link_that_was_not_offered_is_not_taken(client: Client, playbook: Page, address: str) -> None:
    other = client.post(f"/progress/on/{playbook.translation_key}/")["Location"]
    theirs = link_form(read(client, f"{other}link/"), "offered")["offered"]

    for odd in ("", "x", "a" * 43, "a:b", theirs, theirs.partition(":")[0], "\x00"):
        assert client.post(f"{address}link/", {"offered": odd}).status_code == 400
    assert read(client, address)
    assert not EndedLink.objects.exists()


def test_a_list_is_deleted_for_good_once_that_is_sure(client: Client, address: str) -> None:
    save(client, read(client, address), address, "1. Find a room")
    page = client.post(f"{address}link/", {"something": "else"})
    box = BeautifulSoup(page.content, "html.parser").select_one("input[name=sure][aria-invalid=true]")
    described = box.find_parent("form").find(id=box["aria-describedby"])
    assert described.get_text() == "Nothing was deleted. Tick the box if you are sure."
    assert PlaybookProgress.objects.exists()

    answer = client.post(f"{address}link/", link_form(read(client, f"{address}link/"), "sure"))

    assert "The list is deleted" in answer.content.decode()
    assert not PlaybookProgress.objects.exists()
    assert "This link was ended" in read(client, address, 410).main.get_text()
    assert client.post(f"{address}link/", {"sure": "yes"}).status_code == 410


def test_ticks_that_come_after_the_end_of_a_link_change_nothing(
    client: Client, playbook: Page, address: str
) -> None:
    token = address.rstrip("/").rpartition("/")[2]
    opened = keeping.opened_by(token)
    assert opened
    body = PublicDocument.objects.get(page_id=playbook.pk).body
    new = keeping.take_link(token, keeping.offered_link(token))

    with pytest.raises(LinkOverError):
        keeping.tick(opened, body, [], ["anything"])
    with pytest.raises(LinkOverError):
        keeping.delete(token)
    assert keeping.opened_by(new)


def test_the_link_of_a_withdrawn_playbook_can_be_ended(client: Client, playbook: Page, address: str) -> None:
    type(playbook).objects.get(pk=playbook.pk).unpublish()
    told = read(client, address, 410)
    page = read(client, told.find("a", string="End this link, or delete the list")["href"])

    assert "Open a workshop" not in page.get_text()
    new = client.post(f"{address}link/", link_form(page, "offered"))["Location"].partition("?")[0]
    assert "This playbook was taken back" in read(client, new, 410).main.get_text()
    assert "The list is deleted" in client.post(f"{new}link/", {"sure": "yes"}).content.decode()


def test_the_page_of_a_link_is_as_private_as_its_list(client: Client, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    path = f"{address}link/"
    form = link_form(read(client, path), "offered")
    for data in (form, {"sure": "yes"}):
        assert client.post(path, data, headers={"Origin": "https://evil.example"}).status_code == 403
    answers = [client.get(path), client.post(path, form), client.get(path)]

    assert [answer.status_code for answer in answers] == [200, 302, 410]
    for answer in answers:
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies


def test_new_links_are_limited_and_ended_ones_forgotten(client: Client, address: str) -> None:
    for _number in range(FOR_ONE_LIST.amount):
        form = link_form(read(client, f"{address}link/"), "offered")
        address = client.post(f"{address}link/", form)["Location"].partition("?")[0]
    answer = client.post(f"{address}link/", link_form(read(client, f"{address}link/"), "offered"))
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0

    EndedLink.objects.update(ended_on=timezone.localdate() - timedelta(days=366))
    keeping.forget_unused()
    assert not EndedLink.objects.exists()
    assert read(client, address)


def test_a_workshop_in_the_house_keeps_nobody_from_ending_a_link(
    client: Client, playbook: Page, address: str
) -> None:
    for _number in range(FROM_ONE_ADDRESS.amount):
        client.post(f"/progress/on/{playbook.translation_key}/")
    form = link_form(read(client, f"{address}link/"), "offered")

    assert client.post(f"{address}link/", form).status_code == 302
    assert client.get(address).status_code == 410


def test_what_was_not_offered_uses_up_nothing(client: Client, address: str) -> None:
    for _number in range(FOR_ONE_LIST.amount + 1):
        assert client.post(f"{address}link/", {"offered": "made:up"}).status_code == 400
    form = link_form(read(client, f"{address}link/"), "offered")
    assert client.post(f"{address}link/", form).status_code == 302


def test_beginning_is_limited_and_says_when_again(client: Client, playbook: Page) -> None:
    path = f"/progress/on/{playbook.translation_key}/"
    for _number in range(FROM_ONE_ADDRESS.amount):
        assert client.post(path).status_code == 302
    answer = client.post(path)

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert re.search(r"Try again in \d+ minutes", answer.content.decode())
    assert PlaybookProgress.objects.count() == FROM_ONE_ADDRESS.amount
    assert client.post(path, headers={}, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_the_page_of_the_playbook_stays_cacheable(client: Client, playbook: Page) -> None:
    answer = client.get(PublicDocument.objects.get(page_id=playbook.pk).path)

    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert b"csrf" not in answer.content


def test_a_list_takes_the_same_queries_however_long(client: Client, playbook: Page, address: str) -> None:
    counts = []
    for many in (1, 30):

        def edit(raw: Any, many: int = many) -> None:
            raw[0]["value"]["steps"] = [
                {"type": "item", "value": {"title": f"Step {n}", "how": "<p>x</p>"}, "id": str(uuid4())}
                for n in range(many)
            ]

        change(playbook, edit)
        with CaptureQueriesContext(connection) as captured:
            read(client, address)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 4
