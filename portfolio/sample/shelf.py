"""What has been made so far, by the key that the content files call it by."""

import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from wagtail.models import Collection, Locale

from portfolio.models import District, File, Organisation, Person, Picture, PortfolioPage, Theme
from portfolio.publication.pictures import Shape

NAMESPACE = uuid.UUID("6a1f2c1e-0d5b-5c3e-9d0e-990000009900")


def sample_key(kind: str, key: str) -> uuid.UUID:
    """Return the translation key that this sample page or theme has wherever it is loaded."""
    return uuid.uuid5(NAMESPACE, f"{kind}/{key}")


@dataclass
class Shelf:
    """The rows of this load, and how many of them were `made` by it.

    A key that is not there is a mistake in the content files and raises LookupError.
    """

    districts: dict[str, District] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    pages: dict[str, PortfolioPage] = field(default_factory=dict)
    """By kind and slug, `innovation/harbor-water-lab`"""
    of_plugins: dict[type[models.Model], dict[str, models.Model]] = field(default_factory=dict)
    """Rows of plugins, by model and key"""
    new: set[models.Model] = field(default_factory=set)
    """Those of them that this load has made"""
    collections: dict[str, Collection] = field(default_factory=lambda: {"": Collection.get_first_root_node()})
    """By LEAID; "" is the library's root."""
    to_fill: list[tuple[PortfolioPage, dict[str, Any]]] = field(default_factory=list)
    """Pages that this load has placed and not filled yet, with what is written of them."""
    shown: set[tuple[Picture, Shape]] = field(default_factory=set)
    """The pictures that pages show, and how they are cut there."""
    made: Counter[str] = field(default_factory=Counter)
    locale: Locale = field(default_factory=Locale.get_default)

    def find(self, model: type[models.Model], key: str) -> Any:
        """Return the row of `model` that the content files call `key`."""
        rows = self._rows(model)
        if key not in rows:
            raise LookupError(f"The sample content names a {model.__name__} “{key}” that is not in it.")
        return rows[key]

    def _rows(self, model: type[models.Model]) -> dict[str, Any]:
        if issubclass(model, PortfolioPage):
            return self.pages
        rows: dict[type[models.Model], dict[str, Any]] = {
            District: self.districts, Theme: self.themes, Organisation: self.organisations,
            Person: self.people, Picture: self.pictures, File: self.files,
            **self.of_plugins,
        }  # fmt: skip
        return rows.get(model, {})

    def primary_key(self, what: str, key: str) -> int:
        """Look a `picture`, `file` or `page` up for the prose markup."""
        if what == "picture":
            self.shown.add((self.find(Picture, key), Shape.FIGURE))
        kinds: dict[str, type[models.Model]] = {"picture": Picture, "file": File, "page": PortfolioPage}
        return int(self.find(kinds[what], key).pk)
