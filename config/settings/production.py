"""A public portfolio behind https. Everything comes from the environment (README, Configuration)."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from config.settings.base import *  # noqa: F403  (a settings module is its base and its differences)
from config.settings.environment import https_url, mail_settings, required

required("SECRET_KEY", "a random text of 50 characters or more")  # not made here: all processes share it
required("DATABASE_URL", "postgres://groundwork:password@db:5432/groundwork")
WAGTAILADMIN_BASE_URL = https_url("BASE_URL", "https://portfolio.example.org")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "").split() or [str(urlsplit(WAGTAILADMIN_BASE_URL).hostname)]

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

STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", STATIC_ROOT))

if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # The web server's threads come and go; the connections that they use stay.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 10, "timeout": 5}

globals().update(mail_settings(os.environ.get("EMAIL_URL", "")))
