"""A public portfolio behind https."""

import os

from config.settings.base import *  # noqa: F403  (a settings module is its base and its differences)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked by the machine next door, without https
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "1"))
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains, and
    "security.W021",  # preloading it: for whoever owns the whole domain to decide
]
