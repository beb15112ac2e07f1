"""What must be filled in: a model's fields without `blank=True`, and the parts an entry cannot do without."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from portfolio.models.blocks import ResourceBlock
from portfolio.models.districts import DistrictPage
from portfolio.models.fields import ChoiceListField
from portfolio.models.innovations import InnovationPage
from portfolio.models.stories import StoryPage
from portfolio.readiness.content import Content, Piece, Row
from portfolio.readiness.problem import Problem
from portfolio.readiness.words import DEFAULT_WHY, HALF_FILLED, ROWS, WHY


def empty_fields(content: Content) -> Iterator[Problem]:
    for field in content.own_fields:
        if not field.blank and _is_empty(field, content.page):
            yield Problem(
                "required",
                field.name,
                _ask_for(field),
                str(WHY.get(field.name, DEFAULT_WHY)),
            )


def _ask_for(field: Any) -> str:
    label = {"field": _capital(field.verbose_name)}
    if label["field"].endswith("?"):
        return _("Answer “%(field)s”") % label
    if field.is_relation or field.choices or isinstance(field, ChoiceListField):
        return _("Choose “%(field)s”.") % label
    return _("Fill in “%(field)s”.") % label


def invalid_fields(content: Content) -> Iterator[Problem]:
    """What a form would have refused, in a page that came in another way."""
    looked_at = {field.name for field in content.own_fields if _is_plain(field)}
    skipped = {field.name for field in content.page._meta.fields if field.name not in looked_at}
    skipped |= {field.name for field in content.own_fields if _is_empty(field, content.page)}
    try:
        content.page.clean_fields(exclude=skipped)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            label = _capital(content.page._meta.get_field(name).verbose_name)
            yield Problem("invalid", name, f"{label}: {' '.join(messages)}", str(WHY.get(name, DEFAULT_WHY)))


def missing_parts(content: Content) -> Iterator[Problem]:
    yield from _missing_items(content)
    yield from _missing_steps(content)
    yield from _missing_district(content)
    yield from _second_page_of_district(content)


def _missing_items(content: Content) -> Iterator[Problem]:
    if not hasattr(content.page, "items"):
        return
    rows = content.rows_of("items")
    if not rows:
        yield Problem(
            "no_items",
            "items",
            _("Add at least one item: a file or a link."),
            _("A toolkit is what people take away from it."),
        )
    for row in rows:
        if not row.instance.file_id and not row.instance.url:
            yield Problem(
                "empty_item",
                row.path("file"),
                _("%(item)s: choose a file or give a link.") % {"item": _row_name(row)},
                _("An item that leads nowhere disappoints people who were about to use it."),
            )


def _missing_steps(content: Content) -> Iterator[Problem]:
    for phase in content.named("phase"):
        if not phase.value["steps"]:
            yield Problem(
                "no_steps",
                f"{phase.path}.steps",
                _("Phase “%(phase)s”: add at least one step.") % {"phase": phase.value["title"]},
                str(WHY["phases"]),
            )


def _missing_district(content: Content) -> Iterator[Problem]:
    """Ask an innovation or a story for its district where it lies below no district's page.

    Toolkits and playbooks may be the network's own.
    """
    if not isinstance(content.page, (InnovationPage, StoryPage)) or content.rows_of("districts"):
        return
    if content.parent is None:
        return
    above = DistrictPage.objects.ancestor_of(content.parent, inclusive=True)
    if not above.filter(district__isnull=False).exists():
        yield Problem(
            "no_district",
            "districts",
            _("Add the district that it is from."),
            _("The facts that people compare (size, locale, state) come from it."),
        )


def _second_page_of_district(content: Content) -> Iterator[Problem]:
    """A district has one page in each language; a copy is a draft until it is about another."""
    page = content.page
    if not isinstance(page, DistrictPage) or page.district_id is None:
        return
    others = DistrictPage.objects.live().filter(
        district_id=page.district_id, locale_id=page.locale_id, alias_of=None
    )
    if other := others.exclude(pk=page.pk).first():
        yield Problem(
            "second_page",
            "district",
            _("“%(page)s” is this district's page already. Choose another district, or change that page.")
            % {"page": other.title},
            _("People and other sites must find one page for each district."),
        )


def incomplete_rows(content: Content) -> Iterator[Problem]:
    for row in content.rows:
        for field in row.instance._meta.concrete_fields:
            if _is_required_of_row(field) and _is_empty(field, row.instance):
                yield Problem(
                    "incomplete_row",
                    row.path(field.name),
                    _("%(row)s: fill in “%(field)s”.")
                    % {"row": _row_name(row), "field": _capital(field.verbose_name)},
                    str(HALF_FILLED),
                )


def incomplete_blocks(content: Content) -> Iterator[Problem]:
    for piece in content.pieces:
        if isinstance(piece.block, ResourceBlock):
            yield from _resource(piece)
        elif isinstance(piece.block, blocks.FieldBlock) and piece.block.required and _is_blank(piece.value):
            yield Problem(
                "incomplete_block",
                piece.path,
                _("Fill in or remove “%(block)s” in “%(field)s”.")
                % {"block": piece.block.label, "field": _field_label(content, piece)},
                str(HALF_FILLED),
            )


def _resource(piece: Piece) -> Iterator[Problem]:
    if bool(piece.value["file"]) == bool(piece.value["url"]):
        yield Problem(
            "resource_without_target",
            f"{piece.path}.url",
            _("Resource “%(title)s”: give either a file or a link.") % {"title": piece.value["title"]},
            _("A resource that leads nowhere stops someone in the middle of a step."),
        )


def _field_label(content: Content, piece: Piece) -> str:
    return _capital(content.page._meta.get_field(piece.path.split(".")[0]).verbose_name)


def _row_name(row: Row) -> str:
    return f"{ROWS.get(row.relation, row.relation)} {row.index + 1}"


def _capital(label: Any) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


def _is_plain(field: Any) -> bool:
    """Whether a field can be checked without a query and apart from its blocks."""
    return not field.is_relation and not isinstance(field, StreamField)


def _is_required_of_row(field: Any) -> bool:
    return (
        field.editable
        and not field.blank
        and not field.primary_key
        and field.name not in ("page", "sort_order")
    )


def _is_empty(field: Any, instance: Any) -> bool:
    if field.many_to_many:
        return not list(getattr(instance, field.name).all())
    value = getattr(instance, field.attname)
    if isinstance(field, RichTextField):
        return not strip_tags(value or "").strip()
    if isinstance(field, StreamField):
        return len(value) == 0
    return _is_blank(value)


def _is_blank(value: Any) -> bool:
    if hasattr(value, "source"):
        return not strip_tags(value.source).strip()
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ([], {}, ())
