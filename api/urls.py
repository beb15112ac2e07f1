"""The addresses of the API, each under the endpoint that describes it."""

from django.urls import path

from api.endpoints import Endpoint, endpoints
from api.views import view_of


def _address(endpoint: Endpoint) -> str:
    return endpoint.path.removeprefix("/").replace("{", "<str:").replace("}", ">")


app_name = "api"
urlpatterns = [path(_address(endpoint), view_of(endpoint), name=endpoint.name) for endpoint in endpoints()]
