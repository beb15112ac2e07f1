"""The place in the editor where plugins put their fields."""

from typing import Any

from wagtail.admin.panels import ObjectList

from portfolio.extensions import registry


class PluginPanels(ObjectList):
    """Holds the panels of the plugins that are on, for the kind of entry that is edited."""

    def on_model_bound(self) -> None:
        self.children = list(_panels_for(getattr(self.model, "kind", "")))
        super().on_model_bound()


def _panels_for(kind: str) -> list[Any]:
    return [
        panel
        for _config, extensions in registry.extensions()
        for panels in extensions.panels
        if kind in panels.kinds
        for panel in panels.build()
    ]
