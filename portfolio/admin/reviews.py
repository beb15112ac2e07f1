"""“Still true”: someone says that an entry needs no change."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.admin.utils import get_valid_next_url_from_request

from portfolio.models import PortfolioPage
from portfolio.services.reviews import Review, mark_reviewed


@require_admin_access
@require_POST
def mark_page_reviewed(request: HttpRequest, page_id: int) -> HttpResponse:
    """Mark the entry as reviewed today, for whoever may edit it."""
    page = get_object_or_404(PortfolioPage, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        answer: HttpResponse = permission_denied(request)
        return answer
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
