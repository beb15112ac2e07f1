"""A portfolio whose standing pages are public."""

from typing import Any

import pytest

from portfolio.publication import log
from tests import factories


@pytest.fixture
def home() -> Any:
    made = factories.make_site()
    log.flush()
    return made
