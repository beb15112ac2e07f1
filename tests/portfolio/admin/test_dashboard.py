"""The first screen after sign-in is the communicator's own."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from portfolio.models import OutboxRow
from portfolio.services.network import ensure_network
from portfolio.tenancy.onboarding import onboard
from tests.factories import DistrictFactory, UserFactory, add_draft, innovation_page, publish

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.localdate() - datetime.timedelta(days=400)


@pytest.fixture
def editor(space):
    user = UserFactory(email="editor@network.example.org")
    user.groups.add(ensure_network().editors)
    return user


def first_screen(client):
    response = client.get("/admin/")
    assert response.status_code == 200
    return response.content.decode()


def test_first_screen_leads_straight_to_a_new_innovation(writer, space, client):
    address = reverse("wagtailadmin_pages:add", args=["portfolio", "innovationpage", space.page_id])
    assert f'href="{address}"' in first_screen(client)
    assert client.get(address).status_code == 200


def test_first_screen_counts_what_a_draft_lacks(writer, space, client):
    add_draft(space.page, innovation_page(title="Half written", problem="", summary=""))
    screen = first_screen(client)
    assert "Half written" in screen
    assert "2 things missing" in screen


def test_first_screen_says_where_an_entry_is_in_review(writer, space, client):
    page = add_draft(space.page, innovation_page(title="Sent off"))
    page.get_workflow().start(page, writer)
    assert "with: Harbor approval" in first_screen(client)


def test_first_screen_of_an_approver_shows_what_waits(writer, space, client):
    approver = UserFactory(email="approver@harbor.example.org")
    approver.groups.add(space.approvers)
    page = add_draft(space.page, innovation_page(title="Sent off"))
    page.get_workflow().start(page, writer)
    client.force_login(approver)
    assert "Waits for your approval" in first_screen(client)
    client.force_login(writer)
    assert "Waits for your approval" not in first_screen(client)


def test_still_true_takes_an_entry_off_the_list_of_what_is_due(writer, space, client):
    page = publish(add_draft(space.page, innovation_page(title="An old one", reviewed_on=LONG_AGO)))
    assert "Is it still true?" in first_screen(client)
    answer = client.post(reverse("portfolio_mark_reviewed", args=[page.pk]), follow=True)
    assert "was reviewed today" in answer.content.decode()
    assert "Is it still true?" not in first_screen(client)


def test_still_true_cannot_be_said_of_another_districts_entry(writer, client):
    other = onboard(DistrictFactory(name="Hilltop")).space
    page = publish(add_draft(other.page, innovation_page(reviewed_on=LONG_AGO)))
    assert client.post(reverse("portfolio_mark_reviewed", args=[page.pk])).status_code == 404
    page.refresh_from_db()
    assert page.reviewed_on == LONG_AGO


def test_first_screen_of_network_staff_names_districts_that_have_not_begun(editor, space, client):
    client.force_login(editor)
    screen = first_screen(client)
    assert "Nothing published yet by:" in screen
    assert "Harbor" in screen


def test_first_screen_asks_as_much_for_twenty_entries_as_for_two(
    writer, space, client, django_assert_max_num_queries
):
    def entries(number, start=0):
        for n in range(start, number):
            page = add_draft(space.page, innovation_page(slug=f"entry-{n}", reviewed_on=LONG_AGO))
            if n % 2:
                page.get_workflow().start(page, writer)
            else:
                publish(page)

    def queries():
        for _visit in range(4):  # each counts what some drafts lack, until all are counted
            first_screen(client)
        with django_assert_max_num_queries(200) as seen:
            first_screen(client)
        return len(seen)

    entries(2)
    few = queries()
    entries(20, start=2)
    assert queries() == few


def test_editor_of_a_live_entry_offers_still_true_and_asks_first(writer, space, client):
    page = publish(add_draft(space.page, innovation_page(reviewed_on=LONG_AGO)))
    address = reverse("portfolio_mark_reviewed", args=[page.pk])
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "You have read the entry through" in client.get(address).content.decode()
    page.refresh_from_db()
    assert page.reviewed_on == LONG_AGO


@pytest.mark.parametrize("number", ["99999999999999999999", "9223372036854775808"])
def test_number_too_large_for_the_database_is_not_found(writer, client, number):
    assert client.get(f"/admin/pages/{number}/edit/").status_code == 404
    assert client.get(f"/admin/bulk/wagtailcore/page/delete/?id={number}").status_code == 404
    assert client.get(f"/admin/bulk/wagtailcore/page/delete/?id=1&childOf={number}").status_code == 404


def test_first_screen_of_network_staff_names_pages_that_cannot_be_shown(editor, space, client):
    OutboxRow.objects.create(key=f"page:{space.page_id}", is_quarantined=True, attempts=8, error="A fault")
    client.force_login(editor)

    html = client.get("/admin/").content.decode()

    assert "Readers see an older state of these" in html
    assert f"/admin/pages/{space.page_id}/edit/" in html


def test_first_screen_of_network_staff_names_rows_of_plugins_that_fail(editor, space, client):
    error = "PluginError: no mill today"
    OutboxRow.objects.create(key="row:mills.mill:7", is_quarantined=True, attempts=8, error=error)
    client.force_login(editor)

    html = client.get("/admin/").content.decode()

    assert "row:mills.mill:7" in html
    assert error in html
