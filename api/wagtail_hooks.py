"""What the API adds to Wagtail's admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from api.admin import ApiKeyViewSet


def _name_actions(actions: Any) -> None:
    actions.register_action("api.revoke_key", _("Revoke"), _("Revoked"))


hooks.register("register_admin_viewset", lambda: ApiKeyViewSet())
hooks.register("register_log_actions", _name_actions)
