"""Content requests in the admin: for the network's staff, who ask districts for what readers look for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Exists, Func, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page

from portfolio.admin.desk import SHOWN
from portfolio.models import ContentRequest, DistrictPage, DistrictSpace, RequestAnswer, User
from portfolio.models.content_requests import LONGEST_TEXT
from portfolio.services.content_requests import (
    asked_just_now,
    close,
    member_spaces,
    members_and_asked,
    reopen,
    spaces_asked,
    tell_newly_asked,
)
from portfolio.tenancy.doors import may_see_drafts

EDIT = "content_requests:edit"
OPEN, CLOSED = "open", "closed"


def with_answers(requests: QuerySet[ContentRequest]) -> QuerySet[ContentRequest]:
    """Count for each request its answers, those of them that are published, and the districts it names.

    `nothing` is how many of the districts asked said “Not with us”; `is_waited_for`, whether others did not.
    """
    declined = ContentRequest.declined_by.through.objects.filter(contentrequest=OuterRef(OuterRef("pk")))
    said = Q(pk__in=declined.values("districtspace"))
    return requests.annotate(
        answered=Count("answers", distinct=True),
        published=Count("answers", filter=Q(answers__entry__live=True), distinct=True),
        named=Count("districts", distinct=True),
        nothing=Subquery(_asked_around().filter(said).values(n=Func("pk", function="COUNT"))),
        is_waited_for=Exists(_asked_around().filter(~said)),
    )


def _asked_around() -> QuerySet[DistrictSpace]:
    """Return, within a query of requests, whom each asks (what `spaces_asked` says of one)."""
    named = ContentRequest.districts.through.objects.filter(contentrequest=OuterRef(OuterRef("pk")))
    for_all = Exists(ContentRequest.objects.filter(pk=OuterRef(OuterRef("pk")), is_for_all=True))
    return member_spaces().order_by().filter(Q(pk__in=named.values("districtspace")) | for_all)


def told_of_answers(request: Any) -> str:
    """Say “2 answers, 1 published; 1 has nothing” of a request from `with_answers`."""
    told = _("none yet")
    if request.answered:
        answers = ngettext("%(n)d answer", "%(n)d answers", request.answered) % {"n": request.answered}
        published = (
            _("%(n)d published") % {"n": request.published} if request.published else _("none published")
        )
        told = f"{answers}, {published}"
    if not request.nothing:
        return told
    nothing = ngettext("%(n)d district has nothing", "%(n)d districts have nothing", request.nothing)
    return f"{told}; {nothing % {'n': request.nothing}}"


def answered_for(user: User) -> list[tuple[ContentRequest, str]]:
    """Return the open requests with answers or with a “Not with us” of all, and what to say of these.

    Nothing to who may not close them.
    """
    if not user.has_perm("portfolio.change_contentrequest"):
        return []
    requests = with_answers(ContentRequest.objects.filter(closed_at=None))
    answered = requests.filter(Q(answered__gt=0) | Q(nothing__gt=0, is_waited_for=False))
    return [(request, told_of_answers(request)) for request in answered[:SHOWN]]


@dataclass(frozen=True)
class Answer:
    """An entry that answers, as whoever looks may see it."""

    title: str
    district: str
    answered_at: datetime
    url: str = ""
    """Where it is edited; empty for those who do not see the district's work"""
    is_published: bool = False


def answers_to(request: ContentRequest, user: User) -> list[Answer]:
    """Return what districts answered, in three queries at most however many they are."""
    rows = list(request.answers.select_related("entry"))
    districts = _districts_above([row.entry for row in rows])
    return [_answer(row, districts, user) for row in rows]


def _answer(row: RequestAnswer, districts: dict[str, str], user: User) -> Answer:
    entry = row.entry
    district = next((districts[path] for path in _paths_to(entry) if path in districts), "")
    url = reverse("wagtailadmin_pages:edit", args=[entry.pk]) if may_see_drafts(user, entry) else ""
    return Answer(entry.get_admin_display_title(), district, row.answered_at, url, entry.live)


def _paths_to(page: Page) -> list[str]:
    """Return the tree paths of the pages above `page` and its own, from the nearest to the root."""
    return [page.path[:end] for end in range(len(page.path), 0, -Page.steplen)]


def _districts_above(pages: list[Page]) -> dict[str, str]:
    paths = {path for page in pages for path in _paths_to(page)}
    above = DistrictPage.objects.filter(path__in=paths)
    return dict(above.values_list("path", "district__name"))


class DistrictsField(forms.ModelMultipleChoiceField):
    """Ticks for the members. A number that is none, however long, is refused before the database is asked."""

    def _check_values(self, value: Any) -> Any:
        known = {str(space.pk) for space in self.queryset}
        if any(str(number) not in known for number in value):
            raise forms.ValidationError(_("Tick districts from this list."), code="invalid_choice")
        return super()._check_values(value)


class ContentRequestForm(WagtailAdminModelForm):
    districts = DistrictsField(
        member_spaces(), required=False, widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Districts asked"), help_text=gettext_lazy("None ticked: all member districts."),
    )  # fmt: skip

    class Meta:
        widgets = {"searched_for": forms.HiddenInput, "note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["districts"].queryset = members_and_asked(self.instance)

    def clean(self) -> dict[str, Any]:
        """Ask everyone where nobody is ticked. None may also be left of those asked: then nobody is.

        The text of a search is taken along to a new request alone: closing one has deleted it.
        """
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk:
            cleaned["searched_for"] = self.initial["searched_for"]
        if self.instance.pk is None or "districts" in self.changed_data:
            self.instance.is_for_all = not cleaned.get("districts")
        return cleaned


class ContentRequestFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[(OPEN, gettext_lazy("Open")), (CLOSED, gettext_lazy("Closed"))],
        method="of_state",
        widget=forms.RadioSelect,
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = ContentRequest
        fields = ["language", "kind"]

    def of_state(self, requests: QuerySet[ContentRequest], name: str, value: str) -> QuerySet[ContentRequest]:
        return requests.filter(closed_at__isnull=value == OPEN)


class IndexView(generic.IndexView):
    add_item_label = gettext_lazy("Ask for content")

    def get_base_queryset(self) -> QuerySet[ContentRequest]:
        return with_answers(super().get_base_queryset())


class AddView(generic.CreateView):
    """The form that “Ask for content”, beside what people search for, leads to with the text filled in."""

    submit_button_label = gettext_lazy("Ask")
    submit_button_active_label = gettext_lazy("Asking…")
    told = 0

    def get_initial(self) -> dict[str, Any]:
        text = self.request.GET.get("text", "").replace("\0", "")
        title = text[: ContentRequest._meta.get_field("title").max_length]
        given = {"title": title[:1].upper() + title[1:], "searched_for": text[:LONGEST_TEXT]}
        language = self.request.GET.get("language", "")
        known = dict(ContentRequest._meta.get_field("language").flatchoices)
        return {**super().get_initial(), **given, **({"language": language} if language in known else {})}

    def save_instance(self) -> ContentRequest:
        """Ask. What the same person asked a moment ago is not asked again: the button was pressed twice."""
        person = User.objects.select_for_update().get(pk=self.request.user.pk)  # one press at a time
        if made := asked_just_now(person, self.form.instance):
            self.told = spaces_asked(made).count()
            return made
        self.form.instance.asked_by = person
        asked: ContentRequest = super().save_instance()
        self.told = tell_newly_asked(asked)
        return asked

    def get_success_message(self, instance: ContentRequest) -> str:
        return _told_districts(self.told) or _("Asked. No member district is there to see it yet.")


class ChangeView(generic.EditView):
    """The request with its answers, and what was asked, to change."""

    told = 0

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.object
        spaces = {space.pk: space for space in spaces_asked(asked)}
        declined = [spaces[pk] for pk in asked.declined_by.values_list("pk", flat=True) if pk in spaces]
        told = {
            "asked": asked,
            "answers": answers_to(asked, self.request.user),
            "declined": declined,
            "number_asked": len(spaces),
        }
        return {**super().get_context_data(**kwargs), **told}

    def save_instance(self) -> ContentRequest:
        asked: ContentRequest = super().save_instance()
        self.told = tell_newly_asked(asked) if asked.is_open else 0
        return asked

    def get_success_message(self) -> str:
        return _told_districts(self.told) or _("Saved.")


def _told_districts(number: int) -> str:
    told = ngettext(
        "Asked. %(n)d district sees it on its first screen, and its communicators get a mail.",
        "Asked. %(n)d districts see it on their first screens, and their communicators get a mail.",
        number,
    )
    return told % {"n": number} if number else ""


class CloseView(PermissionCheckedMixin, View):
    """Closes a request, or opens it again. Nothing is lost with either."""

    model = ContentRequest
    permission_required = "change"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = get_object_or_404(ContentRequest, pk=pk)
        if "again" in request.POST:
            reopen(asked)
            messages.success(request, _("“%s” is open again, on the districts’ first screens too.") % asked)
        else:
            close(asked)
            messages.success(request, _("“%s” is closed. Districts do not see it any more.") % asked)
        return redirect(EDIT, asked.pk)


def _asked_of(request: Any) -> str:
    if request.is_for_all:
        return _("all members")
    return ngettext("%(n)d district", "%(n)d districts", request.named) % {"n": request.named}


class ContentRequestViewSet(ModelViewSet):
    model = ContentRequest
    name = "content_requests"
    url_prefix = "content-requests"
    icon = "help"
    menu_label = gettext_lazy("Content requests")
    menu_order = 365
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = IndexView
    add_view_class = AddView
    edit_view_class = ChangeView
    create_template_name = "portfolio/content_requests/create.html"
    edit_template_name = "portfolio/content_requests/edit.html"
    filterset_class = ContentRequestFilters
    search_fields = ["title", "note"]
    list_display = [
        "title",
        Column("get_language_display", label=gettext_lazy("Language"), sort_key="language"),
        Column("asked_of", label=gettext_lazy("Districts"), accessor=_asked_of),
        Column("answers", label=gettext_lazy("Answers"), accessor=told_of_answers, sort_key="answered"),
        DateColumn("asked_at", label=gettext_lazy("Since"), sort_key="asked_at"),
        StatusTagColumn(
            "state", label=gettext_lazy("State"), primary=lambda asked: asked.is_open,
            accessor=lambda asked: _("Open") if asked.is_open else _("Closed"),
        ),
    ]  # fmt: skip

    @cached_property
    def edit_handler(self) -> ObjectList:
        shown = [FieldPanel(name) for name in ("title", "note", "language", "kind", "districts")]
        taken_along = FieldPanel("searched_for", attrs={"hidden": "hidden"})
        return ObjectList([*shown, taken_along], base_form_class=ContentRequestForm)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return dict(super().get_common_view_kwargs(usage_url_name=self.UNDEFINED, **kwargs))

    def get_urlpatterns(self) -> list[Any]:
        kept = [found for found in super().get_urlpatterns() if found.name != "usage"]
        return [*kept, path("close/<int:pk>/", CloseView.as_view(), name="close")]
