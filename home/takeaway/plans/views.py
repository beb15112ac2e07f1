"""Plans as files: made from the stored document, and as cacheable as its page."""

import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from home.gone import gone, was_public
from home.shell import set_caching, site_name
from home.takeaway.plans.drawing_up import KINDS, plan_of
from home.takeaway.plans.markdown import as_markdown
from home.takeaway.plans.plan import Plan
from home.takeaway.plans.word import as_word
from portfolio.extensions import registry
from portfolio.publication.documents import Document, as_document
from portfolio.publication.encoding import decode
from portfolio.publication.models import PublicDocument

REVISION = 4
"""Raise it when plans come out otherwise from the same documents"""
POLICY = "default-src 'none'; sandbox"
LONGEST_NAME = 80


class Form(NamedTuple):
    content_type: str
    write: Callable[[Plan, Document], bytes]


FORMS = {
    "md": Form("text/markdown; charset=utf-8; variant=GFM", lambda plan, document: as_markdown(plan)),
    "docx": Form(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        lambda plan, document: as_word(plan, document["updated_at"]),
    ),
}


@transaction.non_atomic_requests
@require_safe
def plan(request: HttpRequest, entry: UUID, form: str) -> HttpResponse:
    """Answer with the plan of an entry that has steps: 410 for one that was withdrawn, else 404."""
    site, locale = Site.find_for_request(request), translation.get_language()
    if site is None or form not in FORMS:
        raise Http404
    same = {"site_id": site.pk, "id": entry, "locale": locale, "kind__in": KINDS}
    stored = PublicDocument.objects.filter(**same).defer("body_markdown_json", "search_text").first()
    if stored is None:
        if was_public(same):
            return gone(request, _("This plan was taken back together with the entry that it is from."))
        raise Http404
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    name = site_name(site, locale)
    etag = _etag(form, stored, base, name)
    response = get_conditional_response(request, etag) or _file(form, _whole(stored, base), name, base)
    response["ETag"] = etag
    set_caching(request, response)
    return response


def _whole(stored: PublicDocument, base: str) -> Document:
    """Return the document with whole addresses."""
    return {
        **as_document(stored),
        "card": decode(stored.card_json, base),
        "body": decode(stored.body_json, base),
    }


def _file(form: str, document: Document, site_name: str, base: str) -> HttpResponse:
    address = f"{base}{document['path']}"
    made = FORMS[form].write(plan_of(document, site_name, address), document)
    response = HttpResponse(made, content_type=FORMS[form].content_type)
    response["Content-Disposition"] = content_disposition_header(True, _name(document, form)) or "attachment"
    response["Content-Security-Policy"] = POLICY
    response["X-Robots-Tag"] = "noindex"
    response["Link"] = f'<{address}>; rel="canonical"'
    return response


def _name(document: Document, form: str) -> str:
    """Return `maker-mondays-plan.docx`."""
    words = slugify(document["title"])[:LONGEST_NAME].strip("-")
    plan_word = slugify(_("plan"))
    return f"{words or document['kind']}-{plan_word}.{form}"


def _etag(form: str, stored: PublicDocument, *around: Any) -> str:
    told = repr((REVISION, form, stored.etag, registry.fingerprint(), *around))
    return quote_etag(hashlib.blake2b(told.encode(), digest_size=12).hexdigest())
