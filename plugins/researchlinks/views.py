"""“Cite this”: what an entry links, as a file for reference managers."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from plugins.researchlinks.references.exports import as_bibtex, as_csl_json, as_ris
from portfolio.extensions import public_documents

FORMS = {
    "bib": ("application/x-bibtex", as_bibtex),
    "ris": ("application/x-research-info-systems", as_ris),
    "json": ("application/vnd.citationstyles.csl+json", as_csl_json),
}


@transaction.non_atomic_requests
@require_safe
def references(request: HttpRequest, entry: UUID, form: str) -> HttpResponse:
    """Answer with the references of a public entry as BibTeX, RIS or CSL-JSON."""
    documents = public_documents(entry)
    section = documents[0]["body"].get("research") if documents else None
    if form not in FORMS or not section:
        raise Http404
    media_type, write = FORMS[form]
    content = write([record["csl"] for record in section["records"]])
    response = HttpResponse(content, content_type=f"{media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="research.{form}"'
    response["Cache-Control"] = "public, max-age=0, s-maxage=2"
    return response
