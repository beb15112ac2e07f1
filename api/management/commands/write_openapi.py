"""`manage.py write_openapi`: the API's description as a file, so that each change of it can be read."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from api.openapi import openapi

FILE = Path(settings.BASE_DIR) / "docs" / "api" / "openapi.json"


def as_text() -> str:
    return json.dumps(openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


class Command(BaseCommand):
    help = "Write docs/api/openapi.json, the description of the API in OpenAPI 3.1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail where the file is outdated."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        text = as_text()
        if not check:
            FILE.write_text(text, encoding="utf-8")
        elif not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
            raise CommandError("docs/api/openapi.json is outdated. Run: manage.py write_openapi")
