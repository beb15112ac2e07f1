"""What a consent allowed to be shown is gone from the public side when the consent is."""

import datetime

import pytest
from django.utils import timezone

from portfolio.models import Consent, DistrictIndexPage, PublicDocument, PublicFile
from portfolio.publication import log
from portfolio.services.consents import hide_expired, withdraw
from tests.factories import (
    DistrictFactory,
    PictureFactory,
    add_draft,
    district_page,
    make_site,
    publish,
    story_page,
)

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()


@pytest.fixture
def consent():
    return Consent.objects.create(
        name="A pupil",
        given_by="guardian",
        signed_on=TODAY - datetime.timedelta(days=30),
        covers_republication=True,
    )


@pytest.fixture
def story(consent):
    """A published story whose picture shows a pupil."""
    make_site()
    picture = PictureFactory(people_shown="pupils")
    picture.consents.add(consent)
    home = add_draft(DistrictIndexPage.objects.get(), district_page(district=DistrictFactory()))
    return publish(add_draft(publish(home), story_page(picture=picture)))


def card_of(page):
    log.flush()
    return PublicDocument.objects.get(page_id=page.pk).card


def test_withdrawal_takes_the_picture_off_the_page_and_its_file_off_the_web(story, consent):
    assert card_of(story)["picture"] is not None
    assert PublicFile.objects.exists()
    assert withdraw(consent) == 1
    assert card_of(story)["picture"] is None
    assert not PublicFile.objects.exists()


def test_withdrawal_for_a_day_to_come_changes_nothing_yet(story, consent):
    assert withdraw(consent, on=TODAY + datetime.timedelta(days=3)) == 0
    assert card_of(story)["picture"] is not None


def test_expiry_is_found_once_and_takes_the_picture_down(story, consent):
    Consent.objects.update(expires_on=TODAY - datetime.timedelta(days=1))
    assert hide_expired() == 1
    assert card_of(story)["picture"] is None
    assert hide_expired() == 0


def test_last_day_of_a_consent_is_part_of_it(story, consent):
    Consent.objects.update(expires_on=TODAY)
    assert hide_expired() == 0
    assert card_of(story)["picture"] is not None
