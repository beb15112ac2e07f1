"""Addresses of the admin that take the place of Wagtail's own, and some that are ours.

They stand before Wagtail's, under the same names; tests/portfolio/admin pins that they are found first.
"""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from portfolio.admin import answering, consents, library, links, members, preview_links, reviews, tags

urlpatterns = [
    path("members/", require_admin_access(members.MembersView.as_view()), name="portfolio_members"),
    path("members/onboard/", require_admin_access(members.OnboardView.as_view()), name="portfolio_onboard"),
    path(
        "members/<int:space_id>/",
        require_admin_access(members.MemberView.as_view()),
        name="portfolio_member",
    ),
    path("consents/<int:consent_id>/withdraw/", consents.withdraw_now, name="portfolio_withdraw_consent"),
    path("entries/<int:page_id>/reviewed/", reviews.mark_page_reviewed, name="portfolio_mark_reviewed"),
    path(
        "entries/<int:page_id>/preview-links/",
        require_admin_access(preview_links.PreviewLinksView.as_view()),
        name="portfolio_preview_links",
    ),
    path(
        "answers/<int:request_id>/<int:space_id>/",
        require_admin_access(answering.AnswerView.as_view()),
        name="portfolio_answer_request",
    ),
    path(
        "answers/<int:request_id>/<int:space_id>/not-with-us/",
        require_admin_access(answering.DeclineView.as_view()),
        name="portfolio_decline_request",
    ),
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
