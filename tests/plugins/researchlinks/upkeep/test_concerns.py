"""What needs a person is listed for whoever may change the entries, with what is wrong and what to do."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.text import slugify

from plugins.researchlinks.models import AddressCheck, AddressStatus, ResearchRecord, SourceCheck, Telling
from plugins.researchlinks.upkeep.telling import tell_of_concerns
from portfolio.models import InnovationPage
from portfolio.services.network import ensure_network
from portfolio.tenancy.onboarding import onboard
from tests import factories
from tests.plugins.researchlinks.conftest import link, record

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on")]
ADDRESS = "/admin/research/concerns/"
YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def spaces(on: None) -> list[Any]:
    ensure_network()
    return [onboard(factories.DistrictFactory(name=name)).space for name in ("Harbor", "Hilltop")]


def writer_of(space: Any, **fields: Any) -> Any:
    writer = factories.UserFactory(**fields)
    writer.groups.add(space.communicators)
    return writer


def editor() -> Any:
    user = factories.UserFactory(email="editor@network.example.org")
    user.groups.add(ensure_network().editors)
    return user


def entry(
    space: Any, title: str, *records: ResearchRecord, live: bool = True, **fields: Any
) -> InnovationPage:
    page = factories.innovation_page(title=title, slug=slugify(title), **fields)
    page.research_links = [link(each) for each in records]
    draft = factories.add_draft(space.page, page)
    return factories.publish(draft) if live else draft


def broken(record: ResearchRecord, status: str = AddressStatus.BROKEN) -> AddressCheck:
    return AddressCheck.objects.create(
        record=record, address="https://example.org/gone", status=status, said="404 Not Found",
        looked_at=timezone.now(), host="example.org",
    )  # fmt: skip


def shown_to(user: Any, **query: Any) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(ADDRESS, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_kind_of_concern_is_said_in_words(spaces: list[Any]) -> None:
    retracted = record("Withdrawn by its journal", is_retracted=True)
    SourceCheck.objects.create(
        record=retracted, asked_at=timezone.now(), outcome=SourceCheck.Outcome.KNOWN, retracted_by="Crossref"
    )
    lost = record("Gone from the web")
    broken(lost)
    stale = record("Long ago", reviewed_on=date(2020, 2, 3))
    bare = ResearchRecord.objects.create(kind="url", identifier="https://example.org/nobody-knows")
    owner = factories.UserFactory(email="o@example.org")
    entry(spaces[0], "Maker Mondays", retracted, lost, stale, bare, owner=owner)

    html = shown_to(writer_of(spaces[0]))

    assert "Retracted, as Crossref says." in html
    assert "https://example.org/gone has been broken since" in html
    assert "404 Not Found." in html
    assert "Last reviewed on Feb. 3, 2020; another look was due by Feb. 3, 2022." in html
    assert "Nothing could be found of https://example.org/nobody-knows." in html
    assert html.count("Maker Mondays") == 4
    assert html.count("o@example.org") == 4


def test_what_is_well_is_not_listed(spaces: list[Any]) -> None:
    new = ResearchRecord.objects.create(kind="doi", identifier="10.5555/n")
    fine, busy = record("Fine"), record("Busy")
    broken(fine, AddressStatus.FINE)
    broken(busy, AddressStatus.UNKNOWN)
    gone = record("Withdrawn here", is_retracted=True, is_withdrawn=True)
    entry(spaces[0], "Maker Mondays", fine, busy, new, gone)

    html = shown_to(writer_of(spaces[0]))

    assert "Nothing needs you" in html
    assert "Maker Mondays" not in html


def test_writer_sees_their_own_districts_entries_alone_and_the_network_all(spaces: list[Any]) -> None:
    shared, theirs = record("Shared by both", is_retracted=True), record("Only theirs", is_retracted=True)
    record("Used by nobody", is_retracted=True)
    owner = factories.UserFactory(email="owner@hilltop.example.org")
    entry(spaces[0], "Ours", shared)
    entry(spaces[1], "Their draft", shared, theirs, live=False, owner=owner)

    html = shown_to(writer_of(spaces[0]))
    assert "Shared by both" in html
    assert "Ours" in html
    for hidden in ("Their draft", "Only theirs", "Used by nobody", "owner@hilltop"):
        assert hidden not in html

    everything = shown_to(editor())
    for seen in ("Ours", "Their draft", "Only theirs", "Used by nobody", "owner@hilltop", "No entry"):
        assert seen in everything


def test_who_may_not_use_the_editor_does_not_see_it(on: None) -> None:
    client = Client()
    assert client.get(ADDRESS)["Location"].startswith("/account/login/")
    client.force_login(factories.UserFactory())
    assert client.get(ADDRESS).status_code == 302


def test_list_narrows_to_one_concern_and_passes_over_nonsense(spaces: list[Any]) -> None:
    entry(spaces[0], "Ours", record("Gone", is_retracted=True), record("Old", review_by=YESTERDAY))
    writer = writer_of(spaces[0])

    html = shown_to(writer, concern="stale")
    assert "Old (2021)" in html
    assert "Gone (2021)" not in html
    for odd in ("", "x", "\x00", "9" * 30):
        assert "Gone (2021)" in shown_to(writer, concern=odd, p=odd)


def test_titles_are_escaped(spaces: list[Any]) -> None:
    entry(spaces[0], "<b>Ours", record("<script>alert(1)</script>", is_retracted=True))

    html = shown_to(writer_of(spaces[0]))

    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<b>Ours" not in html


def test_list_costs_as_much_for_twenty_records_as_for_two(spaces: list[Any]) -> None:
    writer = writer_of(spaces[0])

    def queries(number: int) -> int:
        while ResearchRecord.objects.count() < number:
            each = record(f"Study {ResearchRecord.objects.count()}", is_retracted=True)
            broken(each)
            entry(spaces[0], f"Entry {each.pk}", each, owner=writer)
        shown_to(writer)
        with CaptureQueriesContext(connection) as captured:
            shown_to(writer)
        return len(captured)

    assert queries(2) == queries(20)
    assert "Page 1 of 2" not in shown_to(writer)
    queries(21)
    assert "Page 1 of 2" in shown_to(writer)
    assert "Study 20" in shown_to(writer, p=1) or "Study 20" in shown_to(writer, p=2)


def test_it_is_in_the_menu(spaces: list[Any]) -> None:
    client = Client()
    client.force_login(writer_of(spaces[0]))

    html = client.get("/admin/").content.decode()

    assert ADDRESS in html
    assert "/admin/snippets/researchlinks/researchrecord/" in html


def test_those_who_look_after_an_entry_are_told_once(spaces: list[Any]) -> None:
    writer_of(spaces[0], email="writer@harbor.example.org")
    writer_of(spaces[1], email="writer@hilltop.example.org")
    study = record("A trial", is_retracted=True)
    page = entry(spaces[0], "Maker Mondays", study)
    entry(spaces[0], "Only a draft", study, live=False)

    assert tell_of_concerns() == 1
    assert tell_of_concerns() == 0

    [message] = mail.outbox
    assert message.to == ["writer@harbor.example.org"]
    assert message.subject == "Something about the research in one of your entries"
    assert "A trial (2021)" in message.body
    assert "Retracted, as someone here has noted. It counts for nothing any more." in message.body
    assert f"/admin/pages/{page.pk}/edit/" in message.body
    assert "Only a draft" not in message.body


def test_only_what_is_new_is_told_and_what_comes_back_is_told_again(spaces: list[Any]) -> None:
    writer_of(spaces[0])
    study = record("A trial", is_retracted=True)
    entry(spaces[0], "Maker Mondays", study)
    tell_of_concerns()
    check = broken(study)

    assert tell_of_concerns() == 1
    assert "404" in mail.outbox[-1].body
    assert "Retracted" not in mail.outbox[-1].body

    def say(status: str) -> int:
        AddressCheck.objects.filter(pk=check.pk).update(status=status)
        return tell_of_concerns()

    assert say(AddressStatus.UNKNOWN) == 0
    assert say(AddressStatus.BROKEN) == 0  # it was never mended
    assert say(AddressStatus.FINE) == 0
    assert say(AddressStatus.BROKEN) == 1


def test_what_nobody_could_be_told_of_is_told_later(spaces: list[Any], settings: Any) -> None:
    writer_of(spaces[0])
    entry(spaces[0], "Maker Mondays", record("A trial", is_retracted=True))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert tell_of_concerns() == 0
    assert not Telling.objects.exists()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert tell_of_concerns() == 1
