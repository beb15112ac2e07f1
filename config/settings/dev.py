"""One machine, one person: what `make run` uses."""

import os

from config.settings.base import *  # noqa: F403  (a settings module is its base and its differences)

DEBUG = os.environ.get("DEBUG", "") == "1"
REQUIRE_TOTP = False  # a newcomer's first stop is the editor; production asks for the second factor

# Static files come straight from the source: nothing to collect before the first page.
STATIC_ROOT = None  # type: ignore[assignment]  # none, in place of the folder
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
