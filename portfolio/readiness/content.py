"""A page's content, walked once, with where the editor finds each piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page


@dataclass(frozen=True)
class Piece:
    """A block: `name` is its type (`figure`, `text`, `alt`), `path` where it lies."""

    path: str
    name: str
    block: blocks.Block
    value: Any


@dataclass(frozen=True)
class Row:
    """A child row of the page, `index` counted from 0 in the order that the editor shows."""

    relation: str
    index: int
    label: str
    instance: Any

    def path(self, field: str) -> str:
        return f"{self.relation}.{self.index}.{field}"


class Content:
    """What there is on `page`. `parent` is needed only where the page has no place in the tree yet."""

    def __init__(self, page: Any, parent: Page | None = None) -> None:
        self.page = page
        self.parent = parent or (page.get_parent() if page.path else None)

    @cached_property
    def own_fields(self) -> list[Any]:
        """The entry's own editable fields, many-to-many ones too, without Wagtail's."""
        meta = self.page._meta
        candidates = [*meta.concrete_fields, *meta.many_to_many]
        return [
            field
            for field in candidates
            if field.editable
            and not field.auto_created
            and (field.name == "title" or field.model is not Page)
            and not (field.remote_field and getattr(field.remote_field, "parent_link", False))
        ]

    @cached_property
    def pieces(self) -> list[Piece]:
        """Every block of every StreamField, outer ones before those in them."""
        return [
            piece
            for field in self.own_fields
            if isinstance(field, StreamField)
            for piece in walk(field.stream_block, getattr(self.page, field.name), field.name)
        ]

    @cached_property
    def rows(self) -> list[Row]:
        return [
            Row(name, index, str(relation.related_model._meta.verbose_name), instance)
            for relation in get_all_child_relations(self.page)
            if (name := relation.get_accessor_name()) != COMMENTS_RELATION_NAME
            and relation.related_model._meta.app_label != "wagtailcore"
            for index, instance in enumerate(getattr(self.page, name).all())
        ]

    def rows_of(self, relation: str) -> list[Row]:
        return [row for row in self.rows if row.relation == relation]

    def named(self, name: str) -> list[Piece]:
        """Return the blocks of a type, e.g. all `figure`s."""
        return [piece for piece in self.pieces if piece.name == name]

    @cached_property
    def rich_texts(self) -> list[tuple[str, str]]:
        """Where each rich text lies, and its source, as (path, HTML)."""
        found = [
            (field.name, getattr(self.page, field.name) or "")
            for field in self.own_fields
            if isinstance(field, RichTextField)
        ]
        found += [
            (piece.path, piece.value.source)
            for piece in self.pieces
            if isinstance(piece.block, blocks.RichTextBlock) and piece.value
        ]
        found += [
            (row.path(field.name), getattr(row.instance, field.name) or "")
            for row in self.rows
            for field in row.instance._meta.concrete_fields
            if isinstance(field, RichTextField)
        ]
        return found


def walk(block: blocks.Block, value: Any, path: str) -> Iterator[Piece]:
    """Yield the blocks inside a stream, struct or list, depth first."""
    if isinstance(block, blocks.StreamBlock):
        for index, child in enumerate(value or []):
            yield from _step(child.block, child.value, f"{path}.{child.id or index}")
    elif isinstance(block, blocks.StructBlock):
        for name, child_block in block.child_blocks.items():
            yield from _step(child_block, value.get(name), f"{path}.{name}")
    elif isinstance(block, blocks.ListBlock):
        for index, bound in enumerate(getattr(value, "bound_blocks", [])):
            yield from _step(block.child_block, bound.value, f"{path}.{bound.id or index}")


def _step(block: blocks.Block, value: Any, path: str) -> Iterator[Piece]:
    yield Piece(path, block.name, block, value)
    yield from walk(block, value, path)
