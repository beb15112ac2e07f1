"""How a browser searches this site from its address bar: an OpenSearch 1.1 description."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Site

from home.shell import template_context
from home.sitemaps import canonical_base

LONGEST_NAME = 16
"""Letters of a ShortName, as the specification has it"""
KEPT_SECONDS = 86_400


@transaction.non_atomic_requests
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Answer with the addresses of the search and its suggestions in the language of this address."""
    site, locale = Site.find_for_request(request), get_language() or ""
    context = template_context(request, site, locale, request.path) | {
        "short_name_length": LONGEST_NAME,
        "locale": locale,
        "library": f"{canonical_base()}{reverse('public_page', args=[''])}library/",
        "search": f"{canonical_base()}{reverse('api:search')}",
        "suggestions": f"{canonical_base()}{reverse('api:suggest_to_browser')}",
    }
    response = TemplateResponse(
        request, "home/opensearch.xml", context, content_type="application/opensearchdescription+xml"
    )
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response
