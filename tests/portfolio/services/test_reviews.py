"""An entry falls due a year after its review; its people are told once, and may say that it still holds."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from portfolio.services.reviews import Review, due_entries, mark_reviewed, send_due_reminders
from portfolio.tenancy.onboarding import onboard
from tests.factories import DistrictFactory, UserFactory, add_draft, innovation_page, make_site, publish

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LONG_AGO = TODAY - datetime.timedelta(days=366)


@pytest.fixture
def space():
    make_site()
    return onboard(DistrictFactory(name="Harbor")).space


@pytest.fixture
def writer(space):
    user = UserFactory(email="writer@harbor.example.org")
    user.groups.add(space.communicators)
    return user


@pytest.fixture
def old_entry(space):
    return publish(add_draft(space.page, innovation_page(reviewed_on=LONG_AGO)))


def test_entry_is_due_after_a_year_and_not_before(space, old_entry):
    publish(
        add_draft(space.page, innovation_page(slug="young", reviewed_on=TODAY - datetime.timedelta(days=365)))
    )
    assert [entry.pk for entry in due_entries()] == [old_entry.pk]


def test_reminder_goes_to_the_districts_own_people_once(writer, old_entry):
    stranger = UserFactory(email="stranger@hilltop.example.org")
    stranger.groups.add(onboard(DistrictFactory(name="Hilltop")).space.communicators)
    assert send_due_reminders() == 1
    assert send_due_reminders() == 0
    [message] = mail.outbox
    assert message.to == ["writer@harbor.example.org"]
    assert "Maker Mondays" in message.body
    assert f"/admin/pages/{old_entry.pk}/edit/" in message.body


def test_reminder_comes_again_a_year_after_the_next_review(writer, old_entry):
    send_due_reminders()
    old_entry.reviewed_on = LONG_AGO + datetime.timedelta(days=1)
    old_entry.save(clean=False)
    due = old_entry.reviewed_on < TODAY - datetime.timedelta(days=365)
    assert send_due_reminders() == int(due)


def test_reminder_that_could_not_be_sent_is_tried_again(writer, old_entry, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert send_due_reminders() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due_reminders() == 1


def test_still_true_is_public_at_once_where_nothing_else_waits(writer, old_entry):
    assert mark_reviewed(old_entry, writer) == Review.PUBLISHED
    old_entry.refresh_from_db()
    assert old_entry.reviewed_on == TODAY
    assert not old_entry.has_unpublished_changes


def test_still_true_goes_into_a_waiting_draft_and_publishes_nothing_of_it(writer, old_entry):
    old_entry.title = "Maker Tuesdays"
    old_entry.save_revision(user=writer)
    old_entry.refresh_from_db()
    assert mark_reviewed(old_entry, writer) == Review.WITH_NEXT_APPROVAL
    old_entry.refresh_from_db()
    assert (old_entry.title, old_entry.reviewed_on) == ("Maker Mondays", LONG_AGO)
    assert old_entry.get_latest_revision_as_object().reviewed_on == TODAY
