"""Choosing a district in a form."""

import pytest
from django.urls import reverse
from wagtail.admin.forms.models import WagtailAdminModelForm

from portfolio.models import District, DistrictPage
from tests.factories import DistrictFactory
from tests.portfolio.districts.nces import ELSI, bring
from tests.portfolio.districts.test_admin import signed_in

pytestmark = pytest.mark.django_db


def chosen_from(query: str) -> list[District]:
    answer = signed_in().get(reverse("district_chooser:choose_results"), {"q": query})
    assert answer.status_code == 200
    return list(answer.context["results"].object_list)


def test_namesakes_are_told_apart():
    DistrictFactory(name="Springfield", state="IL", city="Springfield", students=13_000)
    DistrictFactory(name="Springfield", state="OH", closed_on="2020-06-30", students=None)
    answer = signed_in().get(reverse("district_chooser:choose_results"), {"q": "springfield"})
    content = answer.content.decode()
    assert [row.state for row in answer.context["results"]] == ["IL", "OH"]  # closed ones last
    assert "13,000" in content
    assert "not stated" in content
    assert "2020" in content


def test_state_and_leaid_narrow_the_search():
    bring(ELSI)
    assert [row.state for row in chosen_from("pa")] == ["PA"]
    assert [row.leaid for row in chosen_from("0199901")] == ["0199901"]
    assert chosen_from("\0") != []


def test_chooser_loads_one_page_of_districts():
    DistrictFactory.create_batch(40)
    assert len(chosen_from("")) == 15


def test_page_form_offers_the_chooser_and_no_list_of_options():
    DistrictFactory.create_batch(3)
    form = DistrictPage.get_edit_handler().get_form_class()
    assert issubclass(form, WagtailAdminModelForm)
    assert "DistrictChooserWidget" in type(form.base_fields["district"].widget).__name__
