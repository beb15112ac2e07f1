"""What must be so before the site may start: `manage.py` refuses to run where one of these fails."""

import ipaddress
import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def debug_stays_on_this_machine(**kwargs: Any) -> list[CheckMessage]:
    """DEBUG pages show settings and source: with it on, the server may listen on loopback alone."""
    host = os.environ.get("HOST", "").strip() or "127.0.0.1"
    if not settings.DEBUG or _is_loopback(host):
        return []
    hint = "Leave out DEBUG, or leave out HOST so that only this machine can connect."
    return [
        Error(f"DEBUG is on while HOST {host} can be reached from outside.", hint=hint, id="groundwork.E001")
    ]


@register(Tags.security)
def hosts_are_named(**kwargs: Any) -> list[CheckMessage]:
    """A wildcard host lets anyone put their address into our links and mails."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    hint = "Name the hosts that this site answers to, separated by spaces."
    return [Error("ALLOWED_HOSTS contains “*”.", hint=hint, id="groundwork.E002")]


@register(Tags.security, deploy=True)
def administrators_use_a_second_factor(**kwargs: Any) -> list[CheckMessage]:
    if settings.REQUIRE_TOTP:
        return []
    hint = "Remove REQUIRE_TOTP = False from the settings."
    return [Error("Administrators may sign in by password alone.", hint=hint, id="groundwork.E003")]


@register(Tags.security, deploy=True)
def links_are_https(**kwargs: Any) -> list[CheckMessage]:
    if settings.WAGTAILADMIN_BASE_URL.startswith("https://"):
        return []
    hint = "Set BASE_URL to the public address, https://portfolio.example.org"
    message = f"Links in mails lead to {settings.WAGTAILADMIN_BASE_URL}."
    return [Error(message, hint=hint, id="groundwork.E004")]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
