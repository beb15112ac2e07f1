"""The shape of lists and blocks that come in as JSON. Wagtail takes it for granted, and fails without it."""

from collections.abc import Callable
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db import models
from ninja.orm.fields import get_schema_field
from pydantic import AfterValidator
from wagtail.api.v3.schemas.generators.write import create_generator, patch_generator
from wagtail.blocks import Block, ListBlock, RichTextBlock
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.blocks.struct_block import BaseStructBlock
from wagtail.fields import StreamField

from portfolio.models.fields import ChoiceListField

WRONG_KIND = (AttributeError, KeyError, TypeError, ValueError, ValidationError)
"""What Wagtail's blocks raise when they are given a value of another kind."""


def check_shapes() -> None:
    """Make both of Wagtail's generators of input schemas check the shape of what our fields take.

    A new draft may lack what publishing asks for, as in the editor.
    """
    create_generator.register_field_schema(models.Field, _may_be_missing)
    for generator in (create_generator, patch_generator):
        generator.register_field_schema(StreamField, _stream_field)
        generator.register_field_schema(ChoiceListField, _choice_list)


def _may_be_missing(generator: Any, field: Any) -> tuple[Any, Any]:
    found: tuple[Any, Any] = get_schema_field(field, optional=True)
    return found


def _choice_list(generator: Any, field: ChoiceListField) -> tuple[Any, Any]:
    return list[str], []


def _stream_field(generator: Any, field: StreamField) -> tuple[Any, Any]:
    return Annotated[list[Any], AfterValidator(_checked(field.stream_block))], []


def _checked(block: Block) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        check_shape(block, value, block.name or "blocks")
        return value

    return check


def check_shape(block: Block, value: Any, where: str) -> None:
    """Raise ValueError, naming the place, where `value` is not of the shape that `block` asks for."""
    if isinstance(block, BaseStreamBlock):
        for number, item in enumerate(_of(list, value or [], where)):
            _check_item(block, item, f"{where}.{number}")
    elif isinstance(block, ListBlock):
        for number, item in enumerate(_of(list, value or [], where)):
            check_shape(block.child_block, item, f"{where}.{number}")
    elif isinstance(block, BaseStructBlock):
        for name in (_of(dict, value or {}, where)).keys() & block.child_blocks.keys():
            check_shape(block.child_blocks[name], value[name], f"{where}.{name}")
    else:
        _check_leaf(block, value, where)


def _check_item(block: BaseStreamBlock, item: Any, where: str) -> None:
    _of(dict, item, where)
    kind = item.get("type")
    if not isinstance(kind, str) or kind not in block.child_blocks or "value" not in item:
        raise ValueError(f"{where}: a block has a “value” and a “type”: {', '.join(block.child_blocks)}")
    if not isinstance(item.get("id") or "", str):
        raise ValueError(f"{where}: the “id” of a block is text")
    check_shape(block.child_blocks[kind], item["value"], f"{where}.{kind}")


def _check_leaf(block: Block, value: Any, where: str) -> None:
    if isinstance(block, RichTextBlock):
        content = value.get("content") if isinstance(value, dict) else value
        fits = value is None or isinstance(content, str)
    else:
        fits = _converts(block, value)
    if not fits:
        raise ValueError(f"{where}: this is not a value for a block of this kind")


def _converts(block: Block, value: Any) -> bool:
    try:
        block.value_for_form(block.to_python(value))
    except WRONG_KIND:
        return False
    return True


def _of(kind: type, value: Any, where: str) -> Any:
    if not isinstance(value, kind):
        raise ValueError(f"{where}: {'a list' if kind is list else 'an object'} belongs here")
    return value
