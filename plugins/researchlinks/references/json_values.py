"""JSON from elsewhere, read without trust: what has the wrong type counts as absent."""

import json

from django.utils.translation import gettext


class NotJsonError(ValueError):
    """The content is no JSON that can be read; the message says why, in plain words."""


def decoded(content: bytes | str) -> object:
    """The value that the content holds.

    Raises NotJsonError, also for what is nested too deep for Python to follow.
    """
    try:
        value: object = json.loads(content)
    except RecursionError as error:
        raise NotJsonError(gettext("The JSON is nested too deep to be a reference.")) from error
    except ValueError as error:
        raise NotJsonError(gettext("This is not complete JSON: %(error)s") % {"error": error}) from error
    return value


def mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> list[object]:
    """A list as it is; a single value as a list of one; nothing as an empty list."""
    if isinstance(value, list):
        return value
    return [] if value is None or value == "" else [value]


def text(value: object) -> str:
    """A string or number as text; of a list, its first."""
    if isinstance(value, list):
        return text(value[0]) if value and not isinstance(value[0], list) else ""
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return f"{value:g}" if value == value and abs(value) < 1e15 else ""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**15 else ""
    return value if isinstance(value, str) else ""


def texts(value: object) -> list[str]:
    return [found for found in map(text, sequence(value)) if found]


def at(value: object, *keys: str) -> object:
    """What lies under a path of keys, or None."""
    for key in keys:
        value = mapping(value).get(key)
    return value
