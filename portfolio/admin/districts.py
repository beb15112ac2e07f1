"""The directory of districts in the admin: reference data to list, search, filter and export.

Facts come from NCES through an import and are never typed. What staff add is when a district
closed and which one took over.
"""

from collections import OrderedDict
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib.admin import SimpleListFilter, display
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail_modeladmin.helpers import AdminURLHelper, PermissionHelper
from wagtail_modeladmin.helpers.search import BaseSearchHandler
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import HistoryView, IndexView

from portfolio.districts.selectors import districts_matching
from portfolio.districts.spreadsheets import escape_formula
from portfolio.models.districts import District
from portfolio.models.vocabulary import LeaType, Locale, State

FACTS = (
    "leaid", "name", "state", "city", "county", "lea_type", "locale", "lowest_grade", "highest_grade",
    "students", "teachers_fte", "schools", "ell_students", "iep_students", "frl_students", "latitude",
    "longitude", "facts_year", "source",
)  # fmt: skip


OPEN_OR_CLOSED = (("no", _("Open")), ("yes", _("Closed or merged")))


class ClosedFilter(SimpleListFilter):
    title = _("whether it is open")
    parameter_name = "closed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(OPEN_OR_CLOSED)

    def queryset(self, request: HttpRequest, queryset: QuerySet[District]) -> QuerySet[District]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(closed_on__isnull=self.value() == "no")


def _menu(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", _("All")), *choices], required=False)


class DistrictListForm(forms.Form):
    """The filters as menus above the list. Names and values are those that the list filters take."""

    state__exact = _menu(_("State"), State.choices)
    locale__exact = _menu(_("Locale"), Locale.choices)
    lea_type__exact = _menu(_("Type"), LeaType.choices)
    closed = _menu(_("Open or closed"), OPEN_OR_CLOSED)
    q = forms.CharField(widget=forms.HiddenInput, required=False)


class DistrictSearchHandler(BaseSearchHandler):
    def search_queryset(
        self, queryset: QuerySet[District], search_term: str, **kwargs: Any
    ) -> QuerySet[District]:
        return districts_matching(search_term[:200], queryset)


class DistrictPermissionHelper(PermissionHelper):
    """Nobody types a district or takes one away; who may add districts imports them."""

    def get_all_model_permissions(self) -> Any:
        return super().get_all_model_permissions().exclude(codename="delete_district")

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: District) -> bool:
        return False

    def user_can_import(self, user: Any) -> bool:
        return bool(super().user_can_create(user))


class DistrictURLHelper(AdminURLHelper):
    """Rows are named by number, so that an address with anything else is not found (and no error)."""

    def _get_object_specific_action_url_pattern(self, action: str) -> str:
        return rf"^{self.base_url_path}/{action}/(?P<instance_pk>[0-9]{{1,18}})/$"


class DistrictHistoryView(HistoryView):
    def check_action_permitted(self, user: Any) -> bool:
        return bool(self.permission_helper.user_can_edit_obj(user, self.instance))


class DistrictIndexView(IndexView):
    """The list, and the same rows as CSV or XLSX with every cell as data."""

    template_name = "portfolio/districts/index.html"
    export_headings = {"get_lea_type_display": _("Type"), "get_locale_display": _("Locale")}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the whole list where the address asks for something that is no filter of ours."""
        try:
            if "\0" in "".join(request.GET.values()):
                raise IncorrectLookupParameters
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return redirect(self.index_url)

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        """Leave out menus that were left at "All"."""
        given = super().get_filters_params(params)
        return {name: values for name, values in given.items() if any(values)}

    def get_filters(self, request: HttpRequest) -> Any:
        """Refuse lookups besides the filters: they would let anyone ask about related pages."""
        specs, _has_any, others, distinct = super().get_filters(request)
        if others:
            raise IncorrectLookupParameters
        return specs, False, others, distinct  # not in modeladmin's side column: see `filter_form`

    @property
    def filter_form(self) -> DistrictListForm:
        return DistrictListForm(self.request.GET)

    @property
    def import_url(self) -> str | None:
        can_import = self.permission_helper.user_can_import(self.request.user)
        return reverse("district_import") if can_import else None

    def to_row_dict(self, item: District) -> dict[str, Any]:
        return OrderedDict((field, self._cell(item, field)) for field in self.list_export)

    def _cell(self, district: District, field: str) -> Any:
        display = getattr(district, f"get_{field}_display", None)
        value = display() if display and field != "state" else getattr(district, field)
        return "" if value is None else value

    def write_csv_row(self, writer: Any, row_dict: dict[str, Any]) -> Any:
        return writer.writerow(
            {
                field: escape_formula(self.preprocess_field_value(field, value, self.FORMAT_CSV))
                for field, value in row_dict.items()
            }
        )


def _facts(heading: Any, *names: str) -> Panel:
    return MultiFieldPanel([FieldPanel(name, read_only=True) for name in names], heading=heading)


class DistrictAdmin(ModelAdmin):
    model = District
    base_url_path = "districts"
    menu_label = _("Districts (NCES)")
    menu_icon = "site"
    menu_order = 700
    list_display = ("name", "leaid", "state", "city", "students", "locale", "year", "closed")
    list_filter = ("state", "locale", "lea_type", ClosedFilter)
    list_export = (*FACTS, "closed_on", "successor")
    list_per_page = 50
    ordering = ("name", "leaid")
    search_fields = ("name", "leaid", "city")
    search_handler_class = DistrictSearchHandler
    export_filename = "districts"
    inspect_view_enabled = True
    inspect_view_fields = (*FACTS, "closed_on", "successor")
    index_view_class = DistrictIndexView
    history_view_class = DistrictHistoryView
    url_helper_class = DistrictURLHelper
    index_view_extra_css: ClassVar[list[str]] = ["portfolio/css/districts.css"]
    index_template_name = DistrictIndexView.template_name
    permission_helper_class = DistrictPermissionHelper
    panels = (
        MultiFieldPanel([FieldPanel("closed_on"), FieldPanel("successor")], heading=_("Closed or merged")),
        _facts(_("Which district"), "leaid", "name", "state", "city", "county"),
        _facts(_("Facts from NCES"), *FACTS[5:]),
    )

    @display(description=_("Year"), ordering="facts_year")
    def year(self, district: District) -> str:
        return district.facts_year

    @display(description=_("Closed"), ordering="closed_on")
    def closed(self, district: District) -> date | None:
        return district.closed_on

    def get_queryset(self, request: HttpRequest) -> QuerySet[District]:
        return super().get_queryset(request).select_related("successor")
