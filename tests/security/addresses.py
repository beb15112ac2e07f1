"""Every address of the admin, filled in with the numbers of someone else's things."""

import itertools
import re
from collections.abc import Iterator

from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry as bulk_actions

MODELS = [
    ("wagtailcore", "page"), ("portfolio", "innovationpage"), ("portfolio", "storypage"),
    ("portfolio", "picture"), ("portfolio", "file"), ("portfolio", "person"), ("portfolio", "consent"),
    ("portfolio", "organisation"), ("portfolio", "user"), ("taggit", "tag"),
]  # fmt: skip
APP_ARGUMENTS = {"app_label", "app_name", "content_type_app_name"}
MODEL_ARGUMENTS = {"model_name", "content_type_model_name"}
WORDS = {
    "filter_spec": ["max-165x165"], "action_name": ["approve", "copy"], "session_id": ["1"],
    "revision_id_a": ["earliest", "live"], "revision_id_b": ["latest"], "uidb64": ["MQ"], "token": ["x"],
}  # fmt: skip
BROKEN_ON_PURPOSE = {"wagtailadmin_error_test"}
LEAVES = {"wagtailadmin_logout"}
"""Signing out would end the walk."""


def _patterns(
    resolver: URLResolver, names: tuple[str, ...], route: str
) -> Iterator[tuple[str, str, set[str]]]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        arguments = set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            space = (*names, pattern.namespace) if pattern.namespace else names
            yield from ((n, r, arguments | a) for n, r, a in _patterns(pattern, space, here))
        else:
            yield ":".join([*names, pattern.name or ""]), here, arguments


def admin_patterns(prefix: str = "admin/") -> list[tuple[str, str, set[str]]]:
    """Return name, route and arguments of each address below the admin."""
    found = [row for row in _patterns(get_resolver(), (), "") if row[1].startswith(prefix)]
    return [row for row in found if row[0] not in BROKEN_ON_PURPOSE | LEAVES]


def fillings(arguments: set[str], number: int) -> Iterator[dict[str, str]]:
    """Return the ways to fill in `arguments` so that they mean the thing with this number."""
    apps, models = arguments & APP_ARGUMENTS, arguments & MODEL_ARGUMENTS
    rest = sorted(arguments - APP_ARGUMENTS - MODEL_ARGUMENTS - {"action"})
    choices = [WORDS.get(name, [str(number)]) for name in rest]
    kinds = [{}]
    if "action" in arguments:
        kinds = bulk()
    elif models:
        kinds = [dict.fromkeys(apps, app) | dict.fromkeys(models, model) for app, model in MODELS]
    for kind, values in itertools.product(kinds, itertools.product(*choices)):
        yield kind | dict(zip(rest, values, strict=True))


def addresses(number: int) -> Iterator[str]:
    """Return every address of the admin with `number` wherever it takes one.

    An address that cannot be filled in fails the walk: then this file has to learn its argument.
    """
    for name, route, arguments in admin_patterns():
        if not arguments:
            yield "/" + re.sub(r"[\^$]|\.\*", "", route)
            continue
        filled = [_reversed(name, filling) for filling in fillings(arguments, number)]
        if not any(filled):
            raise AssertionError(f"The walk does not know how to fill in {route}")
        yield from filter(None, filled)


def _reversed(name: str, filling: dict[str, str]) -> str | None:
    for values in (
        filling,
        {key: int(value) if value.isdigit() else value for key, value in filling.items()},
    ):
        try:
            return reverse(name, kwargs=values)
        except NoReverseMatch:
            continue
    return None


def bulk() -> list[dict[str, str]]:
    """Return the arguments of every bulk action that Wagtail has registered."""
    bulk_actions.get_bulk_actions_for_model("wagtailcore", "page")  # it looks for them when first asked
    return [
        {"app_label": app, "model_name": model, "action": action}
        for app, models in bulk_actions.actions.items()
        for model, actions in models.items()
        for action in actions
    ]
