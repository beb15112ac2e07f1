"""District, then network: only the last step publishes, and each step tells the right people."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import TaskState

from portfolio.editor.views import EntryEditView
from portfolio.services.network import ensure_network
from portfolio.tenancy.onboarding import onboard
from tests.factories import DistrictFactory, UserFactory, add_draft, innovation_page, make_site

pytestmark = pytest.mark.django_db(transaction=True)

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def space():
    make_site()
    return onboard(DistrictFactory(name="Harbor")).space


@pytest.fixture
def people(space):
    """Everyone who takes part, and some who must not hear of it."""
    stranger = onboard(DistrictFactory(name="Hilltop")).space
    teams = {
        "writer": [space.communicators], "approver": [space.approvers], "editor": [ensure_network().editors],
        "stranger": [stranger.communicators, stranger.approvers],
    }  # fmt: skip
    users = {name: UserFactory(email=f"{name}@example.org") for name in teams}
    for name, groups in teams.items():
        users[name].groups.add(*groups)
    UserFactory(email="root@example.org", is_superuser=True)
    return users


@pytest.fixture
def entry(space, people):
    return add_draft(space.page, innovation_page(owner=people["writer"]))


def act(client, user, page, action):
    client.force_login(user)
    state = TaskState.objects.get(status="in_progress")
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    answer = client.post(address, {"comment": "Say more about the cost."})
    page.refresh_from_db()
    return answer


def newly_told():
    told = sorted((message.to[0], message.subject) for message in mail.outbox)
    mail.outbox.clear()
    return told


def test_entry_goes_from_writer_to_approver_to_network_and_is_public_at_the_end(entry, people, client):
    entry.get_workflow().start(entry, people["writer"])
    assert newly_told() == [("approver@example.org", "Please read: “Maker Mondays” waits for your approval")]
    act(client, people["approver"], entry, "approve")
    assert not entry.live
    assert newly_told() == [("editor@example.org", "Please read: “Maker Mondays” waits for your approval")]
    act(client, people["editor"], entry, "approve")
    assert entry.live
    assert newly_told() == [("writer@example.org", "“Maker Mondays” is approved")]


def test_entry_sent_back_tells_its_writer_what_to_change_and_where(entry, people, client):
    entry.get_workflow().start(entry, people["writer"])
    newly_told()
    act(client, people["approver"], entry, "reject")
    [message] = mail.outbox
    assert message.to == ["writer@example.org"]
    assert "Say more about the cost." in message.body
    assert f"http://localhost:8000/admin/pages/{entry.pk}/edit/" in message.body


@pytest.mark.parametrize("name", ["writer", "stranger", "approver"])
def test_network_step_is_not_approved_by_anyone_else(entry, people, client, name):
    entry.get_workflow().start(entry, people["writer"])
    act(client, people["approver"], entry, "approve")
    act(client, people[name], entry, "approve")
    assert not entry.live


def test_mail_about_a_comment_that_cannot_be_sent_loses_no_draft(monkeypatch):
    def fail(*args):
        raise ConnectionRefusedError

    monkeypatch.setattr("wagtail.admin.views.pages.edit.EditView.send_commenting_notifications", fail)
    EntryEditView().send_commenting_notifications({})


@pytest.mark.parametrize("name", ["writer", "approver"])
def test_district_cannot_publish_by_itself(entry, people, client, name):
    client.force_login(people[name])
    permissions = entry.permissions_for_user(people[name])
    assert permissions.can_edit()
    assert not permissions.can_publish()
    query = f"?id={entry.pk}"
    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + query)
    client.post(f"/admin/api/main/pages/{entry.pk}/action/publish/")
    entry.refresh_from_db()
    assert not entry.live


def test_mail_server_that_does_not_answer_holds_up_no_approval(entry, people, client, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 9
    entry.get_workflow().start(entry, people["writer"])
    act(client, people["approver"], entry, "approve")
    assert act(client, people["editor"], entry, "approve").status_code == 302
    assert entry.live


def test_communicator_cannot_give_their_page_to_another_district(space, people, client):
    client.force_login(people["writer"])
    address = reverse("wagtailadmin_pages:edit", args=[space.page_id])
    assert "district" not in client.get(address).context["form"].fields
    client.force_login(people["editor"])
    assert "district" in client.get(address).context["form"].fields
