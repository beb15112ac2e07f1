"""Fills a page from what a content file says of it, field by field, by the type of each field."""

import datetime
import json
from typing import Any

from django.db import models
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField

from portfolio.models import Picture, PortfolioPage
from portfolio.publication.pictures import Shape
from portfolio.sample import prose
from portfolio.sample.shelf import Shelf

NOT_FIELDS = {"state", "reviewed_days_ago", "of", "below"}


def fill(page: PortfolioPage, written: dict[str, Any], shelf: Shelf) -> None:
    """Set on `page` all that `written` says. Its relations need the rows that they name on the shelf."""
    relations = child_models(type(page))
    page.is_sample = True
    page.reviewed_on = _days_ago(written.get("reviewed_days_ago", 90))
    for name, value in written.items():
        if name in relations:
            setattr(page, name, [child(relations[name], item, shelf) for item in value])
        elif name not in NOT_FIELDS:
            _set_field(page, name, value, shelf)


def child_models(page_type: type[PortfolioPage]) -> dict[str, type[Any]]:
    """Return the models of a page's lists by what the page calls each."""
    relations = get_all_child_relations(page_type)
    return {relation.get_accessor_name(): relation.related_model for relation in relations}


def _set_field(row: models.Model, name: str, value: Any, shelf: Shelf) -> None:
    field = row._meta.get_field(name)
    setattr(row, name, _field_value(field, value, shelf))


def _field_value(field: Any, value: Any, shelf: Shelf) -> Any:
    match field:
        case RichTextField():
            return prose.rich_text(value)
        case StreamField():
            return json.dumps(
                _phases(value, shelf) if isinstance(value, list) else prose.stream(value, shelf.primary_key)
            )
        case models.ManyToManyField():
            return [shelf.find(field.related_model, key) for key in value]
        case models.ForeignKey(related_model=related) if related is Picture:
            picture = shelf.find(Picture, value)
            shelf.shown.add((picture, Shape.COVER))
            return picture
        case models.ForeignKey():
            return shelf.find(field.related_model, value)
    return value


def child(model: type[Any], item: Any, shelf: Shelf) -> models.Model:
    """Return a row of a page's list; a bare value is that of the row's first field."""
    child: models.Model = model()
    for name, value in (item if isinstance(item, dict) else {model.panels[0].field_name: item}).items():
        _set_field(child, name, value, shelf)
    return child


def _phases(phases: list[dict[str, Any]], shelf: Shelf) -> list[dict[str, Any]]:
    return [
        {"type": "phase", "value": {**phase, "steps": [_step(step, shelf) for step in phase["steps"]]}}
        for phase in phases
    ]


def _step(step: dict[str, Any], shelf: Shelf) -> dict[str, Any]:
    raw = {**step, "how": prose.rich_text(step["how"])}
    if "example" in step:
        raw["example"] = shelf.primary_key("page", step["example"])
    raw["resources"] = [_resource(resource, shelf) for resource in step.get("resources", [])]
    return raw


def _resource(resource: dict[str, str], shelf: Shelf) -> dict[str, Any]:
    if "file" not in resource:
        return dict(resource)
    return {**resource, "file": shelf.primary_key("file", resource["file"])}


def _days_ago(days: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=days)
