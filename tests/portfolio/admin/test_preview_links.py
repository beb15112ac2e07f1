"""“Share this draft”: whoever may edit a page makes links to its draft, sees them once, and revokes them."""

import re

import pytest
from django.urls import reverse

from portfolio.models import DeliverySettings, PreviewLink
from portfolio.services.network import ensure_network
from portfolio.services.previews import create_preview_link, draft_document
from portfolio.tenancy.onboarding import onboard
from tests.factories import DistrictFactory, UserFactory, add_draft, innovation_page

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r"/api/v1/preview/([\w-]+)")


@pytest.fixture
def draft(space):
    return add_draft(space.page, innovation_page(title="Maker Mondays"))


@pytest.fixture
def address(draft):
    return reverse("portfolio_preview_links", args=[draft.pk])


@pytest.fixture
def front_end(draft):
    return DeliverySettings.objects.create(
        site=draft.get_site(), preview_url="https://www.example.org/preview?token={token}&id={id}&kind={kind}"
    )


def test_editor_offers_to_share_the_draft(writer, client, draft, address):
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()


def test_page_says_what_a_link_does_and_that_none_holds(writer, client, address):
    screen = client.get(address).content.decode()
    assert "Anyone who has the link can read the draft until it ends." in screen
    assert "Nobody without an account can read this draft." in screen
    assert not PreviewLink.objects.exists()


def test_new_link_is_shown_once_and_opens_the_draft(writer, client, address):
    answer = client.post(address, {"hours": "8"})
    token = TOKEN.search(answer.content.decode())[1]
    assert answer["Cache-Control"] == "private, no-store"
    assert draft_document(token).title == "Maker Mondays"
    again = client.get(address).content.decode()
    assert token not in again
    assert "Made by writer@harbor.example.org" in again


def test_new_link_leads_to_the_front_end_where_one_is_set(writer, client, draft, address, front_end):
    screen = client.post(address, {"hours": "1"}).content.decode()
    token = TOKEN.search(screen)[1]
    told = f"https://www.example.org/preview?token={token}&amp;id={draft.translation_key}&amp;kind=innovation"
    assert f'value="{told}"' in screen
    assert "Preview in the front end" in screen


def test_without_a_front_end_none_is_offered(writer, client, address):
    screen = client.post(address, {"hours": "1"}).content.decode()
    assert "Preview in the front end" not in screen
    assert "No front end is set for this site" in screen


@pytest.mark.parametrize("hours", ["", "0", "25", "9999999999", "x"])
def test_lifetime_that_is_not_offered_makes_no_link(writer, client, address, hours):
    assert client.post(address, {"hours": hours}).status_code == 200
    assert not PreviewLink.objects.exists()


def test_link_is_revoked_by_a_button(writer, client, draft, address):
    link, token = create_preview_link(draft, writer)
    answer = client.post(address, {"revoke": link.pk}, follow=True)
    assert "The link is revoked" in answer.content.decode()
    assert draft_document(token) is None


def test_colleague_revokes_a_link(space, client, draft, address):
    link, token = create_preview_link(draft, _member(space, "first@harbor.example.org"))
    client.force_login(_member(space, "second@harbor.example.org"))
    client.post(address, {"revoke": link.pk})
    assert draft_document(token) is None


def test_link_of_another_page_is_not_revoked_from_here(writer, client, space, address):
    other = add_draft(space.page, innovation_page(title="Another", slug="another"))
    link, token = create_preview_link(other, writer)
    client.post(address, {"revoke": link.pk})
    assert draft_document(token)


def test_history_of_the_page_says_that_the_draft_was_shared(writer, client, draft, address):
    client.post(address, {"hours": "1"})
    history = client.get(reverse("wagtailadmin_pages:history", args=[draft.pk])).content.decode()
    assert "Draft shared by a link" in history


def test_another_districts_draft_cannot_be_shared(writer, client):
    other = onboard(DistrictFactory(name="Hilltop")).space
    page = add_draft(other.page, innovation_page(title="Not theirs"))
    address = reverse("portfolio_preview_links", args=[page.pk])
    for answer in (client.get(address), client.post(address, {"hours": "1"})):
        assert answer.status_code == 404
    assert not PreviewLink.objects.exists()


def test_who_sees_a_page_but_may_not_edit_it_makes_no_link(space, client, draft, address):
    guest = UserFactory(email="guest@network.example.org")
    guest.groups.add(ensure_network().editors)
    ensure_network().editors.page_permissions.all().delete()
    client.force_login(guest)
    assert client.post(address, {"hours": "1"}).status_code == 302
    assert address not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert not PreviewLink.objects.exists()


def test_administrator_sets_the_front_end_and_is_told_what_is_wrong(space, client, draft):
    client.force_login(_administrator())
    address = reverse("wagtailsettings:edit", args=["portfolio", "deliverysettings", draft.get_site().pk])
    refused = client.post(address, {"preview_url": "https://www.example.org/"}).content.decode()
    assert "Put {token} where the secret goes" in refused
    client.post(address, {"preview_url": "https://www.example.org/{token}"})
    assert DeliverySettings.objects.get().preview_url == "https://www.example.org/{token}"


@pytest.mark.parametrize("who", ["communicator", "editor"])
def test_front_end_is_for_administrators_alone(space, client, draft, who):
    network = ensure_network()
    user = UserFactory()
    user.groups.add(space.communicators if who == "communicator" else network.editors)
    client.force_login(user)
    address = reverse("wagtailsettings:edit", args=["portfolio", "deliverysettings", draft.get_site().pk])
    assert client.post(address, {"preview_url": "https://evil.example.org/{token}"}).status_code == 302
    assert not DeliverySettings.objects.exclude(preview_url="").exists()


def _member(space, email):
    user = UserFactory(email=email)
    user.groups.add(space.communicators)
    return user


def _administrator():
    user = UserFactory(email="administrator@network.example.org")
    user.groups.add(ensure_network().administrators)
    return user
