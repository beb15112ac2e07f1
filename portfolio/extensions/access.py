"""Django's permissions for the rows of plugins, as each plugin states them."""

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

from portfolio.extensions import registry
from portfolio.extensions.config import PluginConfig
from portfolio.extensions.declaration import Access

ACTIONS = ("add", "change", "delete", "view")
MARKS = {Access.NETWORK: "see_all_districts", Access.WRITERS: "access_admin"}
"""The permission by which the groups that may write are known"""


def grant_stated_permissions(*configs: PluginConfig) -> None:
    """Let those groups write the rows of a plugin, of every one if none is given, that it says may."""
    for config, extensions in registry.everything():
        if configs and config not in configs:
            continue
        create_permissions(config, verbosity=0)  # Django's own turn may come after ours
        for name, access in extensions.access.items():
            if access in MARKS:
                _grant(config, name.lower(), MARKS[access])


def _grant(config: PluginConfig, model: str, mark: str) -> None:
    codenames = [f"{action}_{model}" for action in ACTIONS]
    wanted = Permission.objects.filter(content_type__app_label=config.label, codename__in=codenames)
    for group in Group.objects.filter(permissions__codename=mark).distinct():
        group.permissions.add(*wanted)
