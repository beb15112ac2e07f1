"""The addresses of the API, each under the endpoint that describes it."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.http import HttpResponse
from django.urls import path

from api import search, suggest, views
from api.endpoints import Endpoint, endpoints
from api.views import view_of

ANSWERS = {**views.every_view(), **search.every_view(), **suggest.VIEWS}
"""What answers, by the endpoint's name"""


class Address(NamedTuple):
    """What answers at an address, and what the end of the path is called where it says what is meant."""

    endpoint: str
    view: Callable[..., HttpResponse]
    named: str = ""


class Found(NamedTuple):
    endpoint: str
    view: Callable[..., HttpResponse]
    in_path: Mapping[str, str]


def find(path: str) -> Found | None:
    """Return what answers at `path`, which begins after the root: two looks into a dict, and no search."""
    if address := _addresses.get(path):
        return None if address.named else Found(address.endpoint, address.view, {})
    beginning, _slash, end = path.rpartition("/")
    address = _addresses.get(f"{beginning}/") if end else None
    return Found(address.endpoint, address.view, {address.named: end}) if address and address.named else None


def _pattern(endpoint: Endpoint) -> str:
    return endpoint.path.removeprefix("/").replace("{", "<str:").replace("}", ">")


def _addresses_of(views: Mapping[Endpoint, Callable[..., HttpResponse]]) -> dict[str, Address]:
    """Return them by path; where a part of it is named, which is the last, by what stands before it."""
    found = {}
    for endpoint, view in views.items():
        before, _brace, named = endpoint.path.partition("{")
        found[before] = Address(endpoint.name, view, named.removesuffix("}"))
    return found


app_name = "api"
_views = {endpoint: view_of(endpoint, ANSWERS[endpoint.name]) for endpoint in endpoints()}
_addresses = _addresses_of(_views)
urlpatterns = [path(_pattern(endpoint), view, name=endpoint.name) for endpoint, view in _views.items()]
