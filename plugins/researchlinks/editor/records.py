"""The list and the form of records: those that were merged are not offered, and twins are pointed out."""

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets import Button, HeaderButton
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView

from plugins.researchlinks.distinguishing import APART, TOGETHER
from plugins.researchlinks.editor.imports import ImportView, PreviewView
from plugins.researchlinks.editor.merging import MergeView, TakeOverView
from plugins.researchlinks.editor.screens import ADD, CHANGE, url_of
from plugins.researchlinks.editor.twins import KeepApartView, OfferAgainView, TwinsView
from plugins.researchlinks.importing import IMPORTED
from plugins.researchlinks.matching import twin_of
from plugins.researchlinks.merging import MERGED, MERGED_INTO, TAKEN_OVER


class RecordIndexView(IndexView):
    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = list(super().header_buttons)
        if self.request.user.has_perm(ADD):
            buttons.append(HeaderButton(_("Import"), url=url_of("import"), icon_name="upload", priority=1100))
        return buttons

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        if self.request.user.has_perm(CHANGE):
            buttons.append(Button(_("The same work twice"), url=url_of("twins"), icon_name="copy"))
        return buttons


class RecordCreateView(CreateView):
    def save_action(self) -> HttpResponseBase:
        if self.form.was_made_meanwhile:
            told = gettext("“%(work)s” was added by someone else at the same moment. This is that record.")
            messages.success(self.request, told % {"work": self.object})
            return redirect(url_of("edit", self.object.pk))
        if self.form.to_compare:
            told = gettext("“%(work)s” is here already, under another identifier. Make one of the two.")
            messages.warning(self.request, told % {"work": self.form.to_compare})
            return redirect(url_of("merge", *sorted((self.form.to_compare.pk, self.object.pk))))
        response: HttpResponseBase = super().save_action()
        return response


class RecordEditView(EditView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        record = self.object
        if record.merged_into:
            told = gettext("The record that you asked for was merged into this one.")
            messages.success(request, told)
            return redirect(url_of("edit", record.current.pk))
        if there := twin_of(record):
            told = gettext("This may be the same work as “%(work)s”.") % {"work": there}
            compare = url_of("merge", *sorted((there.pk, record.pk)))
            messages.warning(request, told, buttons=[messages.button(compare, gettext("Compare them"))])
        response: HttpResponseBase = super().get(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = super().form_valid(form)
        except IntegrityError:
            told = gettext("Someone else has just made a record of this work. Save once more to compare.")
            form.add_error("pasted", told)
            self.produced_error_message = self.get_error_message()
            refused: HttpResponseBase = self.form_invalid(form)
            return refused
        return response


def urlpatterns() -> list[URLPattern]:
    """Addresses below the list of records. Reading a large file takes seconds: it holds no transaction."""
    return [
        path("import/", transaction.non_atomic_requests(ImportView.as_view()), name="import"),
        path("import/<int:number>/", PreviewView.as_view(), name="import_preview"),
        path("import/<int:number>/<int:place>/", TakeOverView.as_view(), name="import_compare"),
        path("merge/<int:first>/<int:second>/", MergeView.as_view(), name="merge"),
        path("apart/<int:first>/<int:second>/", KeepApartView.as_view(), name="apart"),
        path("together/<int:first>/<int:second>/", OfferAgainView.as_view(), name="together"),
        path("twins/", TwinsView.as_view(), name="twins"),
    ]


def name_log_actions(actions: Any) -> None:
    """Say in a record's history what was done."""
    actions.register_action(IMPORTED, _("Import"), _("Imported"))
    actions.register_action(MERGED, _("Merge"), _("Another record was merged into this one"))
    actions.register_action(MERGED_INTO, _("Merge"), _("Merged into another record"))
    actions.register_action(TAKEN_OVER, _("Take over"), _("Completed from an import"))
    actions.register_action(APART, _("Keep apart"), _("Said to be another work than one that looks like it"))
    actions.register_action(TOGETHER, _("Compare again"), _("May be the same work as another after all"))
