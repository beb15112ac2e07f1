"""The network's groups, once another release has brought something that they may do."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db.models.signals import post_migrate

from portfolio.services.network import ADMINISTRATORS, EDITORS, ensure_network
from portfolio.tenancy.grants import ADMINISTRATOR_MODELS, EDITOR_MODELS

pytestmark = pytest.mark.django_db


def may(name: str) -> set[str]:
    granted = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in granted}


def test_an_upgrade_lets_groups_that_are_there_do_what_came_with_it() -> None:
    network = ensure_network()
    came = Permission.objects.filter(content_type__app_label__in=["search", "api"])
    network.editors.permissions.remove(*came)
    network.administrators.permissions.remove(*came)
    Permission.objects.filter(codename="add_curatedquery").delete()  # as before it had a table

    call_command("migrate", verbosity=0)

    assert may(EDITORS) >= set(EDITOR_MODELS)
    assert may(ADMINISTRATORS) >= set(ADMINISTRATOR_MODELS)
    assert "api.add_apikey" not in may(EDITORS)


def test_other_groups_and_a_portfolio_without_any_stay_as_they_are() -> None:
    Group.objects.filter(name__in=[EDITORS, ADMINISTRATORS]).delete()
    other = Group.objects.create(name="Readers of drafts")

    post_migrate.send(
        apps.get_app_config("search"), app_config=apps.get_app_config("search"), using="default"
    )

    assert not other.permissions.exists()
    assert not Group.objects.filter(name__in=[EDITORS, ADMINISTRATORS]).exists()
