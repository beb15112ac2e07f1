"""Which plugins there are, and which are on.

Off is not removed: a plugin that is off keeps its app, its tables and their rows; it adds nothing, and
nothing that is wrong with it holds up the site.
"""

import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import module_has_submodule

from portfolio.extensions.config import PluginConfig
from portfolio.extensions.declaration import Extensions, Facet, Kind, Order, Section

logger = logging.getLogger(__name__)
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
    """Return what a plugin declares, on or off. Raises PluginError where that cannot be read."""
    if config.label not in _declared:
        try:
            _declared[config.label] = _read(config)
        except Exception as error:
            raise _named(config, "reading its extensions.py", error) from error
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


def everything() -> list[tuple[PluginConfig, Extensions]]:
    """Return the declarations of all that is there, on or off, without those that are off and unreadable."""
    found = []
    for config in installed():
        with passing_over_what_is_off(config, "reading its extensions.py"):
            found.append((config, declared(config)))
    return found


@contextmanager
def passing_over_what_is_off(config: PluginConfig, doing: str) -> Iterator[None]:
    """Name the plugin in what is raised within: in a PluginError while it is on, in a line of the log
    while it is off. `manage.py check` tells of both."""
    try:
        yield
    except PluginError as error:
        _raise_or_log(config, error)
    except Exception as error:  # noqa: BLE001  (whatever a plugin raises: it is raised on or logged)
        _raise_or_log(config, _named(config, doing, error))


def _named(config: PluginConfig, doing: str, error: Exception) -> "PluginError":
    named = PluginError(config, f"{doing} ({type(error).__name__}: {str(error).removesuffix('.')})")
    named.__cause__ = error
    return named


def _raise_or_log(config: PluginConfig, error: "PluginError") -> None:
    if config.is_enabled:
        raise error
    logger.warning("%s It is off, and is left out.", error)


def sections_of(kind: str) -> list[Section[Any]]:
    """Return the sections that documents of `kind` have, sorted by plugin."""
    return [section for _, one in extensions() for section in one.sections if kind in section.kinds]


def facets_of(kind: str) -> list[Facet[Any]]:
    """Return the facets that plugins give documents of `kind`: with their sections, or as their own kind."""
    own = kind_named(kind)
    return [
        *(facet for section in sections_of(kind) for facet in section.facets),
        *(own.facets if own else ()),
    ]


def orders_of(kind: str) -> list[Order[Any]]:
    """Return the orders that plugins give documents of `kind`."""
    return [order for section in sections_of(kind) for order in section.orders]


def kinds() -> list[tuple[PluginConfig, Kind[Any]]]:
    """Return the kinds of documents of all that is on, each with its plugin."""
    return [(config, kind) for config, one in extensions() for kind in one.kinds]


def kind_named(name: str) -> Kind[Any] | None:
    return next((kind for _, kind in kinds() if kind.name == name), None)


def fingerprint() -> int:
    """Return a number below a million that changes with what is on: documents come out otherwise then."""
    return _fingerprint(tuple(settings.PLUGINS))


@cache
def _fingerprint(on: tuple[str, ...]) -> int:
    told = " ".join(f"{config.label}=={config.version}" for config in installed() if config.label in on)
    return zlib.crc32(told.encode()) % 1_000_000 if told else 0


class PluginError(Exception):
    """A plugin raised. The text names it; `__cause__` is what it raised."""

    def __init__(self, config: PluginConfig, doing: str) -> None:
        super().__init__(f"The plugin “{config.label}” {config.version} failed while {doing}.")
