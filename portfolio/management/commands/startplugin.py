"""`manage.py startplugin NAME`: a plugin that works, to begin from."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portfolio.extensions.scaffolding import NotANameError, scaffold


class Command(BaseCommand):
    help = "Makes plugins/NAME with a field, a section of the API, a template and tests, to begin from."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="in small letters, digits and underscores: field_trips")

    def handle(self, *, name: str, **options: Any) -> None:
        try:
            made = scaffold(name, settings.BASE_DIR)
        except NotANameError as error:
            raise CommandError(str(error)) from None
        for file in made:
            self.stdout.write(str(file.relative_to(settings.BASE_DIR)))
        python = _this_python()
        on = " ".join(dict.fromkeys([*settings.PLUGINS, name]))
        self.stdout.write(
            f'Turn it on:  PLUGINS="{on}" {python} manage.py migrate; start the site with the same PLUGINS\n'
            f"Its tests:   {python} -m pytest -q tests/plugins/{name}\n"
            "docs/plugins/tutorial.md goes on from here."
        )


def _this_python() -> str:
    """Return the command that runs this very Python from the project's folder."""
    here = Path(sys.executable)
    return str(here.relative_to(settings.BASE_DIR) if here.is_relative_to(settings.BASE_DIR) else here)
