"""`manage.py plugins`: which there are, what is wrong with them, their data out, and away with them."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portfolio.extensions import registry, removal
from portfolio.extensions.checks import plugins_are_sound, tables_are_there
from portfolio.extensions.config import PluginConfig
from portfolio.extensions.declaration import Extensions


class Command(BaseCommand):
    help = (
        "Looks after the plugins.\n"
        "list (or nothing)  which there are, whether they are on, and what they add\n"
        "doctor             what is wrong with them, in plain words; exits with 1 where something is\n"
        "export LABEL       writes all rows of a plugin to a file\n"
        "remove LABEL       exports, asks, then drops its tables and all rows in them"
    )
    requires_system_checks: list[str] = []
    """What is wrong is for `doctor` to tell, and must not keep it from telling"""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "action", nargs="?", default="list", choices=["list", "doctor", "export", "remove"]
        )
        parser.add_argument("label", nargs="?", default="")
        parser.add_argument("--to", type=Path, help="the file to export to; by default one in var/")
        parser.add_argument("--no-input", action="store_true", help="remove without asking")

    def handle(self, *, action: str, label: str, **options: Any) -> None:
        if action in ("list", "doctor"):
            getattr(self, f"_{action}")()
            return
        file = options["to"] or Path(settings.VAR_DIR) / f"{label}.json"
        getattr(self, f"_{action}")(self._plugin(label), file, options["no_input"])

    def _plugin(self, label: str) -> PluginConfig:
        found = {config.label: config for config in registry.installed()}
        if label not in found:
            raise CommandError(f"There is no plugin “{label}”. There is: {', '.join(found) or 'none'}.")
        return found[label]

    def _list(self) -> None:
        for config in registry.installed():
            state = "on " if config.is_enabled else "off"
            adds = _adds_of(config)
            self.stdout.write(f"{state}  {config.label} {config.version}  {config.verbose_name}: {adds}")
        if not registry.installed():
            self.stdout.write("No plugins are installed. docs/plugins/README.md says how one is made.")

    def _doctor(self) -> None:
        found = plugins_are_sound() or tables_are_there()
        for each in found:
            self.stdout.write(f"{each.msg}\n    {each.hint}")
        if found:
            raise CommandError(f"{len(found)} found.")
        self.stdout.write(self.style.SUCCESS(f"{len(registry.installed())} plugins, and nothing is wrong."))

    def _export(self, config: PluginConfig, file: Path, no_input: bool) -> None:
        rows = removal.exported(config)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        self.stdout.write(f"{len(rows)} rows of “{config.label}” are in {file}.")

    def _remove(self, config: PluginConfig, file: Path, no_input: bool) -> None:
        if config.is_enabled:
            raise CommandError(f"“{config.label}” is on. Take it out of PLUGINS and restart first.")
        self._export(config, file, no_input)
        if not no_input and input(f"Drop all tables of “{config.label}”? Type its label: ") != config.label:
            raise CommandError("Nothing was removed.")
        removal.drop_tables(config)
        self.stdout.write(
            f"The tables of “{config.label}” are gone. Now uninstall it, or delete its folder, and restart: "
            "until then entries that may have rows of it cannot be saved."
        )


def _adds_of(config: PluginConfig) -> str:
    try:
        return ", ".join(adds_of(registry.declared(config))) or "nothing"
    except registry.PluginError:
        return "cannot be read. Run: manage.py plugins doctor"


def adds_of(extensions: Extensions) -> list[str]:
    """Return the points that a plugin uses, with the names of its sections, facets and orders."""
    facets = [facet.key for section in extensions.sections for facet in section.facets]
    told = {
        "sections": ", ".join(section.name for section in extensions.sections),
        "facets": ", ".join(facets),
        "orders": ", ".join(order.key for section in extensions.sections for order in section.orders),
        "kinds": ", ".join(kind.name for kind in extensions.kinds),
        **{name: str(len(getattr(extensions, name)) or "") for name in ("panels", "slots", "checks", "jobs")},
        "routes": extensions.routes.audience.value if extensions.routes else "",
        "sample": "yes" if extensions.sample else "",
    }
    return [f"{name} ({what})" for name, what in told.items() if what]
