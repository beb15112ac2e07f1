"""What tests of the API share: no count and no quota of one test reaches the next."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.utils import timezone

from api import use
from api.keys import issue_key
from api.models import ApiKey
from home.models import HomePage
from tests import factories

MakeKey = Callable[..., tuple[ApiKey, str]]


@pytest.fixture(autouse=True)
def fresh_counts() -> Iterator[None]:
    use.counts.take()
    caches["quota"].clear()
    yield
    use.counts.take()
    caches["quota"].clear()


@pytest.fixture
def home(db: None) -> HomePage:
    return factories.make_site()


@pytest.fixture
def make_key(db: None) -> MakeKey:
    """Issue a key that lacks nothing; name what is different."""

    def make(**different: Any) -> tuple[ApiKey, str]:
        usual = {
            "name": f"Reader {ApiKey.objects.count()}", "contact": "web@example.org", "scopes": ["read"],
            "expires_at": timezone.now() + timedelta(days=90),
        }  # fmt: skip
        return issue_key(**(usual | different))

    return make
