"""Network staff take districts in and look after their people, in the admin."""

import pytest
from django.core import mail
from django.urls import reverse

from portfolio.models import User
from portfolio.services.network import ensure_network
from portfolio.tenancy.onboarding import onboard
from tests.factories import DistrictFactory, UserFactory, make_site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff(client):
    make_site()
    user = UserFactory(email="staff@network.example.org")
    user.groups.add(ensure_network().administrators)
    client.force_login(user)
    return user


@pytest.fixture
def space(staff):
    return onboard(DistrictFactory(name="Harbor")).space


def test_district_is_taken_in_and_its_people_are_invited(staff, client):
    district = DistrictFactory(name="Harbor")
    form = {
        "leaid": district.leaid,
        "contacts": "ann@example.org, bo@example.org",
        "approvers": "cy@example.org",
    }
    answer = client.post(reverse("portfolio_onboard"), form, follow=True)
    told = answer.content.decode()
    assert "Harbor is in." in told
    assert all(address in told for address in ("ann@example.org", "bo@example.org", "cy@example.org"))
    assert sorted(message.to[0] for message in mail.outbox) == [
        "ann@example.org", "bo@example.org", "cy@example.org",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"leaid": "123"}, "It has seven digits"),
        ({"leaid": "0199999"}, "No district has the LEAID 0199999"),
        ({"leaid": "9900077", "contacts": "not an address"}, "“not an address” is not an e-mail address."),
    ],
)
def test_onboarding_form_says_what_is_wrong_and_makes_nothing(staff, client, form, told):
    DistrictFactory(leaid="9900077")
    answer = client.post(reverse("portfolio_onboard"), form)
    assert told in answer.content.decode()
    assert not User.objects.filter(email__contains="not an address").exists()


def test_person_is_invited_reminded_and_removed(space, client):
    address = reverse("portfolio_member", args=[space.pk])
    client.post(address, {"address": "Ann@Example.org", "role": "communicator"})
    ann = User.objects.get(email="ann@example.org")
    assert ann.groups.get() == space.communicators
    client.post(address, {"resend": ann.pk})
    assert [message.to for message in mail.outbox] == [["ann@example.org"]] * 2
    client.post(address, {"remove": ann.pk})
    assert not ann.groups.exists()


def test_only_the_districts_own_people_can_be_removed_there(space, staff, client):
    answer = client.post(reverse("portfolio_member", args=[space.pk]), {"remove": staff.pk})
    assert answer.status_code == 404
    assert staff.groups.exists()


@pytest.mark.parametrize("name", ["portfolio_members", "portfolio_onboard", "portfolio_member"])
def test_communicator_sees_no_list_of_districts_and_people(space, client, name):
    writer = UserFactory(email="writer@harbor.example.org")
    writer.groups.add(space.communicators)
    client.force_login(writer)
    address = reverse(name, args=[space.pk] if name == "portfolio_member" else [])
    assert client.get(address).status_code == 302
    client.post(address, {"address": "friend@example.org", "role": "approver", "leaid": space.district.leaid})
    assert not User.objects.filter(email="friend@example.org").exists()


def test_list_of_members_asks_as_much_for_twelve_districts_as_for_two(
    space, client, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(100) as seen:
            client.get(reverse("portfolio_members"))
        return len(seen)

    onboard(DistrictFactory())
    queries()  # what the session keeps for a while is asked for here
    few = queries()
    for _number in range(10):
        onboard(DistrictFactory())
    queries()
    assert queries() == few
