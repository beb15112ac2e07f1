import pytest

from portfolio.tenancy.onboarding import onboard
from tests.factories import DistrictFactory, UserFactory, make_site


@pytest.fixture
def space():
    """What a district that was taken in has."""
    make_site()
    return onboard(DistrictFactory(name="Harbor")).space


@pytest.fixture
def writer(space, client):
    """A communicator of the district, signed in with `client`."""
    user = UserFactory(email="writer@harbor.example.org")
    user.groups.add(space.communicators)
    client.force_login(user)
    return user
