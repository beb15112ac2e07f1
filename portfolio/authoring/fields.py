"""Which fields Wagtail's API reads and writes: those that the editor shows."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from wagtail.api import APIField

from portfolio.models import PortfolioPage

WAGTAILS_OWN = {"title", "slug", "seo_title", "search_description", "show_in_menus"}
"""It has these for every page."""


def open_fields() -> None:
    """Name the fields of every kind of entry to Wagtail.

    While the apps get ready, before Wagtail's own: they build the schemas from it.
    """
    for model in PortfolioPage.__subclasses__():
        _open(model, model.content_panels)


def _open(model: type[Model], panels: Iterable[Any]) -> None:
    leaves = list(_leaves(panels))
    fields = [panel.field_name for panel in leaves if hasattr(panel, "field_name")]
    rows = [panel for panel in leaves if hasattr(panel, "relation_name")]
    names = [name for name in fields if name not in WAGTAILS_OWN] + [panel.relation_name for panel in rows]
    written: Any = model  # Wagtail looks for this attribute and declares it nowhere
    written.api_fields = [APIField(name, writable=True) for name in names]
    for panel in rows:
        row_model: Any = model._meta.get_field(panel.relation_name).related_model
        _open(row_model, panel.panels or row_model.panels)


def _leaves(panels: Iterable[Any]) -> Iterator[Any]:
    """Yield the panels of single fields and of rows, out of the groups that they lie in."""
    for panel in panels:
        if hasattr(panel, "children"):
            yield from _leaves(panel.children)
        else:
            yield panel
