"""Who is counted for the API's quota, and how it is told: by address without a key, else by key."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from api.models import ApiKey
from portfolio.quota import WINDOW, Caller, Quota, hashed
from portfolio.throttle import client_address


def caller_of(request: HttpRequest, key: ApiKey | None) -> Caller:
    """Return who is counted: the key, or the client's address, an IPv6 one by its /64."""
    if key is not None:
        return Caller("key", f"k{key.pk}", settings.API_KEY_PER_MINUTE)
    return Caller("anonymous", hashed(client_address(request)), settings.API_ANONYMOUS_PER_MINUTE)


def headers(quota: Quota) -> dict[str, str]:
    """Return RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-11), and Retry-After
    where the quota is used up. Without a limit there is nothing to say.
    """
    if not quota.limit:
        return {}
    found = {
        "RateLimit-Policy": f'"{quota.policy}";q={quota.limit};w={WINDOW}',
        "RateLimit": f'"{quota.policy}";r={quota.remaining};t={quota.reset_seconds}',
    }
    if quota.exceeded:
        found["Retry-After"] = str(quota.reset_seconds)
    return found
