"""The admin's menu: what is only for the network's staff is shown to them alone."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from portfolio.tenancy.spaces import sees_all_districts

NETWORK_ITEMS = {"reports"}
"""Its screens answer to the network's staff alone (`portfolio.tenancy.doorkeeper`)."""


class StaffMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return sees_all_districts(request.user)


def members_item() -> MenuItem:
    url = reverse("portfolio_members")
    return StaffMenuItem(_("Member districts"), url, name="members", icon_name="group", order=150)


def keep_to_own_work(request: HttpRequest, items: list[Any]) -> None:
    if not sees_all_districts(request.user):
        items[:] = [item for item in items if item.name not in NETWORK_ITEMS]
