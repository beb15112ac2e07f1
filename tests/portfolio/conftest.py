import pytest

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
