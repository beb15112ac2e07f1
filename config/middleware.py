"""Headers that every answer carries: what a browser may load, frame, keep and send on."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]

PUBLIC = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
"""Own files only, and no inline code: so there is no nonce that a cached page would repeat."""

ACCOUNT = PUBLIC | {"img-src": "'self' data:"}
"""The QR code of the second factor is a data: picture; its secret must not have an address."""

ADMIN = PUBLIC | {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "frame-src": "'self'",
    "worker-src": "'self' blob:",
}
"""The documented exception: Wagtail's editor has inline scripts and styles. Other hosts stay out."""

POLICY_BY_PREFIX = {"/admin/": ADMIN, "/account/": ACCOUNT}

UNUSED_FEATURES = (
    "accelerometer autoplay browsing-topics camera display-capture geolocation gyroscope magnetometer "
    "microphone midi payment usb xr-spatial-tracking"
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES.split())


class SecurityHeadersMiddleware:
    """Adds the headers to every answer; a view that set its own policy keeps it (downloads do)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = response.get("Content-Security-Policy") or as_header(policy_for(request.path))
        if response.get("X-Frame-Options", "") == "SAMEORIGIN":  # a preview, shown beside its form
            policy = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        response["Content-Security-Policy"] = policy
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if is_private(request):
            response["Cache-Control"] = "private, no-store"
        return response


def policy_for(path: str) -> Mapping[str, str]:
    return next((policy for prefix, policy in POLICY_BY_PREFIX.items() if path.startswith(prefix)), PUBLIC)


def as_header(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


def is_private(request: HttpRequest) -> bool:
    """Whether nobody else may be given this answer: editor, account, whatever someone signed in is given."""
    if request.path.startswith(tuple(POLICY_BY_PREFIX)):
        return True
    session = getattr(request, "session", None)
    return bool(session and session.accessed and settings.SESSION_COOKIE_NAME in request.COOKIES)
