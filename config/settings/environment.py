"""Reading settings from the environment, with messages for whoever set them."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MAIL_SCHEMES = {"smtp": (587, "EMAIL_USE_TLS"), "smtps": (465, "EMAIL_USE_SSL"), "smtp+plain": (25, None)}
"""Scheme: (usual port, the setting that encrypts it)."""


def required(variable: str, example: str) -> str:
    """Return the variable's value. Raises ImproperlyConfigured where it is not set."""
    value = os.environ.get(variable, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{variable} is not set. Example: {variable}={example}")
    return value


def https_url(variable: str, example: str) -> str:
    """Return the public address, without a slash at its end."""
    url = required(variable, example).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.path:
        raise ImproperlyConfigured(f"{variable} is {url!r}; it must be https and a host. Example: {example}")
    return url


def mail_settings(url: str) -> dict[str, Any]:
    """Return Django's mail settings for `smtp://user:password@host:587` (STARTTLS), `smtps://`
    (TLS from the start) or `smtp+plain://` (not encrypted, for a relay on the same machine).

    User and password are percent-encoded. An empty `url` gives nothing: mail stays in its folder.
    """
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in MAIL_SCHEMES or not parts.hostname:
        example = (
            "smtp://user:password@mail.example.org:587"  # shown instead of theirs, which holds a password
        )
        raise ImproperlyConfigured(f"EMAIL_URL is not understood. Example: EMAIL_URL={example}")
    port, encryption = MAIL_SCHEMES[parts.scheme]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_TIMEOUT": 20,
        **({encryption: True} if encryption else {}),
    }
