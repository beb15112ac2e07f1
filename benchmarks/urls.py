"""The shipped addresses, and Wagtail's own APIs below `/bench/`."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.api.v3.urls import api as v3

from config.urls import urlpatterns as shipped

v2 = WagtailAPIRouter("wagtailapi")
v2.register_endpoint("pages", PagesAPIViewSet)

urlpatterns = [path("bench/v2/", v2.urls), path("bench/v3/", v3.urls), *shipped]
