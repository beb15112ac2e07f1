import pytest

from portfolio.tenancy.onboarding import onboard
from tests import factories


@pytest.fixture
def home(db):
    return factories.make_site()


@pytest.fixture
def district(home):
    """The live page of a member district."""
    index = home.get_children().get(slug="districts")
    page = factories.district_page()
    index.add_child(instance=page)
    return page


@pytest.fixture
def network_admin(db, client, settings):
    """A client signed in as a superuser."""
    settings.REQUIRE_TOTP = False
    user = factories.UserFactory(is_superuser=True, is_staff=True)
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def space():
    """What a district that was taken in has."""
    factories.make_site()
    return onboard(factories.DistrictFactory(name="Harbor")).space


@pytest.fixture
def writer(space, client):
    """A communicator of the district, signed in with `client`."""
    user = factories.UserFactory(email="writer@harbor.example.org")
    user.groups.add(space.communicators)
    client.force_login(user)
    return user
