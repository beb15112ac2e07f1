"""Records that look like one work, two by two: compared, or said to be two works."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from plugins.researchlinks.distinguishing import keep_apart, kept_apart, offer_again
from plugins.researchlinks.editor.screens import CHANGE, Screen, url_of
from plugins.researchlinks.matching import twins
from plugins.researchlinks.merging import CannotMergeError


class TwinsView(Screen, TemplateView):
    """What looks like one work, and below it what people have said are two."""

    permission_required = CHANGE
    page_title = _("The same work twice")
    template_name = "researchlinks/editor/twins.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = [
            (kept, other, url_of("merge", kept.pk, other.pk), url_of("apart", kept.pk, other.pk))
            for kept, other in twins()
        ]
        apart = [(pair, url_of("together", pair.first_id, pair.second_id)) for pair in kept_apart()]
        return super().get_context_data(twins=found, apart=apart, **kwargs)


class KeepApartView(Screen, View):
    """“These are two works.”"""

    permission_required = CHANGE

    def post(self, request: HttpRequest, first: int, second: int) -> HttpResponse:
        try:
            pair = keep_apart(first, second, by=request.user)
        except CannotMergeError as error:
            messages.error(request, str(error))
            return redirect(url_of("twins"))
        told = gettext("“%(one)s” and “%(other)s” are kept as two works, and are not offered any more.")
        undo = messages.button(url_of("twins") + "#Apart", gettext("Show what is kept apart"))
        messages.success(request, told % {"one": pair.first, "other": pair.second}, buttons=[undo])
        return redirect(url_of("twins"))


class OfferAgainView(Screen, View):
    """The other way around: the two may be one work after all."""

    permission_required = CHANGE

    def post(self, request: HttpRequest, first: int, second: int) -> HttpResponse:
        try:
            pair = offer_again(first, second, by=request.user)
        except CannotMergeError as error:
            messages.error(request, str(error))
        else:
            told = gettext("“%(one)s” and “%(other)s” are compared again.")
            messages.success(request, told % {"one": pair.first, "other": pair.second})
        return redirect(url_of("twins"))
