"""Django's permissions for the rows of plugins, as each plugin states them."""

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet

from portfolio.extensions import registry
from portfolio.extensions.config import PluginConfig
from portfolio.extensions.declaration import Access, Extensions

ACTIONS = ("add", "change", "delete", "view")
MARKS = {Access.NETWORK: "see_all_districts", Access.WRITERS: "access_admin"}
"""The permission by which the groups that may write are known"""


def grant_stated_permissions(*groups: Group) -> None:
    """Let these groups write the rows of each plugin that it says they may. Other groups stay as they are."""
    for config, extensions in registry.everything():
        _grant(config, extensions, Group.objects.filter(pk__in=[group.pk for group in groups]))


def make_and_grant_permissions(config: PluginConfig) -> None:
    """Make the permissions of one plugin, whose tables have just been made or changed, and grant them to
    every group that it says may write."""
    for other, extensions in registry.everything():
        if other == config:
            create_permissions(config, verbosity=0)  # Django's own turn may come after ours
            _grant(config, extensions, Group.objects.all())


def _grant(config: PluginConfig, extensions: Extensions, groups: QuerySet[Group]) -> None:
    """Add what is missing, for those of `groups` that bear the mark of whom the plugin names."""
    for access, mark in MARKS.items():
        models = [name.lower() for name, stated in extensions.access.items() if stated is access]
        codenames = [f"{action}_{model}" for model in models for action in ACTIONS]
        wanted = Permission.objects.filter(content_type__app_label=config.label, codename__in=codenames)
        for group in groups.filter(permissions__codename=mark).distinct() if models else ():
            group.permissions.add(*wanted)
