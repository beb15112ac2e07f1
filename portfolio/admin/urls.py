"""Addresses of the admin that take the place of Wagtail's own, and some that are ours.

They stand before Wagtail's, under the same names; tests/portfolio/admin pins that they are found first.
"""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from portfolio.admin import library, links, tags

urlpatterns = [
    path("tag-autocomplete/", tags.suggest_tags, name="wagtailadmin_tag_autocomplete"),
    path(
        "tag-autocomplete/<slug:app_name>/<slug:model_name>/",
        tags.suggest_tags,
        name="wagtailadmin_tag_model_autocomplete",
    ),
    path(
        "choose-external-link/",
        require_admin_access(links.OwnExternalLinkView.as_view()),
        name="wagtailadmin_choose_page_external_link",
    ),
    path("images/", require_admin_access(library.PictureIndexView.as_view())),
    path("images/results/", require_admin_access(library.PictureIndexView.as_view(results_only=True))),
    path("images/chooser/", require_admin_access(library.picture_chooser.choose_view)),
    path("documents/", require_admin_access(library.FileIndexView.as_view())),
    path("documents/results/", require_admin_access(library.FileIndexView.as_view(results_only=True))),
]
