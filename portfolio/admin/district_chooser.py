"""Choosing a district in a form: searched, never loaded whole."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.chooser import BaseChooseView, ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from portfolio.districts.selectors import districts_matching, open_first
from portfolio.models.districts import District


class DistrictFilterForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Name, city, state or LEAID"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("springfield il, or 1737080")}),
    )  # fmt: skip

    def filter(self, objects: QuerySet[District]) -> QuerySet[District]:
        objects = super().filter(objects)
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        return districts_matching(self.search_query, objects) if self.search_query else objects


class _DistrictTable(BaseChooseView):
    """What tells districts of the same name apart: state, city, LEAID and size."""

    filter_form_class = DistrictFilterForm

    def get_object_list(self) -> QuerySet[District]:
        return open_first(District.objects.all())

    @property
    def columns(self) -> list[Column]:
        title = self.title_column
        title.label, title.accessor = _("Name"), "name"
        return [
            title,
            Column("state", label=_("State")),
            Column("city", label=_("City")),
            Column("leaid", label="LEAID"),
            Column("students", label=_("Students"), accessor=_students),
            DateColumn("closed_on", label=_("Closed")),
        ]


def _students(district: District) -> Any:
    return _("not stated") if district.students is None else f"{district.students:,}"


class DistrictChooseView(_DistrictTable, ChooseView):
    pass


class DistrictChooseResultsView(_DistrictTable, ChooseResultsView):
    pass


class DistrictChooserViewSet(ChooserViewSet):
    model = District
    icon = "site"
    per_page = 15
    choose_one_text = _("Choose a district")
    choose_another_text = _("Choose another district")
    edit_item_text = _("Show this district")
    choose_view_class = DistrictChooseView
    choose_results_view_class = DistrictChooseResultsView


district_chooser = DistrictChooserViewSet("district_chooser", url_prefix="districts/choose")
