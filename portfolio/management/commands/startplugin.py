"""`manage.py startplugin NAME`: a plugin that works, to begin from."""

from argparse import ArgumentParser
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
        self.stdout.write(
            f"Turn it on with PLUGINS={name}, then: python manage.py migrate\n"
            f"Its tests: pytest tests/plugins/{name}. docs/plugins/tutorial.md goes on from here."
        )
