"""One machine, one person: what `make run` uses."""

import os

from config.settings.base import *  # noqa: F403  (a settings module is its base and its differences)

DEBUG = os.environ.get("DEBUG", "") == "1"
