"""What plugins add to the sample: rows of their own, and what sample entries say with them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.apps import apps
from django.db import models, transaction

from portfolio.extensions import registry
from portfolio.extensions.declaration import SampleRows
from portfolio.models import PortfolioPage
from portfolio.readiness import NotReadyError
from portfolio.sample.building import child, child_models
from portfolio.sample.shelf import Shelf, sample_key

Relations = Mapping[str, Sequence[Mapping[str, Any]]]


def load_rows(shelf: Shelf) -> None:
    """Make the rows of all plugins that are on, where they are not there yet."""
    for config, extensions in registry.extensions():
        for rows in extensions.sample.rows if extensions.sample else ():
            with registry.passing_over_what_is_off(config, f"making rows of {rows.model} for the sample"):
                _load(shelf, rows)


def _load(shelf: Shelf, rows: SampleRows) -> None:
    model: Any = apps.get_model(rows.model)
    kept = shelf.of_plugins.setdefault(model, {})
    for key, row in rows.build().items():
        row.public_id = sample_key(model._meta.label_lower, key)
        row.is_sample = True
        there = model._base_manager.filter(public_id=row.public_id).first()
        if there is None:
            row.full_clean()
            row.save()
            shelf.new.add(row)
            shelf.made[str(model._meta.verbose_name_plural)] += 1
        kept[key] = there or row


def of_entries(shelf: Shelf) -> dict[str, Relations]:
    """Return what plugins that are on say of entries, by kind and slug. Raises PluginError where they name
    an entry that is not in the sample."""
    said: dict[str, dict[str, Sequence[Mapping[str, Any]]]] = {}
    for config, extensions in registry.extensions():
        if extensions.sample is None:
            continue
        with registry.passing_over_what_is_off(config, "reading what it says of the sample's entries"):
            for key, relations in extensions.sample.entries().items():
                if key not in shelf.pages:
                    raise LookupError(f"There is no “{key}” in the sample.")
                said.setdefault(key, {}).update(relations)
    return dict(said)


def add_to_entry(page: PortfolioPage, relations: Relations, shelf: Shelf) -> None:
    """Add to an entry that was there before what names rows that are new.

    What people have made of it since stays: a draft is left alone, and so is what they took off it. Where
    it could not be published as it is, nothing is added.
    """
    if not page.live or page.has_unpublished_changes:
        return
    entry = page.specific.get_latest_revision_as_object()
    if _add_new(entry, relations, shelf):
        with suppress(NotReadyError), transaction.atomic():
            entry.save_revision().publish()


def _add_new(entry: PortfolioPage, relations: Relations, shelf: Shelf) -> bool:
    models_of = child_models(type(entry))
    added = False
    for name, items in relations.items():
        for item in items:
            row = child(models_of[name], item, shelf)
            if any(getattr(row, field) in shelf.new for field in item):
                getattr(entry, name).add(row)
                added = True
    return added


def sample_models() -> Iterator[type[models.Model]]:
    """Return the models of which plugins have sample rows, of those that are off too."""
    for config, extensions in registry.everything():
        with registry.passing_over_what_is_off(config, "looking for the models of its sample"):
            for rows in extensions.sample.rows if extensions.sample else ():
                yield apps.get_model(rows.model)
