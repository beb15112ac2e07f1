"""What a submitted form points at: a number typed in by hand opens no picture, file, person or draft."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portfolio.models.media import Consent, File, Picture
from portfolio.models.people import Person
from portfolio.tenancy.doors import nameable_pages
from portfolio.tenancy.spaces import sees_all_districts

Target = tuple[type[Model], str]

KEPT_APART: tuple[type[Model], ...] = (Page, Picture, File, Person, Consent)


def points_at_others_things(form: Any) -> bool:
    """Whether `form`, as submitted, names something that its user may not choose.

    What the entry named before is no matter: someone who may have put it there. The form need not be
    valid: one that is shown again would show what it names.
    """
    user = form.for_user
    if not form.is_bound or user is None or sees_all_districts(user):
        return False
    asked: dict[type[Model], set[str]] = defaultdict(set)
    for target in set(_submitted(form)) - set(_named_before(form)):
        asked[target[0]].add(target[1])
    return any(_visible(model, user).filter(pk__in=keys).count() < len(keys) for model, keys in asked.items())


def _visible(model: type[Model], user: Any) -> QuerySet[Any]:
    if model is Page:
        return Page.objects.filter(nameable_pages(user))
    policy = policy_registry.get_by_type(model)
    return policy.instances_user_has_any_permission_for(user, ["choose", "change"])


def _forms_in(form: Any) -> Iterator[Any]:
    yield form
    for formset in form.formsets.values():
        yield from formset.forms


def _submitted(form: Any) -> Iterator[Target]:
    for part in _forms_in(form):
        for name, field in part.fields.items():
            value = field.widget.value_from_datadict(part.data, part.files, part.add_prefix(name))
            yield from _targets(part._meta.model, name, field, value)


def _named_before(form: Any) -> Iterator[Target]:
    """Return what the form began with: what the newest version names."""
    for part in _forms_in(form):
        for name, field in part.fields.items():
            yield from _targets(part._meta.model, name, field, part.initial.get(name))


def _targets(model: type[Model], name: str, field: forms.Field, value: Any) -> Iterator[Target]:
    if not value:
        return
    if isinstance(field, forms.ModelChoiceField):
        chosen = value if isinstance(value, list | tuple | QuerySet) else [value]
        found = [(field.queryset.model, getattr(row, "pk", row)) for row in chosen]
    else:
        source = next((f for f in model._meta.get_fields() if f.name == name), None)
        extract = getattr(source, "extract_references", None)
        found = [(kind, key) for kind, key, *_ in extract(value)] if extract else []
    for kind, key in found:
        for apart in KEPT_APART:
            if issubclass(kind, apart) and str(key).isdecimal():
                yield apart, str(key)
