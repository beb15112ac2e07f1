"""Where Django's and Wagtail's signals enter: one line each, into the module that does it.

The publication log needs none of them: triggers in the database tell it what changed
(portfolio/publication/triggers.py).
"""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as all_apps
from django.core.signals import request_finished
from django.db.models.signals import post_migrate, pre_migrate, pre_save
from django_tasks.signals import task_finished
from wagtail.models import Page, Revision

from portfolio import reads
from portfolio.accounts import notices
from portfolio.extensions.access import make_and_grant_permissions
from portfolio.extensions.config import PluginConfig
from portfolio.publication import log, triggers
from portfolio.readiness.gate import check_bare_page, check_scheduled
from portfolio.services.network import grant_what_came_with


def _row_about_to_go_live(instance: Page, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        check_bare_page(instance)


def _about_to_be_scheduled(instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        check_scheduled(instance)


def _tables_about_to_change(plan: list[Any], **kwargs: Any) -> None:
    triggers.make_way(plan)


def _tables_changed(**kwargs: Any) -> None:
    triggers.look_after()


def _app_migrated(app_config: AppConfig, apps: Any = all_apps, **kwargs: Any) -> None:
    if isinstance(app_config, PluginConfig):
        make_and_grant_permissions(app_config)
    elif "group" in apps.all_models["auth"]:  # it is not where one app alone was migrated
        grant_what_came_with(app_config)


def _task_finished(**kwargs: Any) -> None:
    log.flush_after_task()


def _second_factor_used(user: Any, authenticator: Any, **kwargs: Any) -> None:
    notices.tell_of_recovery_code(user, authenticator)


def connect() -> None:
    from allauth.mfa.signals import authenticator_used
    from django.apps import apps

    portfolio = apps.get_app_config("portfolio")
    pre_save.connect(_row_about_to_go_live, sender=Page)
    pre_save.connect(_about_to_be_scheduled, sender=Revision)
    pre_migrate.connect(_tables_about_to_change, sender=portfolio)
    post_migrate.connect(_tables_changed, sender=portfolio)
    post_migrate.connect(_app_migrated)
    task_finished.connect(_task_finished)
    authenticator_used.connect(_second_factor_used)
    request_finished.connect(reads.counts.flush_when_due)
