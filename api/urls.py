"""The addresses of the API, each under the endpoint that describes it."""

from django.urls import path

from api import search, suggest, views
from api.endpoints import Endpoint, endpoints
from api.views import view_of

ANSWERS = {**views.VIEWS, **search.VIEWS, **suggest.VIEWS}
"""What answers, by the endpoint's name; a list may be asked for words, too"""


def _address(endpoint: Endpoint) -> str:
    return endpoint.path.removeprefix("/").replace("{", "<str:").replace("}", ">")


app_name = "api"
urlpatterns = [
    path(_address(endpoint), view_of(endpoint, ANSWERS[endpoint.name]), name=endpoint.name)
    for endpoint in endpoints()
]
