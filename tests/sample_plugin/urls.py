from django.http import HttpRequest, JsonResponse
from django.urls import path

from tests.sample_plugin.models import Partner


def partners(request: HttpRequest) -> JsonResponse:
    names = Partner.objects.filter(is_public=True).order_by("name").values_list("name", flat=True)
    return JsonResponse({"partners": list(names)})


urlpatterns = [path("partners", partners, name="partners")]
