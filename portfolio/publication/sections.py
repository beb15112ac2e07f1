"""The sections that plugins add to documents, and the facets that come of them."""

from typing import Any

from portfolio.extensions import registry
from portfolio.extensions.config import PluginConfig
from portfolio.extensions.declaration import Facet, Section
from portfolio.extensions.registry import PluginError
from portfolio.publication.parts import FacetValue, Parts
from portfolio.publication.sources import Sources


def add_sections(page: Any, parts: Parts, sources: Sources) -> None:
    """Let each plugin that is on add its section. Raises PluginError, which names the plugin."""
    for config, extensions in registry.extensions():
        for section in extensions.sections:
            if page.kind in section.kinds:
                _add(config, section, page, parts, sources)


def _add(config: PluginConfig, section: Section[Any], page: Any, parts: Parts, sources: Sources) -> None:
    try:
        built = section.build(page, sources)
        parts.body[section.name] = built
        if built is not None:
            for facet in section.facets:
                parts.facets += facet_values(facet, built)
            parts.numbers |= {order.key: order.value(built) for order in section.orders}
    except Exception as error:
        raise PluginError(config, f"building “{section.name}” of “{page.title}”") from error


def facet_values(facet: Facet[Any], built: Any) -> list[FacetValue]:
    """Return what `built`, a section or the body of a plugin's kind, is found by under `facet`."""
    return [FacetValue(facet.key, value, label, _rank(facet, value)) for value, label in facet.values(built)]


def _rank(facet: Facet[Any], value: str) -> int:
    return list(facet.choices).index(value) if value in facet.choices else 0
