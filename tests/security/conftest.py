"""People of each role, and a site to look at."""

from typing import Any

import pytest
from django.test import Client

from portfolio.models import User
from tests import factories

PASSWORD = "a-long-made-up-passphrase"


@pytest.fixture
def home(db: None) -> Any:
    return factories.make_site()


@pytest.fixture
def person(db: None) -> User:
    return factories.UserFactory(email="ada@example.org")


@pytest.fixture
def administrator(db: None) -> User:
    return factories.UserFactory(email="admin@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def admin_client(administrator: User, home: Any) -> Client:
    client = Client()
    client.force_login(administrator)
    return client
