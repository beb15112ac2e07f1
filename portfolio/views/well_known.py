"""`/.well-known/`"""

import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe


@transaction.non_atomic_requests
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116). `Expires` is a month ahead, and moves with the site."""
    contact = settings.SECURITY_CONTACT or f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
    expires = (timezone.now() + datetime.timedelta(days=30)).replace(microsecond=0, tzinfo=None)
    canonical = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/.well-known/security.txt"
    lines = [f"Contact: {contact}", f"Expires: {expires.isoformat()}Z", f"Canonical: {canonical}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
