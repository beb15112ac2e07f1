"""What the log watches: every table whose rows can change what readers see.

A watch says which key a changed row is noted under. Tables of page types and of the rows that belong
to pages are found from the models, so that a new one, a plugin's too, is watched from its first day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from portfolio.extensions import registry
from portfolio.extensions.declaration import Kind
from portfolio.models.districts import District
from portfolio.models.media import Consent, File, Picture, Rendition
from portfolio.models.people import Person
from portfolio.models.taxonomy import Theme
from portfolio.publication.compiler import compiled_models
from portfolio.publication.models import PAGE

SUBTREE = "subtree"
COLLECTIONS, SITES = "collections:any", "sites:any"
"""Which files are kept private; which addresses there are: few rows, and much depends on each"""

DRAFT_COLUMNS = frozenset({
    "draft_title", "latest_revision_id", "latest_revision_created_at", "has_unpublished_changes",
    "numchild", "locked", "locked_at", "locked_by_id", "owner_id", "go_live_at", "expire_at",
    "show_in_menus",
})  # fmt: skip
"""Columns of a page that only its writers see: what autosave touches costs the log nothing"""


@dataclass(frozen=True)
class Watch:
    """Rows of `table` are noted under `prefix` and the value of `column`, or under one fixed key."""

    table: str
    columns: tuple[str, ...]
    """A change of any of these is noted"""
    prefix: str
    column: str = ""
    """Empty: `prefix` is the whole key"""
    on_insert: bool = True
    """Not for what documents name: nothing can have been made from a row before it was there"""


def watches() -> list[Watch]:
    """Return one watch for each table, in a stable order."""
    found = {watch.table: watch for watch in _all()}
    return [found[table] for table in sorted(found)]


def _all() -> Iterator[Watch]:
    yield _rows(Page, PAGE, ignored=DRAFT_COLUMNS)
    for page_type in compiled_models():
        yield from _of_page_type(page_type)
    for named in (District, Theme, Person, Picture, File, Consent):
        yield _rows(named, str(named._meta.model_name), on_insert=False)
    for model in models_named_by_plugins():
        yield _rows(model, model._meta.label_lower, on_insert=False)
    for model, _kind in kinds_of_plugins():
        yield _rows(model, model._meta.label_lower, primary_key(model))
    yield _rows(Rendition, "picture", "image_id")
    yield _rows(Picture.consents.through, "picture", "picture_id")
    yield _rows(File.consents.through, "file", "file_id")
    yield _rows(PageViewRestriction, SUBTREE, "page_id", only=("page_id",))
    yield _fixed(CollectionViewRestriction, COLLECTIONS, only=("collection_id",))
    yield _fixed(Collection, COLLECTIONS, only=("path",))
    yield _fixed(Site, SITES, only=("root_page_id",))
    yield _fixed(Locale, SITES, only=("language_code",))


def models_named_by_plugins() -> list[type[models.Model]]:
    """Return the models whose rows plugins show, of those that are off too: they may come on any day."""
    found: list[type[models.Model]] = []
    for config, extensions in registry.everything():
        with registry.passing_over_what_is_off(config, "looking for the models it names"):
            found += [apps.get_model(name) for name in extensions.named]
    return found


def kinds_of_plugins() -> list[tuple[type[models.Model], Kind[Any]]]:
    """Return the kinds that are made from rows, with their models, those of plugins that are off too."""
    found: list[tuple[type[models.Model], Kind[Any]]] = []
    for config, extensions in registry.everything():
        with registry.passing_over_what_is_off(config, "looking for the models of its kinds"):
            found += [(apps.get_model(kind.model), kind) for kind in extensions.kinds]
    return found


def primary_key(model: type[models.Model]) -> str:
    """Return the column that tells the rows of `model` apart."""
    key = model._meta.pk
    return str(key.column if key else "id")


def column_of(model: type[models.Model], name: str) -> str:
    """Return the column of the field `name`."""
    return next(str(field.column) for field in model._meta.concrete_fields if field.name == name)


def _of_page_type(model: type[Page]) -> Iterator[Watch]:
    """Watch the type's own table, those between it and Wagtail's, its child rows and its relations."""
    for part in (model, *model._meta.get_parent_list()):
        if part is Page:
            continue
        yield _rows(part, PAGE, primary_key(part))
        yield from (_rows(row, PAGE, column) for row, column in _child_rows(part))
        for field in part._meta.local_many_to_many:
            yield _rows(field.remote_field.through, PAGE, field.m2m_column_name())


def _child_rows(model: type[Page]) -> Iterator[tuple[type[models.Model], str]]:
    for relation in model._meta.related_objects:
        if isinstance(relation.field, ParentalKey) and relation.field.model._meta.app_label != "wagtailcore":
            yield relation.related_model, relation.field.column


def _rows(
    model: type[models.Model],
    prefix: str,
    column: str = "id",
    *,
    ignored: Iterable[str] = (),
    only: Iterable[str] = (),
    on_insert: bool = True,
) -> Watch:
    columns = [str(field.column) for field in model._meta.local_concrete_fields]
    kept = [column for column in columns if column not in set(ignored)]
    return Watch(model._meta.db_table, tuple(only) or tuple(kept), prefix, column, on_insert)


def _fixed(model: type[models.Model], key: str, *, only: Iterable[str]) -> Watch:
    return Watch(model._meta.db_table, tuple(only), key)
