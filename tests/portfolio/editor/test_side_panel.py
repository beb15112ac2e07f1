"""The standing list beside the form."""

import re

import pytest
from django.urls import resolve, reverse
from wagtail.admin.viewsets.pages import page_viewset_registry

from portfolio.editor.views import EntryCreateView, EntryEditView, EntryViewSet
from portfolio.models import DistrictPage, InnovationPage, PlaybookPage, PortfolioPage, StoryPage, ToolkitPage
from tests import factories


@pytest.mark.parametrize(
    "model", [PortfolioPage, DistrictPage, InnovationPage, StoryPage, ToolkitPage, PlaybookPage]
)
def test_every_kind_of_entry_has_our_views(model):
    viewset = page_viewset_registry.get_by_type(model)
    assert isinstance(viewset, EntryViewSet)
    assert viewset.edit_view_class is EntryEditView
    assert viewset.add_view_class is EntryCreateView


def test_list_is_there_for_a_new_entry(network_admin, district):
    url = reverse("wagtailadmin_pages:add", args=["portfolio", "innovationpage", district.pk])
    page = network_admin.get(url).content.decode()
    assert 'data-side-panel="missing"' in page
    assert "Before it can be published" in page
    assert 'data-missing-jump="what_did_not_work"' in page


def test_list_says_ready_when_nothing_is_missing(network_admin, district):
    draft = factories.add_draft(district, factories.innovation_page())
    page = network_admin.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    assert "Ready to publish" in page
    assert "Before it can be published" not in page


def test_explorer_below_a_district_stays_wagtails(network_admin, district):
    assert network_admin.get(reverse("wagtailadmin_explore", args=[district.pk])).status_code == 200
    assert not isinstance(page_viewset_registry.get_by_parent_model(DistrictPage), EntryViewSet)


def test_edit_address_is_wagtails_own():
    assert resolve("/admin/pages/1/edit/").view_name == "wagtailadmin_pages:edit"


def test_boxes_to_tick_are_a_group_with_a_name(network_admin, district):
    draft = factories.add_draft(district, factories.innovation_page())
    page = network_admin.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    assert '<div id="id_grade_bands" role="group" aria-label="Grades">' in page
    assert '<div id="id_themes" role="group" aria-label="Themes">' in page


def test_list_is_in_the_order_of_the_form(network_admin, district):
    url = reverse("wagtailadmin_pages:add", args=["portfolio", "innovationpage", district.pk])
    page = network_admin.get(url).content.decode()
    listed = re.findall(r'data-missing-jump="(\w+)"', page)
    assert listed[:4] == ["title", "summary", "problem", "practice"]
    assert listed.index("what_did_not_work") < listed.index("contact_public") < listed.index("reviewed_on")
