"""A district has one public page in each language."""

import pytest

from portfolio.models import DistrictIndexPage
from portfolio.readiness import problems
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_copy_of_a_district_page_is_a_draft_until_it_is_about_another() -> None:
    factories.make_site()
    first = factories.publish(factories.add_draft(DistrictIndexPage.objects.get(), factories.district_page()))

    copy = first.copy(update_attrs={"slug": "a-copy"}, keep_live=False)

    assert "second_page" in {problem.code for problem in problems(copy)}
    assert "second_page" not in {problem.code for problem in problems(first)}
    copy.district = factories.DistrictFactory()
    assert "second_page" not in {problem.code for problem in problems(copy)}
