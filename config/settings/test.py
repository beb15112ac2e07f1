"""The tests: quick hashing, tasks run at once, mail in memory, every file in a folder of the run's own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "GROUNDWORK_TEST_RUN" not in os.environ:  # set by the first process of a run for those it starts
    os.environ["GROUNDWORK_TEST_RUN"] = tempfile.mkdtemp(prefix="groundwork-tests-")
    atexit.register(shutil.rmtree, os.environ["GROUNDWORK_TEST_RUN"], ignore_errors=True)
RUN = Path(os.environ["GROUNDWORK_TEST_RUN"]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["GROUNDWORK_VAR"] = str(RUN)

from config.settings.base import *  # noqa: E402, F403  (the base reads the folder named just above)

RUN.mkdir(parents=True, exist_ok=True)

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: a live server and its test use a connection each, as people do.
    DATABASES["default"]["TEST"] = {"NAME": str(RUN / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # nothing is collected, so nothing is looked for at the start
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES["quota"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "quota"}
REQUIRE_TOTP = False  # the tests of it turn it on

AUTHORING_API = True  # off by default; on here, so that every test of all routes meets it
INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.api.v3"]

INSTALLED_APPS.append("tests.sample_plugin")  # off, but where a test turns it on
PLUGINS = ["researchlinks"]  # as shipped
