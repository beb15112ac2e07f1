"""Taking districts in, and their people: screens for the network's staff."""

from typing import Any

from django import forms
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portfolio.models import District, DistrictSpace, User
from portfolio.tenancy.invitations import (
    TeamRole,
    clean_address,
    invite,
    people_of,
    remove_from_district,
    send_invitation,
)
from portfolio.tenancy.onboarding import CannotOnboardError, find_district, onboard
from portfolio.tenancy.spaces import manages_districts, sees_all_districts

MEMBERS = gettext_lazy("Member districts")


class StaffScreen(UserPassesTestMixin, WagtailAdminTemplateMixin):
    """A screen that only the network's staff may open."""

    request: HttpRequest

    def test_func(self) -> bool:
        return sees_all_districts(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        members = {"url": reverse("portfolio_members"), "label": MEMBERS}
        title = self.get_page_title()
        here = [] if title == MEMBERS else [{"url": "", "label": title}]
        return [*self.breadcrumbs_items, members, *here]

    def handle_no_permission(self) -> HttpResponseBase:
        return permission_denied(self.request)


class ManagerScreen(StaffScreen):
    def test_func(self) -> bool:
        return manages_districts(self.request.user)


class MembersView(StaffScreen, TemplateView):
    template_name = "portfolio/onboarding/members.html"
    page_title = MEMBERS
    header_icon = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "spaces": _spaces_with_numbers(),
            "may_manage": manages_districts(self.request.user),
        }


def _spaces_with_numbers() -> QuerySet[DistrictSpace]:
    spaces = DistrictSpace.objects.select_related("district", "page")
    return spaces.annotate(
        writers=Count("communicators__user", distinct=True), approving=Count("approvers__user", distinct=True)
    )


class AddressesField(forms.CharField):
    """E-mail addresses, one a line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: Any) -> list[str]:
        lines = super().clean(value).replace(",", "\n").replace(";", "\n").splitlines()
        return [clean_address(line) for line in lines if line.strip()]


class OnboardForm(forms.Form):
    leaid = forms.CharField(
        label=gettext_lazy("LEAID"),
        max_length=7,
        help_text=gettext_lazy(
            "The district's seven digits in the NCES directory, zeros at its start included."
        ),
    )
    contacts = AddressesField(
        label=gettext_lazy("Who writes"),
        required=False,
        help_text=gettext_lazy("E-mail addresses, one a line. Each person gets a link to sign in."),
    )
    approvers = AddressesField(
        label=gettext_lazy("Who approves for the district"),
        required=False,
        help_text=gettext_lazy("At least one, so that what is written can go on to the network."),
    )

    def clean_leaid(self) -> District:
        try:
            return find_district(self.cleaned_data["leaid"], allow_sample=True)
        except CannotOnboardError as error:
            raise ValidationError(str(error)) from error


class OnboardView(ManagerScreen, FormView[OnboardForm]):
    template_name = "portfolio/onboarding/onboard.html"
    form_class = OnboardForm
    page_title = gettext_lazy("Take a district in")
    header_icon = "group"

    def form_valid(self, form: OnboardForm) -> HttpResponse:
        asked = form.cleaned_data
        try:
            result = onboard(asked["leaid"])
            for role, field in ((TeamRole.COMMUNICATOR, "contacts"), (TeamRole.APPROVER, "approvers")):
                for address in asked[field]:
                    invite(result.space, address, role)
        except (CannotOnboardError, ValidationError) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            return self.form_invalid(form)
        told = _("%s is in.") if result.made else _("%s was in already; nothing was changed but its people.")
        messages.success(self.request, told % asked["leaid"].name)
        return redirect("portfolio_member", result.space.pk)


class InviteForm(forms.Form):
    address = forms.CharField(label=gettext_lazy("E-mail address"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=TeamRole.choices)

    def clean_address(self) -> str:
        return clean_address(self.cleaned_data["address"])


class MemberView(StaffScreen, FormView[InviteForm]):
    """The people of one district: who they are, and inviting, reminding and removing them."""

    template_name = "portfolio/onboarding/member.html"
    form_class = InviteForm
    header_icon = "group"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        spaces = DistrictSpace.objects.select_related("district", "page", "communicators", "approvers")
        self.space = get_object_or_404(spaces, pk=kwargs["space_id"])

    def get_page_title(self) -> str:
        return self.space.district.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "space": self.space,
            "people": people_of(self.space),
            "may_manage": manages_districts(self.request.user),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not manages_districts(request.user):
            return permission_denied(request)
        if "remove" in request.POST:
            return self._remove(self._member("remove"))
        if "resend" in request.POST:
            return self._resend(self._member("resend"))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: InviteForm) -> HttpResponse:
        try:
            invited = invite(self.space, form.cleaned_data["address"], TeamRole(form.cleaned_data["role"]))
        except ValidationError as error:
            form.add_error("address", error)
            return self.form_invalid(form)
        told = _("%s was invited by mail.") if invited.joined else _("%s has this role already.")
        return self._done(told % invited.user.email)

    def _member(self, name: str) -> User:
        number = self.request.POST[name]
        people = User.objects.filter(groups__in=[self.space.communicators_id, self.space.approvers_id])
        return get_object_or_404(people.distinct(), pk=number if number.isdecimal() else 0)

    def _remove(self, user: User) -> HttpResponse:
        remove_from_district(self.space, user)
        return self._done(_("%s no longer belongs to this district. What they wrote stays.") % user.email)

    def _resend(self, user: User) -> HttpResponse:
        send_invitation(self.space, user)
        return self._done(_("A new link is on its way to %s.") % user.email)

    def _done(self, told: str) -> HttpResponse:
        messages.success(self.request, told)
        return redirect("portfolio_member", self.space.pk)
