"""Which plugins there are, and which are on.

Off is not removed: a plugin that is off keeps its app, its tables and their rows; it adds nothing.
"""

import zlib
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import module_has_submodule

from portfolio.extensions.config import PluginConfig
from portfolio.extensions.declaration import Extensions, Facet, Section

_declared: dict[str, Extensions] = {}


def installed() -> list[PluginConfig]:
    """Return every plugin that is there, by its label."""
    found = [config for config in apps.get_app_configs() if isinstance(config, PluginConfig)]
    return sorted(found, key=lambda config: config.label)


def is_enabled(label: str) -> bool:
    return label in settings.PLUGINS


def enabled() -> list[PluginConfig]:
    return [config for config in installed() if is_enabled(config.label)]


def declared(config: PluginConfig) -> Extensions:
    """Return what a plugin declares, on or off. Raises TypeError where that is something else."""
    if config.label not in _declared:
        _declared[config.label] = _read(config)
    return _declared[config.label]


def _read(config: PluginConfig) -> Extensions:
    if not module_has_submodule(config.module, "extensions"):
        raise TypeError(f"{config.name} has no extensions.py.")
    found = getattr(import_module(f"{config.name}.extensions"), "extensions", None)
    if not isinstance(found, Extensions):
        raise TypeError(f"{config.name}/extensions.py has no `extensions = Extensions(…)`.")
    return found


def extensions() -> Iterator[tuple[PluginConfig, Extensions]]:
    """Return the declarations of all that is on."""
    for config in enabled():
        yield config, declared(config)


def sections_of(kind: str) -> list[Section[Any]]:
    """Return the sections that documents of `kind` have, sorted by plugin."""
    return [section for _, one in extensions() for section in one.sections if kind in section.kinds]


def facets_of(kind: str) -> list[Facet[Any]]:
    return [facet for section in sections_of(kind) for facet in section.facets]


def fingerprint() -> int:
    """Return a number below a million that changes with what is on: documents come out otherwise then."""
    told = " ".join(f"{config.label}=={config.version}" for config in enabled())
    return zlib.crc32(told.encode()) % 1_000_000 if told else 0


class PluginError(Exception):
    """A plugin raised. The text names it; `__cause__` is what it raised."""

    def __init__(self, config: PluginConfig, doing: str) -> None:
        super().__init__(f"The plugin “{config.label}” {config.version} failed while {doing}.")
