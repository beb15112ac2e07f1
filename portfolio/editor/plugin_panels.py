"""The place in the editor where plugins put their fields."""

from typing import Any

from portfolio.extensions import registry

PLUGINS = object()
"""Stands among an entry's panels where those of plugins belong"""


class EntryPanels:
    """The panels of a page type, read anew by each form that is built: plugins may be on or off."""

    def __init__(self, panels: list[Any]) -> None:
        self.panels = panels

    def __get__(self, page: Any, page_type: Any) -> list[Any]:
        return [panel for each in self.panels for panel in _filled(each, page_type.kind)]


def _filled(panel: Any, kind: str) -> list[Any]:
    return _panels_for(kind) if panel is PLUGINS else [panel]


def _panels_for(kind: str) -> list[Any]:
    return [
        panel
        for _config, extensions in registry.extensions()
        for panels in extensions.panels
        if kind in panels.kinds
        for panel in panels.build()
    ]
