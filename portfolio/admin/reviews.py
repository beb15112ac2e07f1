"""“Still true”: someone says that an entry needs no change."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets import Button

from portfolio.models import PortfolioPage
from portfolio.services.reviews import Review, mark_reviewed


def still_true_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Offer “Still true” in the editor's menu of a live entry."""
    if isinstance(page, PortfolioPage) and page.live and page.permissions_for_user(user).can_edit():
        url = reverse("portfolio_mark_reviewed", args=[page.pk])
        yield Button(_("Still true: mark as reviewed"), url, icon_name="calendar-check", priority=35)


@require_admin_access
@require_http_methods(["GET", "POST"])
def mark_page_reviewed(request: HttpRequest, page_id: int) -> HttpResponse:
    """Mark the entry as reviewed today, for whoever may edit it. Asked plainly, ask back."""
    page = get_object_or_404(PortfolioPage, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        answer: HttpResponse = permission_denied(request)
        return answer
    if request.method == "GET":
        return render(request, "portfolio/reviews/confirm.html", {"page": page})
    lock = page.get_lock()
    if lock and lock.for_user(request.user):
        messages.warning(
            request, _("“%s” is in someone else's hands just now. Try again later.") % page.title
        )
    elif mark_reviewed(page, request.user) == Review.PUBLISHED:
        messages.success(request, _("Thank you. Readers see that “%s” was reviewed today.") % page.title)
    else:
        told = _("Noted in the draft of “%s”. It becomes public when the draft is approved.")
        messages.success(request, told % page.draft_title)
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
