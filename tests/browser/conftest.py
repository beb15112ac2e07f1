"""A district with people who write."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group

from portfolio.models import District, DistrictSpace
from portfolio.publication import log
from portfolio.services.network import EDITORS
from portfolio.tenancy.onboarding import onboard
from tests import factories
from tests.browser.writing import account


@pytest.fixture
def space(settings: Any) -> DistrictSpace:
    """A district that was taken in, with one person for each part of the way."""
    settings.REQUIRE_TOTP = False
    factories.make_site()
    log.flush()
    factories.ThemeFactory(name="Career learning", slug="career-learning")
    district: District = factories.DistrictFactory(name="Heron Bay Schools")
    made = onboard(district).space
    page = made.page
    page.summary, page.reviewed_on = "Four schools on one bay.", datetime.date(2026, 9, 1)
    page.save_revision().publish()
    account("writer@example.org", made.communicators)
    account("approver@example.org", made.approvers)
    account("editor@example.org", Group.objects.get(name=EDITORS))
    return made
