"""Every address of the site, in one place."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps import views as sitemap_views
from django.db import transaction
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls

from home import opensearch, sitemaps
from home import views as home_views
from home.library.views import library
from home.progress import views as progress
from home.takeaway import views as takeaway
from home.takeaway.plans.views import plan
from portfolio.extensions.views import plugin_urls
from portfolio.publication import pages
from portfolio.views.contact import ContactSentView, ContactView
from search.asked.views import count_search

urlpatterns = [
    path("", include("portfolio.urls")),  # first: it takes Wagtail's own doors for signing in and for files
    path("api/v1/", include("api.urls")),
    path("reads/searches/", count_search, name="count_search"),
    *([path("api/authoring/", include("portfolio.authoring.urls"))] if settings.AUTHORING_API else []),
    path("admin/", include(wagtailadmin_urls)),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path(
        "sitemap-<section>.xml",
        transaction.non_atomic_requests(require_safe(sitemap_views.sitemap)),
        {"sitemaps": sitemaps.SITEMAPS},
        name="sitemap_section",
    ),
    *i18n_patterns(
        path("opensearch.xml", opensearch.description, name="opensearch"),
        *plugin_urls(),
        path("themes/<slug:slug>/", home_views.theme, name="theme"),
        path("library/", library, name="library"),
        path("shortlist/", takeaway.shortlist, name="shortlist"),
        path("compare/", takeaway.compare, name="compare"),
        path("progress/on/<uuid:playbook>/", progress.start, name="progress_start"),
        path("progress/<slug:token>/", progress.progress, name="progress"),
        path("progress/<slug:token>/link/", progress.link, name="progress_link"),
        path("plans/<uuid:entry>.<str:form>", plan, name="plan"),
        path("contact/<uuid:entry>/", ContactView.as_view(), name="contact"),
        path("contact/<uuid:entry>/sent/", ContactSentView.as_view(), name="contact_sent"),
        path(  # before our own pattern, which its address fits as well
            "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
            wagtail_views.authenticate_with_password,
            name="page_password",
        ),
        re_path(wagtail_urls.serve_pattern, pages.serve, name="public_page"),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
