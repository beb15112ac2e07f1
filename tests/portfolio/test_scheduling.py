"""Entries go live and are taken down when their time comes; one that is refused holds up no other."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from portfolio.models import InnovationPage
from portfolio.services.scheduling import publish_due, unpublish_expired
from tests import factories

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def district(db):
    home = factories.make_site()
    page = factories.district_page()
    home.get_children().get(slug="districts").add_child(instance=page)
    return page


def scheduled(district, *, by=None, **fields):
    """Return an entry scheduled for an hour from now, whose time has then come."""
    page = factories.add_draft(district, factories.innovation_page(owner=by, **fields))
    page.go_live_at = timezone.now() + HOUR
    revision = page.save_revision(user=by)
    revision.publish()
    past = timezone.now() - HOUR
    content = {**revision.content, "go_live_at": past.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=content)
    return page


def forget_summary(page):
    """Make the scheduled revision incomplete, as a consent that runs out would."""
    revision = Revision.objects.get(pk=InnovationPage.objects.get(pk=page.pk).latest_revision_id)
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "summary": ""})


def test_entry_is_published_when_it_is_due(district):
    page = scheduled(district)
    assert publish_due() == 1
    assert InnovationPage.objects.get(pk=page.pk).live
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count() == 1
    assert publish_due() == 0


def test_entry_that_is_not_due_waits(district):
    page = factories.add_draft(district, factories.innovation_page())
    page.go_live_at = timezone.now() + HOUR
    page.save_revision().publish()
    assert publish_due() == 0
    assert not InnovationPage.objects.get(pk=page.pk).live


def test_refused_entry_holds_up_no_other_and_its_people_are_told(district):
    writer = factories.UserFactory()
    refused = scheduled(district, by=writer, title="Refused", slug="refused")
    forget_summary(refused)
    behind = scheduled(district, title="Behind", slug="behind")
    assert publish_due() == 1
    assert InnovationPage.objects.get(pk=behind.pk).live
    assert not InnovationPage.objects.get(pk=refused.pk).live
    [message] = [message for message in mail.outbox if message.to == [writer.email]]
    assert message.subject == "Not published: “Refused”"
    assert "- Fill in “Summary”." in message.body
    assert f"/admin/pages/{refused.pk}/edit/" in message.body


def test_refused_entry_is_tried_once(district):
    forget_summary(scheduled(district, by=factories.UserFactory()))
    publish_due()
    publish_due()
    assert len([message for message in mail.outbox if message.subject.startswith("Not published")]) == 1
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_entry_that_cannot_be_read_holds_up_no_other(district):
    broken = scheduled(district, title="Broken", slug="broken")
    Revision.objects.filter(object_id=str(broken.pk)).update(content={"pk": broken.pk})
    behind = scheduled(district, title="Behind", slug="behind")
    assert publish_due() == 1
    assert InnovationPage.objects.get(pk=behind.pk).live


def test_entry_is_taken_down_after_its_last_day(district):
    page = factories.publish(factories.add_draft(district, factories.innovation_page()))
    InnovationPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - HOUR)
    assert unpublish_expired() == 1
    page = InnovationPage.objects.get(pk=page.pk)
    assert not page.live
    assert page.expired
    assert unpublish_expired() == 0
