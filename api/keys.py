"""Making consumer keys, finding the key of a request, and taking one back."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from wagtail.log_actions import log

from api.models import ApiKey, KeyState
from portfolio.models import User

MARK = "gwk_"
"""What every secret begins with, so that scanners of source code can find one that leaked."""
RANDOM_BYTES = 32  # 43 characters
SHOWN = len(MARK) + 6
"""Characters of a secret that lists show; the 37 others are 222 random bits."""
BEARER = re.compile(rf"bearer +({MARK}[A-Za-z0-9_-]{{43}})", re.ASCII | re.IGNORECASE)


class Reason(StrEnum):
    """Why a key is refused; for the log. The client is told one and the same thing."""

    MALFORMED = "It does not read “Bearer gwk_…”."
    UNKNOWN = "There is no such key."
    EXPIRED = "The key has expired."
    REVOKED = "The key was revoked."


class BadKey(Exception):
    """The request names a key that does not hold: 401, with `CHALLENGE` as WWW-Authenticate."""

    CHALLENGE = 'Bearer realm="api", error="invalid_token"'
    TOLD = "The key is not valid. Leave the Authorization header out, or ask for a new key."

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@transaction.atomic
def issue_key(
    *, name: str, contact: str, scopes: Iterable[str], expires_at: datetime, by: User | None = None
) -> tuple[ApiKey, str]:
    """Make a key and return it with its secret, which is kept nowhere.

    Raises ValidationError, by field, for what a key cannot be: a name that is taken, an expiry more
    than a year away, no scope.
    """
    secret = MARK + secrets.token_urlsafe(RANDOM_BYTES)
    key = ApiKey(name=name, contact=contact, scopes=list(scopes), expires_at=expires_at, created_by=by)
    key.prefix, key.digest = secret[:SHOWN], _digest(secret, settings.SECRET_KEY)
    key.full_clean()
    key.save()
    log(instance=key, action="wagtail.create", user=by)
    return key, secret


def find_key(authorization: str | None) -> ApiKey | None:
    """Return the key that an Authorization header names, or None where there is no header.

    Raises BadKey for any other header. One query, so that what was revoked a moment ago is refused.
    """
    if authorization is None:
        return None
    found = BEARER.fullmatch(authorization)
    if found is None or not found[1].startswith(MARK):
        raise BadKey(Reason.MALFORMED)
    key = ApiKey.objects.filter(digest__in=_digests(found[1])).first()
    if key is None:
        raise BadKey(Reason.UNKNOWN)
    return _usable(key)


def _usable(key: ApiKey) -> ApiKey:
    if key.state is KeyState.REVOKED:
        raise BadKey(Reason.REVOKED)
    if key.state is KeyState.EXPIRED:
        raise BadKey(Reason.EXPIRED)
    return key


@transaction.atomic
def revoke_key(key: ApiKey, by: User | None = None) -> None:
    """Take the key back from this moment on. One that was revoked before keeps its time."""
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
        log(instance=key, action="api.revoke_key", user=by)
    key.refresh_from_db()


def _digests(secret: str) -> list[str]:
    """Return what the secret is stored as, under each secret key of ours that still holds."""
    return [_digest(secret, ours) for ours in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _digest(secret: str, ours: str) -> str:
    return salted_hmac("api.keys", secret, secret=ours, algorithm="sha256").hexdigest()
