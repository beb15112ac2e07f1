"""“Share this draft”: links that show one draft to someone without an account."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from django import forms
from django.contrib.auth.mixins import UserPassesTestMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.utils import get_admin_base_url
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.models import Page

from portfolio.models import DeliverySettings
from portfolio.services.previews import (
    create_preview_link,
    links_that_hold,
    may_share,
    revoke_preview_link,
)

API_PATH = "/api/v1/preview/"
"""Where the delivery API, which lies above, answers with the draft."""

LIFETIMES = (1, 8, 24)
SHARE = gettext_lazy("Share this draft")


def share_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Offer “Share this draft” in the editor's menu, to whoever may edit the page."""
    if page.pk and may_share(page, user):
        url = reverse("portfolio_preview_links", args=[page.pk])
        yield Button(SHARE, url, icon_name="link", priority=25)


def name_log_actions(actions: Any) -> None:
    """Say in a page's history that its draft was shared."""
    actions.register_action(
        "portfolio.preview_link.create", gettext_lazy("Share draft"), gettext_lazy("Draft shared by a link")
    )
    actions.register_action(
        "portfolio.preview_link.revoke",
        gettext_lazy("Stop sharing draft"),
        gettext_lazy("Link to the draft revoked"),
    )


def _told(hours: int) -> str:
    return ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}


class LinkForm(forms.Form):
    hours = forms.TypedChoiceField(label=gettext_lazy("The link holds for"), coerce=int, initial=24)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours: Any = self.fields["hours"]
        hours.choices = [(number, _told(number)) for number in LIFETIMES]


class PreviewLinksView(UserPassesTestMixin, WagtailAdminTemplateMixin, FormView[LinkForm]):
    """The links to one draft: making one, and revoking those that hold.

    A new link is shown in the answer to the form itself, because its secret is stored nowhere.
    """

    template_name = "portfolio/previews/links.html"
    form_class = LinkForm
    page_title = SHARE
    header_icon = "link"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["page_id"]).specific

    def test_func(self) -> bool:
        return may_share(self.page, self.request.user)

    def handle_no_permission(self) -> HttpResponseBase:
        return permission_denied(self.request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        page = {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self._title()}
        return [*self.breadcrumbs_items, page, {"url": "", "label": SHARE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "draft": self.page,
            "draft_title": self._title(),
            "links": links_that_hold(self.page),
            "has_front_end": bool(self._front_end()),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "revoke" in request.POST:
            return self._revoke(request.POST["revoke"])
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: LinkForm) -> HttpResponse:
        link, token = create_preview_link(self.page, self.request.user, form.cleaned_data["hours"])
        api_path = API_PATH + token
        new = {
            "link": link,
            "api_path": api_path,
            "front_end": self._front_end_address(token),
            "address": self._front_end_address(token) or urljoin(str(get_admin_base_url()), api_path),
        }
        return self.render_to_response(self.get_context_data(form=self.form_class(), new=new))

    def _revoke(self, number: str) -> HttpResponse:
        mine = {str(link.pk): link for link in links_that_hold(self.page)}
        if number in mine:
            revoke_preview_link(mine[number], self.request.user)
        messages.success(self.request, _("The link is revoked: whoever opens it now sees nothing."))
        return redirect("portfolio_preview_links", self.page.pk)

    def _title(self) -> str:
        return str(self.page.get_admin_display_title())

    def _front_end(self) -> DeliverySettings | None:
        site = self.page.get_site()
        return DeliverySettings.objects.filter(site=site).exclude(preview_url="").first() if site else None

    def _front_end_address(self, token: str) -> str:
        front_end = self._front_end()
        if front_end is None:
            return ""
        return front_end.preview_address({
            "token": token, "id": str(self.page.translation_key), "kind": self.page.kind,
            "locale": self.page.locale.language_code,
        })  # fmt: skip
