"""What is wrong with the kinds of documents that a plugin declares, in plain words."""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import models

from portfolio.extensions import registry
from portfolio.extensions.config import PluginConfig
from portfolio.extensions.declaration import Audience, Extensions, Kind

NAME = re.compile(r"[a-z][a-z_]{1,29}")
NO_COLLECTIONS = {"changes", "docs", "openapi", "preview", "resolve", "search", "suggest", "themes"}
"""What else stands below `/api/v1/`"""


def fault(number: int, text: str, hint: str) -> CheckMessage:
    return Error(text, hint=hint, id=f"groundwork.P{number:03}")


def wrong_kinds(config: PluginConfig, extensions: Extensions) -> Iterator[CheckMessage]:
    is_public = extensions.routes is not None and extensions.routes.audience is Audience.PUBLIC
    if extensions.kinds and not is_public:
        hint = "Declare `routes` with `audience=Audience.PUBLIC`: a document has an address that answers."
        yield fault(21, f"{config.label} has a kind of document and no public addresses.", hint)
    for kind in extensions.kinds:
        yield from _model(config, kind)
        yield from _names(config, kind)
        yield from _inherited(config, kind)
        yield from _schemas(config, kind)


def _model(config: PluginConfig, kind: Kind[Any]) -> Iterator[CheckMessage]:
    yield from wrong_rows(config, kind.model)
    booleans = boolean_fields(kind.model)
    for name in sorted(set(kind.public_if) - booleans) if booleans is not None else ():
        hint = "`public_if` names boolean fields: a trigger in the database looks at them."
        yield fault(23, f"{config.label}: {kind.model} has no boolean field “{name}”.", hint)
    if kind.succeeded_by and booleans is not None and not _leads_to_its_like(kind):
        hint = "`succeeded_by` names a foreign key to the same model, which may be null."
        yield fault(29, f"{config.label}: “{kind.succeeded_by}” leads to no {kind.model}.", hint)


def _leads_to_its_like(kind: Kind[Any]) -> bool:
    model = apps.get_model(kind.model)
    fields = {field.name: field for field in model._meta.concrete_fields}
    field = fields.get(kind.succeeded_by)
    return isinstance(field, models.ForeignKey) and field.related_model is model and field.null


def wrong_rows(config: PluginConfig, name: str) -> Iterator[CheckMessage]:
    """Tell why `name`, "label.Model", is no model of the plugin whose rows have an id for good."""
    try:
        model = apps.get_model(name)
    except (LookupError, ValueError):
        yield fault(18, f"{config.label} names {name}, which is no model.", 'Write "label.Model".')
        return
    public_id = {field.name: field for field in model._meta.concrete_fields}.get("public_id")
    if not (isinstance(public_id, models.UUIDField) and public_id.unique):
        hint = "Add `public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)`."
        yield fault(22, f"{config.label}: {name} has no public id.", hint)
    if model._meta.app_label != config.label:
        yield fault(24, f"{config.label}: {name} is another app's.", "Name a model of the plugin.")


def boolean_fields(name: str) -> set[str] | None:
    """Return the names of the boolean fields of "label.Model"; None where there is no such model."""
    try:
        fields = apps.get_model(name)._meta.concrete_fields
    except (LookupError, ValueError):
        return None
    return {field.name for field in fields if isinstance(field, models.BooleanField)}


def _names(config: PluginConfig, kind: Kind[Any]) -> Iterator[CheckMessage]:
    from portfolio.publication.schema import KINDS

    for name in (kind.name, kind.collection):
        if not NAME.fullmatch(name):
            hint = "Use 2 to 30 small letters and underscores, a letter first."
            yield fault(25, f"{config.label}: a kind cannot be called “{name}”.", hint)
    others = [other for _, other in _every_kind() if other is not kind]
    ours = set(KINDS) | {f"{kind}s" for kind in KINDS} | {"stories"} | NO_COLLECTIONS
    taken = ours | {name for other in others for name in (other.name, other.collection)}
    for name in sorted({kind.name, kind.collection} & taken):
        yield fault(14, f"{config.label}: the name “{name}” is taken.", "Give it another name.")


def _every_kind() -> list[tuple[PluginConfig, Kind[Any]]]:
    found = []
    for config in registry.enabled():
        try:
            found += [(config, kind) for kind in registry.declared(config).kinds]
        except registry.PluginError:
            continue  # told of where it is looked at itself
    return found


def _inherited(config: PluginConfig, kind: Kind[Any]) -> Iterator[CheckMessage]:
    from portfolio.publication.documents import FACETS

    known = {key for facets in FACETS.values() for key in facets}
    for key in sorted(set(kind.inherited) - known):
        hint = f"There is: {', '.join(sorted(known))}."
        yield fault(26, f"{config.label}: entries have no facet “{key}” to inherit.", hint)
    own = [facet.key for facet in kind.facets]
    for key in sorted({key for key in own if own.count(key) > 1 or key in kind.inherited}):
        yield fault(14, f"{config.label}: the name “{key}” is taken.", "Give it another name.")


def _schemas(config: PluginConfig, kind: Kind[Any]) -> Iterator[CheckMessage]:
    from portfolio.publication.schema import CardFields, Common

    in_cards = {*CardFields.__annotations__, "kind", "url", "path", "sequence", "body"}
    for own, common in ((kind.card, in_cards), (kind.body, {*Common.__annotations__})):
        for key in sorted(own.__annotations__.keys() & common):
            hint = "Every document has it, and Groundwork fills it in. Give yours another name."
            yield fault(27, f"{config.label}: {own.__name__} has a field “{key}”.", hint)
