"""The editor's own ways to publish: its buttons, approval, bulk actions, copying."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from portfolio.models import InnovationPage
from tests import factories
from tests.portfolio.editor.forms import innovation_form


@pytest.fixture
def theme(db):
    return factories.ThemeFactory()


@pytest.fixture
def draft(district):
    """An innovation that lacks its summary."""
    return factories.add_draft(district, factories.innovation_page(summary=""))


@pytest.fixture
def under_approval(draft, network_admin):
    group = Group.objects.create(name="Approvers")
    task = GroupApprovalTask.objects.create(name="Approve")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Approval")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    workflow.start(draft, network_admin.user)
    return draft


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def is_live(page):
    return Page.objects.get(pk=page.pk).live


def test_publish_button_is_refused_and_says_what_is_missing(network_admin, draft, theme):
    data = innovation_form([theme.pk], summary="", **{"action-publish": "1"})
    answer = network_admin.post(edit_url(draft), data)
    assert answer.status_code == 200
    assert "This field is required." in answer.content.decode()
    assert not is_live(draft)


def test_publish_button_refuses_what_no_single_field_can_know(network_admin, draft, theme):
    row = {"metric": "Passed", "after": "5", "students": "7", "period": "2024", "source": "Records"}
    data = innovation_form([theme.pk], results=[row], **{"action-publish": "1"})
    answer = network_admin.post(edit_url(draft), data)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "cannot be published yet" in page
    assert "Result 1 is about 7 students" in page
    assert "kept as a draft" in page
    assert "could not be saved" not in page
    assert not is_live(draft)


def test_publish_button_publishes_a_complete_entry_with_its_rows_once(network_admin, draft, theme):
    row = {"metric": "Passed", "after": "81%", "students": "140", "period": "2024", "source": "Records"}
    data = innovation_form([theme.pk], results=[row], **{"action-publish": "1"})
    answer = network_admin.post(edit_url(draft), data)
    assert answer.status_code == 302
    live = InnovationPage.objects.get(pk=draft.pk)
    assert live.live
    assert live.results.count() == 1
    assert live.themes.count() == 1


def test_creating_and_publishing_in_one_step_is_refused(network_admin, district, theme):
    url = reverse("wagtailadmin_pages:add", args=["portfolio", "innovationpage", district.pk])
    row = {"metric": "Passed", "after": "5", "students": "7", "period": "2024", "source": "Records"}
    answer = network_admin.post(url, innovation_form([theme.pk], results=[row], **{"action-publish": "1"}))
    assert answer.status_code == 200
    assert "Result 1 is about 7 students" in answer.content.decode()
    assert not InnovationPage.objects.exists()


def test_draft_with_nothing_but_a_title_saves_by_autosave(network_admin, district):
    url = reverse("wagtailadmin_pages:add", args=["portfolio", "innovationpage", district.pk])
    empty = dict.fromkeys(
        ("summary", "slug", "problem", "practice", "maturity", "start_year", "what_did_not_work",
         "contact_public", "reviewed_on"), "",
    )  # fmt: skip
    data = innovation_form([], **{**empty, "grade_bands": []}, title="Only a title")
    answer = network_admin.post(url, data, headers={"Accept": "application/json"})
    assert answer.json()["success"], answer.content
    again = network_admin.post(
        edit_url(InnovationPage.objects.get()), {**data, "slug": "only-a-title"},
        headers={"Accept": "application/json"},
    )  # fmt: skip
    assert again.json()["success"], again.content
    assert "data-missing-count" in again.json()["html"]


def test_half_filled_rows_do_not_hold_up_a_draft(network_admin, draft):
    row = {"metric": "", "after": "", "students": "7", "period": "", "source": ""}
    data = innovation_form([], results=[row], districts=[{"district": ""}], summary="")
    answer = network_admin.post(edit_url(draft), data, headers={"Accept": "application/json"})
    assert answer.json()["success"], answer.content
    assert "Result 1: fill in “Source”." in answer.json()["html"]


def test_bulk_publishing_is_refused_kindly(network_admin, draft):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = network_admin.post(f"{url}?id={draft.pk}&next=/admin/pages/", {"confirm": "yes"}, follow=True)
    assert answer.status_code == 200
    assert "cannot be published yet" in answer.content.decode()
    assert not is_live(draft)


def test_approval_on_the_dashboard_is_refused_kindly(network_admin, under_approval):
    url = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[under_approval.pk, "approve", under_approval.current_workflow_task_state.pk],
    )
    answer = network_admin.post(url, {"comment": ""}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.json()["redirect"] == edit_url(under_approval)
    told = network_admin.get(edit_url(under_approval)).content.decode()
    assert "cannot be published yet" in told
    assert not is_live(under_approval)
    assert under_approval.current_workflow_task_state.status == "in_progress"


def test_approval_in_the_editor_is_refused(network_admin, under_approval, theme):
    data = innovation_form([theme.pk], summary="")
    data |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    answer = network_admin.post(edit_url(under_approval), data)
    assert answer.status_code == 200
    assert not is_live(under_approval)


def test_incomplete_entry_can_be_sent_back(network_admin, under_approval):
    data = innovation_form([], summary="", problem="")
    data |= {
        "action-workflow-action": "true", "workflow-action-name": "reject",
        "workflow-action-extra-data": '{"comment": "Please add the summary."}',
    }  # fmt: skip
    answer = network_admin.post(edit_url(under_approval), data)
    assert answer.status_code == 302
    under_approval.refresh_from_db()
    assert under_approval.workflow_states.get().status == "needs_changes"


def test_copying_with_publication_is_refused_where_the_original_is_no_longer_ready(network_admin, district):
    picture = factories.PictureFactory()
    live = factories.publish(factories.add_draft(district, factories.innovation_page(picture=picture)))
    picture.people_shown = "pupils"
    picture.save()
    data = {
        "new_title": "Copy", "new_slug": "copy", "new_parent_page": str(district.pk),
        "publish_copies": "on", "alias": "",
    }  # fmt: skip
    answer = network_admin.post(reverse("wagtailadmin_pages:copy", args=[live.pk]), data, follow=True)
    assert answer.status_code == 200
    assert "without a valid consent" in answer.content.decode()
    assert not Page.objects.filter(slug="copy").exists()
