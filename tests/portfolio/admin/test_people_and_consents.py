"""People and consents in the admin: one's own, and one action each to erase or withdraw."""

import datetime

import pytest
from django.urls import reverse

from portfolio.models import Consent, Person
from portfolio.tenancy.onboarding import onboard
from tests.factories import DistrictFactory, PictureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def consent(space):
    return Consent.objects.create(
        name="The child in the red coat", given_by="guardian", district=space.district,
        signed_on=datetime.date(2026, 1, 5),
    )  # fmt: skip


def test_new_person_belongs_to_the_writers_district_without_being_asked(writer, space, client):
    address = reverse("wagtailsnippets_portfolio_person:add")
    assert 'type="hidden" name="district"' in client.get(address).content.decode()
    client.post(address, {"name": "Zoë Quill", "district": space.district_id, "role": "", "email": ""})
    assert Person.objects.get().district == space.district


def test_person_cannot_be_given_to_another_district(writer, space, client):
    other = onboard(DistrictFactory(name="Hilltop")).space
    form = {"name": "Zoë Quill", "district": other.district_id, "role": "", "email": ""}
    client.post(reverse("wagtailsnippets_portfolio_person:add"), form)
    assert not Person.objects.exists()


def test_deleting_a_person_erases_them(writer, space, client):
    person = Person.objects.create(name="Zoë Quill", district=space.district)
    address = reverse("wagtailsnippets_portfolio_person:delete", args=[person.pk])
    assert "It cannot be undone." in client.get(address).content.decode()
    answer = client.post(address, follow=True)
    assert "The person was erased" in answer.content.decode()
    assert not Person.objects.exists()


def test_consent_is_withdrawn_from_its_list(writer, consent, client):
    picture = PictureFactory(people_shown="pupils", title="On the bridge")
    picture.consents.add(consent)
    address = reverse("portfolio_withdraw_consent", args=[consent.pk])
    assert address in client.get(reverse("wagtailsnippets_portfolio_consent:list")).content.decode()
    assert "On the bridge" in client.get(address).content.decode()
    answer = client.post(address, follow=True)
    assert "1 picture or file is no longer public" in answer.content.decode()
    consent.refresh_from_db()
    assert not consent.holds()


def test_another_districts_consent_cannot_be_withdrawn(writer, client):
    other = onboard(DistrictFactory(name="Hilltop")).space
    theirs = Consent.objects.create(
        name="Theirs", given_by="adult", district=other.district, signed_on=datetime.date(2026, 1, 5)
    )
    assert client.post(reverse("portfolio_withdraw_consent", args=[theirs.pk])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.withdrawn_on is None


def test_picture_form_offers_the_districts_own_consents_alone(writer, space, consent, client):
    Consent.objects.create(name="Someone else's", given_by="adult", signed_on=datetime.date(2026, 1, 5))
    picture = PictureFactory(collection=space.collection)
    screen = client.get(reverse("wagtailimages:edit", args=[picture.pk])).content.decode()
    assert "The child in the red coat" in screen
    assert "Someone else" not in screen
