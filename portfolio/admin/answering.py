"""“Readers look for this”: what a district was asked for, as its people see it and answer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import page_permission_policy

from portfolio.admin.desk import SHOWN, entries_below
from portfolio.models import (
    ContentRequest,
    DistrictPage,
    DistrictSpace,
    PortfolioPage,
    RequestAnswer,
    User,
)
from portfolio.services.content_requests import requests_to, set_answers
from portfolio.tenancy.spaces import spaces_of

UNFOLDED = 3


@dataclass(frozen=True)
class Asked:
    """One open request, as one district sees it."""

    request: ContentRequest
    space: DistrictSpace
    write_url: str
    """The form of a new entry; empty where the district has lost its page"""
    answers: list[PortfolioPage]


@dataclass(frozen=True)
class AskedOfDistrict:
    space: DistrictSpace
    requests: list[Asked]
    more: list[Asked]
    """What is folded away: the panel stays short enough to be read"""
    declined: list[ContentRequest]
    """Those that the district has said it has nothing for"""


def asked_of(user: User) -> list[AskedOfDistrict]:
    """Return what each of the user's districts is asked for, without districts that are asked nothing."""
    spaces = spaces_of(user)
    requests = _open_requests(spaces)
    if not requests:
        return []
    homes = _Homes(spaces)
    answers = _answers_to(requests, spaces)
    found = [_asked_of_one(space, requests, homes, answers) for space in spaces]
    return [asked for asked in found if asked.requests or asked.declined]


def _open_requests(spaces: list[DistrictSpace]) -> list[ContentRequest]:
    if not spaces:
        return []
    open_ = requests_to(spaces).filter(closed_at=None)
    return list(open_.prefetch_related("districts", "declined_by"))


def _asked_of_one(
    space: DistrictSpace,
    requests: Iterable[ContentRequest],
    homes: "_Homes",
    answers: dict[int, list[PortfolioPage]],
) -> AskedOfDistrict:
    own = [each for each in requests if each.is_for_all or space in each.districts.all()]
    declined = [each for each in own if space in each.declined_by.all()]
    asked = [
        Asked(each, space, homes.write_url(each, space), homes.below(space, answers.get(each.pk, [])))
        for each in own
        if each not in declined
    ]
    asked.sort(key=lambda each: bool(each.answers))  # what is answered comes last, else as it was
    return AskedOfDistrict(space, asked[:UNFOLDED], asked[UNFOLDED:SHOWN], declined[:SHOWN])


def _answers_to(
    requests: list[ContentRequest], spaces: list[DistrictSpace]
) -> dict[int, list[PortfolioPage]]:
    """Return the entries of these districts that answer, by request. Others' answers are not read."""
    own = entries_below(spaces).values("pk")
    found: dict[int, list[PortfolioPage]] = defaultdict(list)
    for answer in RequestAnswer.objects.filter(request__in=requests, entry__in=own).select_related("entry"):
        found[answer.request_id].append(answer.entry)
    return found


class _Homes:
    """The pages of districts, below which their entries lie: one for each language they write in."""

    def __init__(self, spaces: list[DistrictSpace]) -> None:
        pages = DistrictPage.objects.filter(district__in=[space.district_id for space in spaces])
        self._pages = list(pages.select_related("locale").order_by("path"))

    def of(self, space: DistrictSpace) -> list[DistrictPage]:
        return [page for page in self._pages if page.district_id == space.district_id]

    def below(self, space: DistrictSpace, entries: Iterable[PortfolioPage]) -> list[PortfolioPage]:
        paths = tuple(page.path for page in self.of(space))
        return [entry for entry in entries if entry.path.startswith(paths)]

    def write_url(self, request: ContentRequest, space: DistrictSpace) -> str:
        """Return the form of a new entry in the request's language, or in that of the district's page."""
        in_language = [p.pk for p in self.of(space) if p.locale.language_code == request.language]
        parent = next(iter(in_language), space.page_id)
        if parent is None:
            return ""
        form = reverse("wagtailadmin_pages:add", args=["portfolio", f"{request.kind}page", parent])
        return f"{form}?{urlencode({'answers': request.pk})}"


def entries_that_may_answer(user: User, space: DistrictSpace) -> QuerySet[PortfolioPage]:
    """Return the entries of the district that `user` may edit, what was worked on last first."""
    editable = page_permission_policy.instances_user_has_permission_for(user, "change").values("pk")
    entries = entries_below([space]).not_type(DistrictPage).filter(alias_of=None, pk__in=editable)
    return entries.order_by("-latest_revision_created_at", "-pk")


class _AskedScreen(View):
    """Something that one district says to one request. What it was not asked is not there."""

    space: DistrictSpace
    asked: ContentRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        own = {space.pk: space for space in spaces_of(request.user)}
        if kwargs["space_id"] not in own:
            raise Http404
        self.space = own[kwargs["space_id"]]
        self.asked = get_object_or_404(requests_to([self.space]), pk=kwargs["request_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.asked.is_open:
            messages.info(request, _("“%s” is closed: nothing more is looked for.") % self.asked)
            return redirect("wagtailadmin_home")
        return super().dispatch(request, *args, **kwargs)


class DeclineView(_AskedScreen):
    """“Not with us”, and taking that back."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "again" in request.POST:
            self.asked.declined_by.remove(self.space)
            told = _("“%s” is on your first screen again.")
        else:
            self.asked.declined_by.add(self.space)
            told = _("Noted: nothing about “%s” with you. Whoever asked is told.")
        messages.success(request, told % self.asked)
        return redirect("wagtailadmin_home")


class AnswersForm(forms.Form):
    """Which of a district's own entries answer a request."""

    entries = forms.MultipleChoiceField(
        label=gettext_lazy("Which of your entries is about this?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose from the entries in this list.")},
    )

    def __init__(self, *args: Any, entries: Iterable[PortfolioPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entries"].choices = [(str(entry.pk), _named(entry)) for entry in entries]

    def clean_entries(self) -> list[int]:
        return [int(number) for number in self.cleaned_data["entries"]]


def _named(entry: PortfolioPage) -> str:
    kind, title = entry.cached_content_type.name.capitalize(), entry.draft_title
    if entry.live:
        return _("%(title)s (%(kind)s, published)") % {"title": title, "kind": kind}
    return _("%(title)s (%(kind)s, draft)") % {"title": title, "kind": kind}


class AnswerView(_AskedScreen, WagtailAdminTemplateMixin, FormView[AnswersForm]):
    """“We have this”: the entries that answer, of those that whoever looks may edit."""

    template_name = "portfolio/content_requests/entries.html"
    form_class = AnswersForm
    page_title = gettext_lazy("We have this")
    header_icon = "check"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_page_subtitle(self) -> str:
        return self.asked.title

    @cached_property
    def own(self) -> list[PortfolioPage]:
        return list(entries_that_may_answer(self.request.user, self.space))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "entries": self.own}

    def get_initial(self) -> dict[str, Any]:
        return {"entries": [str(pk) for pk in self.asked.answers.values_list("entry", flat=True)]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"asked": self.asked, "space": self.space, "own": self.own}
        return {**super().get_context_data(**kwargs), **told}

    def form_valid(self, form: AnswersForm) -> HttpResponse:
        chosen = form.cleaned_data["entries"]
        set_answers(self.asked, self.space, [entry.pk for entry in self.own], chosen)
        if chosen:
            messages.success(self.request, _("Thank you. Whoever asked for “%s” is told.") % self.asked)
        else:
            messages.success(self.request, _("No entry of yours answers “%s” now.") % self.asked)
        return redirect("wagtailadmin_home")
