"""Stored files: they answer to everyone where a public document names them, else to their editors alone."""

import mimetypes
import posixpath
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.views.decorators.http import require_safe
from wagtail.permissions import policy_registry

from portfolio.models.media import File, Picture, Rendition
from portfolio.publication.models import PublicFile

PUBLIC_CACHE = "public, max-age=60, s-maxage=5, must-revalidate"
PRIVATE_CACHE = "private, no-store"
DOWNLOAD_POLICY = "default-src 'none'; sandbox"
SHOWN = {f".{kind}": f"image/{kind}" for kind in ("avif", "gif", "jpeg", "png", "webp")} | {
    ".jpg": "image/jpeg"
}
"""What a browser may show in place. Everything else is a download."""


@transaction.non_atomic_requests
@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponse:
    """Answer `/media/<name>`: 404 unless a public document names the file or the reader may edit with it."""
    if "\x00" in name:  # PostgreSQL refuses to look for one
        raise Http404
    public = PublicFile.objects.filter(name=name).order_by("-download_name").first()
    if public is None and not _may_see(request, name):
        raise Http404
    download_name = public.download_name if public else ""
    return _answer(request, name, download_name, PUBLIC_CACHE if public else PRIVATE_CACHE)


@transaction.non_atomic_requests
@require_safe
def serve_document(request: HttpRequest, document_id: int, filename: str) -> HttpResponse:
    """Answer Wagtail's own address of a file, under the same rule as `serve`."""
    file = File.objects.filter(pk=document_id).first()
    if file is None or file.filename != filename:
        raise Http404
    return serve(request, file.file.name)


def _may_see(request: HttpRequest, name: str) -> bool:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return False
    owner = _owner(name)
    if owner is None or not request.user.has_perm("wagtailadmin.access_admin"):
        return False
    policy = policy_registry.get_by_type(type(owner))
    return bool(policy.user_has_any_permission_for_instance(request.user, ["choose", "change"], owner))


def _owner(name: str) -> Model | None:
    """Return the picture or file whose permissions hold for a stored file; a rendition has its picture's."""
    rendition = Rendition.objects.filter(file=name).select_related("image").first()
    if rendition is not None:
        return rendition.image
    return Picture.objects.filter(file=name).first() or File.objects.filter(file=name).first()


def _answer(request: HttpRequest, name: str, download_name: str, cache: str) -> HttpResponse:
    size, modified = _state(name)
    etag = quote_etag(f"{modified:x}-{size:x}")
    response = get_conditional_response(request, etag, modified) or _body(name)
    response["ETag"], response["Last-Modified"] = etag, http_date(modified)
    response["Cache-Control"] = cache
    response["X-Content-Type-Options"] = "nosniff"
    if 200 <= response.status_code < 300:
        _describe(response, name, download_name)
    return response


def _state(name: str) -> tuple[int, int]:
    """Return size and time of change; raise Http404 for what is not there, or lies outside the storage."""
    try:
        return default_storage.size(name), int(default_storage.get_modified_time(name).timestamp())
    except (FileNotFoundError, NotADirectoryError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error


def _body(name: str) -> HttpResponse:
    if settings.MEDIA_ACCEL:
        return HttpResponse(headers={"X-Accel-Redirect": settings.MEDIA_ACCEL + quote(name)})
    try:
        return FileResponse(default_storage.open(name))  # type: ignore[return-value]  # streaming, but a response
    except (IsADirectoryError, PermissionError) as error:
        raise Http404 from error


def _describe(response: Any, name: str, download_name: str) -> None:
    extension = posixpath.splitext(name)[1].lower()
    if extension in SHOWN:
        response["Content-Type"] = SHOWN[extension]
        response["Content-Disposition"] = "inline"
        return
    response["Content-Type"] = mimetypes.guess_type(name)[0] or "application/octet-stream"
    header = content_disposition_header(True, download_name or posixpath.basename(name))
    response["Content-Disposition"] = header or "attachment"
    response["Content-Security-Policy"] = DOWNLOAD_POLICY
