"""What the portfolio adds to Wagtail's admin: one line for each thing, into the module that does it."""

from wagtail import hooks
from wagtail.contrib.settings.registry import register_setting
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from portfolio.accounts import notices
from portfolio.admin import api, dashboard, district_imports, menu, preview_links, reviews
from portfolio.admin.consents import ConsentViewSet, withdraw_button
from portfolio.admin.content_requests import ContentRequestViewSet
from portfolio.admin.district_chooser import district_chooser
from portfolio.admin.districts import DistrictAdmin
from portfolio.admin.people import OrganisationViewSet, PersonViewSet
from portfolio.admin.themes import ThemeViewSet
from portfolio.editor.views import EntryViewSet
from portfolio.models import Consent, DeliverySettings, Person
from portfolio.tenancy import doors
from portfolio.tenancy.policies import DistrictRowPolicy

register_permission_policy(Person, DistrictRowPolicy(Person, network_rows_readable=True))
register_permission_policy(Consent, DistrictRowPolicy(Consent))
register_snippet(PersonViewSet)
register_snippet(ConsentViewSet)
register_snippet(OrganisationViewSet)
register_snippet(ThemeViewSet)
register_setting(DeliverySettings, icon="desktop")

hooks.register("construct_page_chooser_queryset", doors.keep_chooser_to_nameable_pages)
hooks.register("construct_admin_api", api.register, order=1)
hooks.register("construct_homepage_panels", dashboard.lay_out)
hooks.register("before_edit_user", notices.remember_address)
hooks.register("after_edit_user", notices.tell_of_address)
hooks.register("register_page_header_buttons", reviews.still_true_button)
hooks.register("register_page_header_buttons", preview_links.share_button)
hooks.register("register_log_actions", preview_links.name_log_actions)
hooks.register("register_snippet_listing_buttons", withdraw_button)
hooks.register("register_admin_menu_item", menu.members_item)
hooks.register("construct_main_menu", menu.keep_to_own_work)

modeladmin_register(DistrictAdmin)
hooks.register("register_admin_viewset", lambda: district_chooser)
hooks.register("register_admin_urls", lambda: district_imports.urls)
hooks.register("register_admin_viewset", EntryViewSet)
hooks.register("register_admin_viewset", lambda: ContentRequestViewSet())
