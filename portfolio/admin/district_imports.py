"""Importing an NCES file from the admin: upload, then a page that says what came of it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, DetailView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portfolio.districts.errors import UnusableFileError
from portfolio.districts.importing import Outcome
from portfolio.districts.rows import DistrictFile
from portfolio.districts.tasks import run_import
from portfolio.models.imports import DistrictImport

OUTCOMES = (
    (Outcome.CREATED, _("new")),
    (Outcome.CHANGED, _("changed")),
    (Outcome.UNCHANGED, _("unchanged")),
    (Outcome.KEPT, _("kept, because the directory has newer facts")),
    (Outcome.REFUSED, _("refused")),
)


class DistrictImportForm(forms.ModelForm):
    file = forms.FileField(
        label=_("File from NCES"),
        help_text=_("As downloaded: a table from ELSI, or a flat LEA file. CSV or text, up to 10 MB."),
    )

    class Meta:
        model = DistrictImport
        fields = ("dry_run", "replace_newer")
        labels = {
            "dry_run": _("Only try: say what would happen, write nothing"),
            "replace_newer": _("Let this file replace facts of a later school year"),
        }

    field_order = ("file", "dry_run", "replace_newer")

    def clean_file(self) -> UploadedFile:
        """Refuse at once what is no district file; its rows are the worker's."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is None or file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(
                _("The file is larger than %s. Import it with manage.py import_districts.")
                % filesizeformat(settings.UPLOAD_LIMIT)
            )
        try:
            DistrictFile(file.file)
        except UnusableFileError as error:
            raise forms.ValidationError(str(error)) from error
        return file

    def save(self, commit: bool = True) -> DistrictImport:
        file = self.cleaned_data["file"]
        file.seek(0)
        self.instance.file_name, self.instance.content = file.name[:200], file.read()
        upload: DistrictImport = super().save(commit)
        return upload


class _Furniture(PermissionRequiredMixin, WagtailAdminTemplateMixin):
    permission_required = "portfolio.add_district"
    raise_exception = True
    header_icon = "site"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        directory = {"url": reverse("districts_modeladmin_index"), "label": _("Districts (NCES)")}
        return [*self.breadcrumbs_items, directory, {"url": "", "label": self.get_page_title()}]


class DistrictImportView(_Furniture, CreateView):
    model = DistrictImport
    form_class = DistrictImportForm
    page_title = _("Import a file")
    template_name = "portfolio/districts/import.html"

    def form_valid(self, form: DistrictImportForm) -> HttpResponse:
        form.instance.by = self.request.user
        response = super().form_valid(form)
        number = self.object.pk
        transaction.on_commit(lambda: run_import.enqueue(number))
        return response

    def get_success_url(self) -> str:
        return reverse("district_import_outcome", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = DistrictImport.objects.select_related("by").defer("content", "rows")[:10]
        return super().get_context_data(earlier=earlier, **kwargs)


class DistrictImportOutcomeView(_Furniture, DetailView):
    """What came of an import. While the worker is at it, the page asks again every two seconds."""

    queryset = DistrictImport.objects.select_related("by").defer("content")
    context_object_name = "upload"
    page_title = _("What came of the import")
    template_name = "portfolio/districts/import_outcome.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = [(label, self.object.counts.get(outcome, 0)) for outcome, label in OUTCOMES]
        return super().get_context_data(counts=counts, **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().render_to_response(context, **kwargs)
        if not self.object.is_over:
            response.headers["Refresh"] = "2"
        return response


urls = [
    path("districts/import/", DistrictImportView.as_view(), name="district_import"),
    path("districts/import/<int:pk>/", DistrictImportOutcomeView.as_view(), name="district_import_outcome"),
]
