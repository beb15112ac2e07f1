"""Incomplete entries are never published, whichever way someone tries; drafts always save."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.create_page import CreatePageAction
from wagtail.actions.edit_page import EditPageAction
from wagtail.models import Page, Revision

from portfolio.models import DistrictPage
from portfolio.readiness import NotReadyError
from tests import factories

BUILDERS = {
    "district": factories.district_page,
    "innovation": factories.innovation_page,
    "story": factories.story_page,
    "toolkit": factories.toolkit_page,
    "playbook": factories.playbook_page,
}


@pytest.fixture(params=BUILDERS)
def draft(request, district):
    """A draft of each kind that lacks its summary."""
    page = BUILDERS[request.param](title=f"A {request.param}", summary="")
    parent = district.get_parent() if isinstance(page, DistrictPage) else district
    return factories.add_draft(parent, page)


def by_revision(page):
    page.save_revision().publish()


def by_page(page):
    page.publish(page.save_revision())


def by_saving_it_live(page):
    page.live = True
    page.save()


def by_saving_it_live_unchecked(page):
    page.live = True
    page.save(clean=False)


def by_one_column(page):
    page.live = True
    page.save(update_fields=["live"])


def by_its_bare_row(page):
    row = Page.objects.get(pk=page.pk)
    row.live = True
    row.save(clean=False)


def by_creating_it_live(page):
    parent = page.get_parent()
    twin = type(page)(title="Twin", slug="twin", summary="")
    parent.add_child(instance=twin)


def by_scheduling(page):
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.save_revision().publish()


def by_an_approved_revision(page):
    page.save_revision(approved_go_live_at=timezone.now() + datetime.timedelta(hours=1))


def by_edit_action(page):
    EditPageAction(page, publish=True).execute(skip_permission_checks=True)


def by_create_action(page):
    twin = type(page)(title="Twin", slug="twin", summary="")
    CreatePageAction(twin, parent=page.get_parent(), publish=True).execute(skip_permission_checks=True)


PATHS = [
    by_revision, by_page, by_saving_it_live, by_saving_it_live_unchecked, by_one_column, by_its_bare_row,
    by_creating_it_live, by_scheduling, by_an_approved_revision, by_edit_action, by_create_action,
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_incomplete_entry_is_refused(draft, path):
    with pytest.raises(ValidationError):
        path(draft)
    assert not Page.objects.filter(pk=draft.pk, live=True).exists()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


WITH_THE_SAME_CONTENT = [path for path in PATHS if path not in (by_creating_it_live, by_create_action)]


@pytest.mark.parametrize("path", WITH_THE_SAME_CONTENT, ids=lambda path: path.__name__)
def test_what_no_single_field_can_know_is_refused_too(district, path):
    quote = {"text": "It held.", "name": "Ada", "role": "", "permission": False}
    page = factories.add_draft(district, factories.story_page(body=[("quote", quote)]))
    with pytest.raises(NotReadyError) as refusal:
        path(page)
    assert "quote_without_permission" in {problem.code for problem in refusal.value.problems}
    assert not Page.objects.filter(pk=page.pk, live=True).exists()


def test_complete_entry_is_published(draft):
    draft.summary = "One sentence: what they did, for whom, and with what result."
    draft.save_revision()
    assert factories.publish(draft).live


def test_draft_with_nothing_but_a_title_is_saved(draft):
    parent = draft.get_parent()
    page = type(draft)(title="Only a title", live=False)
    parent.add_child(instance=page)
    page.save_revision()
    assert type(draft).objects.get(pk=page.pk).get_latest_revision_as_object().title == "Only a title"


def test_draft_of_a_live_entry_may_be_incomplete(draft):
    draft.summary = "One sentence: what they did, for whom, and with what result."
    draft.save_revision()
    live = factories.publish(draft)
    live.summary = ""
    live.save_revision()
    assert type(live).objects.get(pk=live.pk).summary.startswith("One sentence")
    with pytest.raises(NotReadyError):
        live.get_latest_revision().publish()


def test_live_entry_cannot_be_emptied_in_place(draft):
    draft.summary = "One sentence: what they did, for whom, and with what result."
    draft.save_revision()
    live = factories.publish(draft)
    live.reviewed_on = None
    with pytest.raises(NotReadyError):
        live.save(clean=False)


def test_live_entry_that_became_unready_can_still_be_moved_and_taken_down(district, home):
    """A consent that ran out must not stop someone from unpublishing or moving the page."""
    page = factories.add_draft(district, factories.innovation_page(picture=factories.PictureFactory()))
    live = factories.publish(page)
    live.picture.people_shown = "pupils"
    live.picture.save()
    other = factories.district_page(title="Other", slug="other")
    district.get_parent().add_child(instance=other)
    live.move(other, pos="last-child")
    type(page).objects.get(pk=page.pk).unpublish()
    assert not type(page).objects.get(pk=page.pk).live


def test_alias_follows_its_original(district):
    live = factories.publish(factories.add_draft(district, factories.story_page()))
    alias = live.create_alias(parent=district, update_slug="alias")
    live.title = "A new headline"
    live.save_revision().publish()
    assert type(live).objects.get(pk=alias.pk).title == "A new headline"


def test_copy_of_a_live_entry_can_be_kept_live(district):
    live = factories.publish(factories.add_draft(district, factories.innovation_page()))
    copied = live.copy(update_attrs={"slug": "copy"}, keep_live=True)
    copied = type(live).objects.get(pk=copied.pk)
    assert copied.live
    assert copied.themes.count() == 1


def test_wagtails_own_scheduler_is_refused_too(draft):
    revision = draft.get_latest_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now())
    with pytest.raises(NotReadyError):
        call_command("publish_scheduled")
