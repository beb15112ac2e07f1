"""Consents in the admin."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.panels import ObjectList
from wagtail.admin.widgets import Button
from wagtail.permissions import policy_registry

from portfolio.admin.district_rows import DistrictRowForm, DistrictRowViewSet
from portfolio.models import Consent
from portfolio.services.consents import withdraw


def withdraw_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Offer to withdraw a consent that still holds, in its row of the list."""
    if isinstance(snippet, Consent) and snippet.withdrawn_on is None and _may_change(user, snippet):
        url = reverse("portfolio_withdraw_consent", args=[snippet.pk])
        yield Button(_("Withdraw now"), url, icon_name="warning", priority=25)


def _may_change(user: Any, consent: Consent) -> bool:
    policy = policy_registry.get_by_type(Consent)
    return bool(policy.user_has_permission_for_instance(user, "change", consent))


@require_admin_access
def withdraw_now(request: HttpRequest, consent_id: int) -> HttpResponse:
    """Ask once, then withdraw the consent and take down what it allowed to be shown."""
    consent = get_object_or_404(Consent, pk=consent_id)
    if not _may_change(request.user, consent):
        raise Http404
    if request.method == "POST":
        hidden = withdraw(consent)
        told = ngettext(
            "Withdrawn. %(n)d picture or file is no longer public.",
            "Withdrawn. %(n)d pictures and files are no longer public.",
            hidden,
        )
        messages.success(request, told % {"n": hidden})
        return redirect("wagtailsnippets_portfolio_consent:list")
    used = [*consent.pictures.all(), *consent.files.all()]
    return render(request, "portfolio/consents/withdraw.html", {"consent": consent, "used": used})


class ConsentViewSet(DistrictRowViewSet):
    model = Consent
    icon = "clipboard-list"
    menu_label = _("Consents")
    menu_order = 360
    add_to_admin_menu = True
    list_display = ["name", "given_by", "district", "signed_on", "expires_on", "withdrawn_on"]
    list_filter = ["given_by", "expires_on", "withdrawn_on"]
    search_fields = ["name", "note"]
    edit_handler = ObjectList(Consent.panels, base_form_class=DistrictRowForm)
