from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from portfolio.extensions import public_document, render_in_site
from tests.sample_plugin.models import Partner


def partners(request: HttpRequest) -> JsonResponse:
    names = Partner.objects.filter(is_public=True).order_by("name").values_list("name", flat=True)
    return JsonResponse({"partners": list(names)})


def partner(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = public_document(request, "partner", public_id)
    return render_in_site(request, "sample_plugin/partner.html", {"doc": document})


urlpatterns = [
    path("partners", partners, name="partners"),
    path("partners/<uuid:public_id>/", partner, name="partner"),
]
