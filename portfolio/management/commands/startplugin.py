"""`manage.py startplugin NAME`: a plugin that works, to begin from."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portfolio.extensions.scaffolding import NotANameError, scaffold, scaffold_package


class Command(BaseCommand):
    help = "Makes plugins/NAME with a field, a section of the API, a template and tests, to begin from."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="in small letters, digits and underscores: field_trips")
        parser.add_argument(
            "--package", type=Path, metavar="FOLDER", help="make it a package of its own, in this new folder"
        )

    def handle(self, *, name: str, package: Path | None, **options: Any) -> None:
        folder = package.resolve() if package else settings.BASE_DIR
        try:
            made = scaffold_package(name, folder) if package else scaffold(name, folder)
        except NotANameError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"Nothing more can be written to {folder}: {error.strerror}.") from None
        for file in made:
            self.stdout.write(str(file.relative_to(folder)))
        self.stdout.write(_told_of_package(name, folder) if package else _told_of_folder(name))


def _told_of_folder(name: str) -> str:
    return (
        f"{_turn_on(name)}\n"
        f"Its tests:   {_this_python()} -m pytest -q tests/plugins/{name}\n"
        "docs/plugins/tutorial.md goes on from here."
    )


def _told_of_package(name: str, folder: Path) -> str:
    python = _this_python()
    return (
        f"Install it:  {python} -m pip install -e {folder}\n"
        f"{_turn_on(name)}\n"
        f"Its tests:   {python} -m pytest -q -c pyproject.toml -p tests.conftest {folder / 'tests'}\n"
        f"{folder / 'README.md'} says the same; docs/plugins/ is about what a plugin may add."
    )


def _turn_on(name: str) -> str:
    on = " ".join(dict.fromkeys([*settings.PLUGINS, name]))
    migrate = f'PLUGINS="{on}" {_this_python()} manage.py migrate'
    return f"Turn it on:  {migrate}; start the site with the same PLUGINS"


def _this_python() -> str:
    """Return the command that runs this very Python from the project's folder."""
    here = Path(sys.executable)
    return str(here.relative_to(settings.BASE_DIR) if here.is_relative_to(settings.BASE_DIR) else here)
