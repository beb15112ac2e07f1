"""What the groups of the network and of a district may do, as Wagtail and Django record it."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

DISTRICT_PAGES = ("wagtailcore.add_page", "wagtailcore.change_page")
"""No `publish_page`: what a district writes is published by the network's approval alone."""

NETWORK_PAGES = tuple(
    f"wagtailcore.{action}_page" for action in ("add", "change", "publish", "bulk_delete", "lock", "unlock")
)

LIBRARY = tuple(
    f"{app}.{action}_{model}"
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
    for action in ("add", "change", "choose")
)
"""Wagtail checks pictures and files against the permissions of its own image and document models."""

DISTRICT_MODELS = (
    "wagtailadmin.access_admin",
    "portfolio.add_person", "portfolio.change_person", "portfolio.delete_person", "portfolio.view_person",
    "portfolio.add_consent", "portfolio.change_consent", "portfolio.delete_consent", "portfolio.view_consent",
    "portfolio.add_organisation", "portfolio.view_organisation", "portfolio.view_theme",
)  # fmt: skip

EDITOR_MODELS = (
    *DISTRICT_MODELS,
    "portfolio.see_all_districts",
    "portfolio.change_organisation", "portfolio.delete_organisation",
    "portfolio.add_theme", "portfolio.change_theme", "portfolio.delete_theme",
    "portfolio.add_contentrequest", "portfolio.change_contentrequest", "portfolio.delete_contentrequest",
    "wagtailredirects.add_redirect", "wagtailredirects.change_redirect", "wagtailredirects.delete_redirect",
    "search.add_synonymgroup", "search.change_synonymgroup", "search.delete_synonymgroup",
    "search.add_curatedquery", "search.change_curatedquery", "search.delete_curatedquery",
)  # fmt: skip

ADMINISTRATOR_MODELS = (
    *EDITOR_MODELS,
    "portfolio.onboard_district",
    "portfolio.change_deliverysettings",
    "portfolio.add_district", "portfolio.change_district", "portfolio.view_district",
    "api.add_apikey", "api.change_apikey", "api.view_apikey",
)  # fmt: skip


def permissions_named(names: Iterable[str]) -> list[Permission]:
    """Return the permissions "app.codename"; raise LookupError for one that the database lacks."""
    wanted = set(names)
    query = Q()
    for name in wanted:
        app, codename = name.split(".")
        query |= Q(content_type__app_label=app, codename=codename)
    found = {
        f"{app}.{permission.codename}": permission
        for permission in Permission.objects.filter(query).select_related("content_type")
        if (app := permission.content_type.app_label)
    }
    if missing := wanted - found.keys():
        raise LookupError(f"No such permission: {', '.join(sorted(missing))}. Run `manage.py migrate` first.")
    return list(found.values())


def grant_models(group: Group, names: Iterable[str]) -> None:
    group.permissions.add(*permissions_named(names))


def grant_pages(group: Group, page: Page, names: Iterable[str]) -> None:
    """Let `group` do `names` on `page` and all below it."""
    for permission in permissions_named(names):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def grant_library(group: Group, collection: Collection) -> None:
    """Let `group` add, change and choose pictures and files in `collection` and those below it."""
    for permission in permissions_named(LIBRARY):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
