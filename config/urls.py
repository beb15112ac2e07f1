"""Every address of the site, in one place."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home import views as home_views
from portfolio.publication import pages

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("account/", include("allauth.urls")),
    path("documents/", include(wagtaildocs_urls)),
    *i18n_patterns(
        path("themes/<slug:slug>/", home_views.theme, name="theme"),
        re_path(wagtail_urls.serve_pattern, pages.serve, name="public_page"),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
