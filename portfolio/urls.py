"""Addresses of the domain that are not pages."""

from django.urls import include, path

from portfolio.views import health, media, reads, well_known

urlpatterns = [
    path("", include("portfolio.accounts.urls")),
    path("admin/", include("portfolio.admin.urls")),
    path("media/<path:name>", media.serve, name="media"),
    path("documents/<int:document_id>/<str:filename>", media.serve_document, name="wagtaildocs_serve"),
    path("reads/", reads.count_read, name="count_read"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path(".well-known/security.txt", well_known.security_txt, name="security_txt"),
]
