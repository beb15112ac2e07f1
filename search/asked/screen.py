"""“What people search for” in the admin, and the same as CSV: for the network's staff."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import HeaderButton

from portfolio.districts.spreadsheets import escape_formula
from search.asked import report
from search.asked.keeping import MONTHS, UNSHARED_KEPT
from search.asked.report import Period, Row
from search.models import SynonymGroup

PAGE = "search_asked:index"
CSV = "search_asked:csv"
TOLD = ("add", "change", "delete")
"""Whoever may tell the search something may see what it is asked"""


class _OfOneMonth(PermissionCheckedMixin):
    """Reads the month and the language from the address; what is none there is passed over."""

    model = SynonymGroup
    any_permission_required: Sequence[str] = TOLD
    request: HttpRequest

    @cached_property
    def months(self) -> list[date]:
        return report.months()

    @cached_property
    def period(self) -> Period:
        wanted = {f"{month:%Y-%m}": month for month in self.months}
        month = wanted.get(self.request.GET.get("month", ""), self.months[0])
        locale = self.request.GET.get("language", "")
        return Period(month, locale if locale in languages() else "")


class AskedView(_OfOneMonth, WagtailAdminTemplateMixin, TemplateView):
    """What was asked most, what found nothing, and what is opened of it."""

    template_name = "search/admin/asked.html"
    page_title = _("What people search for")
    header_icon = "search"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def header_buttons(self) -> list[Any]:
        query = urlencode({"month": f"{self.period.month:%Y-%m}", "language": self.period.locale})
        return [HeaderButton(_("Download as CSV"), url=f"{reverse(CSV)}?{query}", icon_name="download")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = self.period
        told = {
            "is_counted": settings.COUNT_READS,
            "months": self.months,
            "languages": languages().items(),
            "period": period,
            "totals": report.totals(period),
            "lists": _lists(period),
            "may_ask": self.request.user.has_perm("portfolio.add_contentrequest"),
            "shares": report.by_rank(period),
            "filters": report.filters(period),
            "months_kept": MONTHS,
            "days_kept": UNSHARED_KEPT.days,
        }
        return {**super().get_context_data(**kwargs), **told}


class AskedCsvView(_OfOneMonth, TemplateView):
    """All texts of the month that may be shown, a line each."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        period = self.period
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        name = "-".join(filter(None, ["searches", f"{period.month:%Y-%m}", period.locale]))
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        lines = csv.writer(response)
        lines.writerow([
            gettext("Month"), gettext("Language"), gettext("Searched for"), gettext("Times"),
            gettext("Through the API"), gettext("Found nothing"), gettext("Corrected"),
            gettext("Results opened"), gettext("Entries found"), gettext("Opened most"),
        ])  # fmt: skip
        for row in report.asked_most(period, limit=None):
            hits = "" if row.hits is None else row.hits
            cells = [f"{period.month:%Y-%m}", row.locale, row.text, row.asked, row.by_api, row.found_nothing,
                     row.corrected, row.opened, hits, row.favourite]  # fmt: skip
            lines.writerow([escape_formula(cell) for cell in cells])
        return response


def languages() -> dict[str, str]:
    return {code: str(label) for code, label in settings.WAGTAIL_CONTENT_LANGUAGES}


def _lists(period: Period) -> list[dict[str, Any]]:
    """Return the lists of texts with what is said about each of them."""
    return [
        {
            "id": "most",
            "title": _("Asked most"),
            "rows": _shown(report.asked_most(period)),
            "empty": _("No text was asked on more than one day yet."),
        },
        {
            "id": "nothing",
            "title": _("Found nothing"),
            "lead": _("Say with synonyms what the portfolio calls it, or ask districts to write about it."),
            "rows": _shown(report.found_nothing(period)),
            "empty": _("Every text that is shown here found something when it was last asked."),
        },
        {
            "id": "unopened",
            "title": _("Found something, and nobody opened it"),
            "lead": _("Look at what readers see. If the right entry is there, pin it to the top."),
            "rows": _shown(report.never_opened(period)),
            "empty": _("Of everything that was asked often, something was opened."),
        },
    ]


def _shown(rows: list[Row]) -> list[dict[str, Any]]:
    """Return rows with where each leads: readers' results, synonyms, chosen results, asking districts."""
    return [{"row": row, **_ways(row)} for row in rows]


def _ways(row: Row) -> dict[str, str]:
    with translation.override(row.locale):
        library = reverse("library")
    synonyms = urlencode({"locale": row.locale, "wordings": row.text})
    chosen = reverse("search_results:add") + "?" + urlencode({"words": row.text})
    if row.curated:
        chosen = reverse("search_results:edit", args=[row.curated])
    asked = reverse("content_requests:add") + "?" + urlencode({"text": row.text, "language": row.locale})
    if row.requested:
        asked = reverse("content_requests:edit", args=[row.requested])
    return {
        "language": languages().get(row.locale, row.locale),
        "results_url": f"{library}?{urlencode({'q': row.text})}",
        "synonyms_url": f"{reverse('search_synonyms:add')}?{synonyms}",
        "chosen_url": chosen,
        "ask_url": asked,
    }


class AskedMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return any(request.user.has_perm(f"search.{action}_synonymgroup") for action in TOLD)


class AskedViewSet(ViewSet):
    name = "search_asked"
    url_prefix = "search-asked"
    icon = "search"
    menu_label = _("What people search for")
    menu_item_class = AskedMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", AskedView.as_view(), name="index"),
            path("csv/", AskedCsvView.as_view(), name="csv"),
        ]
