"""Asking districts for what readers look for: whom it asks, whom it tells, and what outlives what."""

import datetime

import pytest
from django.core import mail

from portfolio.models import ContentRequest, RequestAnswer
from portfolio.services.content_requests import (
    answer_with,
    close,
    mail_communicator,
    reopen,
    requests_to,
    set_answers,
    spaces_asked,
    tell_newly_asked,
)
from portfolio.tenancy.onboarding import onboard
from tests.factories import DistrictFactory, UserFactory, add_draft, innovation_page, make_site

pytestmark = pytest.mark.django_db


def taken_in(name):
    space = onboard(DistrictFactory(name=name)).space
    writer = UserFactory(email=f"writer@{name.lower()}.example.org")
    writer.groups.add(space.communicators)
    return space


@pytest.fixture
def harbor():
    make_site()
    return taken_in("Harbor")


@pytest.fixture
def hilltop(harbor):
    return taken_in("Hilltop")


def asking(*spaces, **fields):
    request = ContentRequest.objects.create(
        **{"title": "Late bus for clubs", "is_for_all": not spaces, **fields}
    )
    request.districts.set(spaces)
    return request


def told():
    return sorted(address for message in mail.outbox for address in message.to)


def test_request_without_districts_asks_all_members_and_those_taken_in_later(harbor):
    request = asking()
    later = taken_in("Later")
    assert set(spaces_asked(request)) == {harbor, later}
    assert list(requests_to([later])) == [request]


def test_request_to_some_is_not_seen_by_others(harbor, hilltop):
    request = asking(harbor)
    assert set(spaces_asked(request)) == {harbor}
    assert list(requests_to([harbor, hilltop])) == [request]
    assert not requests_to([hilltop]).exists()
    assert not requests_to([]).exists()


def test_request_to_a_district_that_is_removed_does_not_go_to_everyone(harbor, hilltop):
    request = asking(harbor)
    request.declined_by.add(harbor)
    harbor.delete()
    request.refresh_from_db()
    assert not spaces_asked(request).exists()
    assert not requests_to([hilltop]).exists()


def test_district_that_closed_is_not_asked(harbor, hilltop):
    request = asking()
    harbor.district.closed_on = datetime.date(2024, 7, 1)
    harbor.district.save()
    assert set(spaces_asked(request)) == {hilltop}
    assert not requests_to([harbor]).exists()


def test_communicators_of_districts_asked_get_one_mail_each(
    harbor, hilltop, django_capture_on_commit_callbacks
):
    for space in (harbor, hilltop):
        space.communicators.user_set.add(
            UserFactory(email="both@example.org") if space == harbor else UserFactory(is_active=False)
        )
    hilltop.communicators.user_set.add(*harbor.communicators.user_set.filter(email="both@example.org"))
    harbor.approvers.user_set.add(UserFactory(email="approver@harbor.example.org"))
    request = asking(note="Ours ended in 2019.\nWhat replaced it?")
    with django_capture_on_commit_callbacks(execute=True):
        assert tell_newly_asked(request) == 2
    assert told() == ["both@example.org", "writer@harbor.example.org", "writer@hilltop.example.org"]
    message = mail.outbox[0]
    assert message.subject == "Readers look for: Late bus for clubs"
    assert "Ours ended in 2019.\nWhat replaced it?" in message.body
    assert "/admin/" in message.body


def test_district_is_told_of_a_request_once(harbor, hilltop, django_capture_on_commit_callbacks):
    request = asking(harbor)
    for asked in ([harbor], [harbor, hilltop], [hilltop], [harbor, hilltop]):
        request.districts.set(asked)
        with django_capture_on_commit_callbacks(execute=True):
            tell_newly_asked(request)
    assert told() == ["writer@harbor.example.org", "writer@hilltop.example.org"]


def test_each_communicator_has_a_task_of_their_own(harbor, django_capture_on_commit_callbacks, monkeypatch):
    harbor.communicators.user_set.add(UserFactory(email="second@harbor.example.org"))
    queued = []
    monkeypatch.setattr(type(mail_communicator), "enqueue", lambda _task, *given: queued.append(given))
    request = asking()
    with django_capture_on_commit_callbacks(execute=True):
        tell_newly_asked(request)
    readers = harbor.communicators.user_set.values_list("pk", flat=True)
    assert sorted(queued) == sorted((request.pk, reader) for reader in readers)


def test_request_that_is_opened_again_tells_whom_it_was_to_ask_meanwhile(
    harbor, hilltop, django_capture_on_commit_callbacks
):
    request = asking(harbor)
    with django_capture_on_commit_callbacks(execute=True):
        tell_newly_asked(request)
    close(request)
    request.districts.add(hilltop)
    with django_capture_on_commit_callbacks(execute=True):
        reopen(request)
    assert told() == ["writer@harbor.example.org", "writer@hilltop.example.org"]


@pytest.mark.parametrize("gone", ["closed", "deleted", "account"])
def test_nobody_is_mailed_of_what_was_taken_back_meanwhile(harbor, gone):
    request, reader = asking(), harbor.communicators.user_set.get()
    numbers = request.pk, reader.pk
    {"closed": lambda: close(request), "deleted": request.delete, "account": reader.delete}[gone]()
    mail_communicator.enqueue(*numbers)
    assert mail.outbox == []


def test_answer_takes_back_not_with_us_and_counts_once(harbor):
    request = asking()
    request.declined_by.add(harbor)
    entry = add_draft(harbor.page, innovation_page())
    answer_with(request, harbor, entry)
    answer_with(request, harbor, entry)
    assert RequestAnswer.objects.count() == 1
    assert not request.declined_by.exists()


def test_set_answers_leaves_the_answers_of_others_alone(harbor, hilltop):
    request = asking()
    mine, other, theirs, not_theirs_to_name = (
        add_draft(space.page, innovation_page(slug=f"entry-{n}"))
        for n, space in enumerate((harbor, harbor, hilltop, hilltop))
    )
    answer_with(request, hilltop, theirs)
    answer_with(request, harbor, mine)
    set_answers(request, harbor, [mine.pk, other.pk], [other.pk, not_theirs_to_name.pk])
    assert set(request.answers.values_list("entry", flat=True)) == {other.pk, theirs.pk}


def test_entry_that_is_deleted_takes_its_answer_along(harbor):
    request = asking()
    entry = add_draft(harbor.page, innovation_page())
    answer_with(request, harbor, entry)
    entry.delete()
    assert not request.answers.exists()
    assert ContentRequest.objects.filter(pk=request.pk).exists()


def test_request_outlives_whoever_asked(harbor):
    person = UserFactory()
    request = asking(asked_by=person)
    person.delete()
    request.refresh_from_db()
    assert request.asked_by is None
