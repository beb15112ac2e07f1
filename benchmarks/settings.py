"""The shipped settings with DEBUG off, and Wagtail's own APIs beside ours.

They are those of `config.settings.dev`, which differ from production's in asking for no https, no
second factor and no PostgreSQL; middleware, ATOMIC_REQUESTS and all else are as shipped.
`BENCH_BARE=1` leaves next to nothing: it is for the floor, a view without a stack around it.
"""

import os

from config.settings.dev import *  # noqa: F403  (a settings module is its base and its differences)
from config.settings.dev import DATABASES, INSTALLED_APPS

DEBUG = False
API_ANONYMOUS_PER_MINUTE = 0  # one client asks as fast as it can
ROOT_URLCONF = "benchmarks.urls"
WSGI_APPLICATION = "benchmarks.wsgi.application"
# ours first: it says what Wagtail's APIs show, before they look
INSTALLED_APPS = ["benchmarks", *INSTALLED_APPS, "wagtail.api.v2", "wagtail.api.v3"]

if os.environ.get("BENCH_BARE") == "1":
    INSTALLED_APPS = MIDDLEWARE = []
    ROOT_URLCONF = "benchmarks.floor"
    DATABASES["default"]["ATOMIC_REQUESTS"] = False
