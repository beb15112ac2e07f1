"""API keys in the admin: for superusers and the network's administrators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, NumberColumn, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button, HeaderButton

from api.keys import issue_key, revoke_key
from api.models import ApiKey, KeyState, Scope
from api.readers import DAYS, readers, with_calls
from portfolio.models import User

LIST = "api_keys:index"
READERS = "api_keys:readers"
REVOKE = "api_keys:revoke"
TERMS = ((365, _("One year")), (180, _("180 days")), (90, _("90 days")), (30, _("30 days")))


class NewKeyForm(forms.ModelForm[ApiKey]):
    scopes = forms.MultipleChoiceField(
        label=_("Opens"), choices=Scope.choices, initial=[Scope.READ], widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("Holds for"), choices=TERMS, coerce=int,
        help_text=_("Then whoever reads with it needs a new key."),
    )  # fmt: skip

    class Meta:
        model = ApiKey
        fields = ("name", "contact", "scopes")


class KeyForm(forms.ModelForm[ApiKey]):
    class Meta:
        model = ApiKey
        fields = ("name", "contact")


def _may_revoke(key: ApiKey) -> bool:
    return key.state is KeyState.USABLE


def _scopes(key: ApiKey) -> str:
    return ", ".join(str(Scope(scope).label) for scope in key.scopes)


def _expiry(key: ApiKey) -> date:
    return timezone.localdate(key.expires_at)


class KeyIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[ApiKey]:
        return with_calls(super().get_base_queryset())

    @cached_property
    def header_buttons(self) -> list[Any]:
        who = HeaderButton(_("Who reads"), url=reverse(READERS), icon_name="view")
        return [*super().header_buttons, who]

    def get_list_more_buttons(self, instance: ApiKey) -> list[Any]:
        found = super().get_list_more_buttons(instance)
        if _may_revoke(instance) and self.user_has_permission("change"):
            url = reverse(REVOKE, args=[instance.pk])
            found.append(Button(_("Revoke"), url=url, icon_name="cross", priority=30))
        return list(found)


class KeyCreateView(generic.CreateView):
    """Shows the secret in its answer, which no browser keeps, and nowhere else."""

    submit_button_label = _("Make the key")
    submit_button_active_label = _("Making…")

    def form_valid(self, form: NewKeyForm) -> HttpResponse:
        self.form = form
        asked = form.cleaned_data
        try:
            key, secret = issue_key(
                name=asked["name"],
                contact=asked["contact"],
                scopes=asked["scopes"],
                expires_at=timezone.now() + timedelta(days=asked["days"]),
                by=self.request.user,
            )
        except ValidationError as error:  # someone took the name in between
            form.add_error(None, error)
            invalid: HttpResponse = self.form_invalid(form)
            return invalid
        return TemplateResponse(self.request, "api/admin/made.html", self._told(key, secret))

    def _told(self, key: ApiKey, secret: str) -> dict[str, Any]:
        title = gettext("The key is made")
        crumbs = [
            {"url": reverse(LIST), "label": gettext("API keys")},
            {"url": "", "label": key.name},
        ]
        return {"header_title": title, "header_icon": "key", "breadcrumbs_items": crumbs, "key": key,
                "secret": secret, "scopes": _scopes(key)}  # fmt: skip


class KeyEditView(generic.EditView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.object
        told = {"key": key, "scopes": _scopes(key), "may_revoke": _may_revoke(key)}
        return {**super().get_context_data(**kwargs), **told}


class KeyScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A screen beside the list of keys."""

    model = ApiKey
    request: HttpRequest

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        keys = {"url": reverse(LIST), "label": gettext("API keys")}
        return [*self.breadcrumbs_items, keys, {"url": "", "label": self.get_page_title()}]


class RevokeView(KeyScreen):
    permission_required = "change"
    template_name = "api/admin/revoke.html"
    page_title = _("Revoke a key")
    header_icon = "key"

    @cached_property
    def key(self) -> ApiKey:
        return get_object_or_404(ApiKey, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"key": self.key, "may_revoke": _may_revoke(self.key)}
        return {**super().get_context_data(**kwargs), **told}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        revoke_key(self.key, by=cast(User, request.user))
        messages.success(request, gettext("“%s” is revoked. It opens nothing any more.") % self.key)
        return redirect(LIST)


class ReadersView(KeyScreen):
    any_permission_required: Sequence[str] = ("add", "change", "view")
    template_name = "api/admin/readers.html"
    page_title = _("Who reads")
    header_icon = "view"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "readers": readers(), "days": DAYS}


class ApiKeyViewSet(ModelViewSet):
    model = ApiKey
    name = "api_keys"
    url_prefix = "api-keys"
    icon = "key"
    menu_order = 650
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = KeyIndexView
    add_view_class = KeyCreateView
    edit_view_class = KeyEditView
    index_template_name = "api/admin/index.html"
    edit_template_name = "api/admin/edit.html"
    search_fields = ["name", "contact", "prefix"]
    list_display = [
        "name",
        Column("prefix", label=_("Begins with"), classname="api-wide api-prefix"),
        Column("scopes", label=_("Opens"), accessor=_scopes, classname="api-wide"),
        Column("expires_at", label=_("Expires"), accessor=_expiry, sort_key="expires_at"),
        Column("last_used_on", label=_("Last used"), sort_key="last_used_on", classname="api-wide"),
        NumberColumn("calls", label=_("Calls in 30 days"), sort_key="calls"),
        StatusTagColumn("state", label=_("State"), accessor=lambda key: key.state.label, primary=_may_revoke),
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm[ApiKey]]:
        return KeyForm if for_update else NewKeyForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out what a key has not: usage in pages, and deleting."""
        none = {"usage_url_name": self.UNDEFINED, "delete_url_name": self.UNDEFINED}
        return dict(super().get_common_view_kwargs(**none, **kwargs))

    def get_urlpatterns(self) -> list[Any]:
        own = [
            path("readers/", ReadersView.as_view(), name="readers"),
            path("revoke/<int:pk>/", RevokeView.as_view(), name="revoke"),
        ]
        kept = [found for found in super().get_urlpatterns() if found.name not in ("delete", "usage")]
        return [*kept, *own]
