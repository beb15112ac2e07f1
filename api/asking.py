"""What a request asks for, read by the very parameters that describe it.

Nothing is ignored: an unknown name, a value that does not fit, a second value where there can be one
are each answered with what would have been right.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache
from typing import Any
from uuid import UUID

from django.http import QueryDict

from api.parameters import Parameter
from api.problems import Problem

MOST_VALUES = 50
"""No parameter is given more often"""
_INTEGER = re.compile(r"-?[0-9]{1,19}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}"
    r"(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)

Check = Callable[[str], Any]


class _Unfit(Exception):
    """A value does not fit; the text says what would."""


def asked(parameters: Sequence[Parameter], query: QueryDict, in_path: Mapping[str, Any]) -> dict[str, Any]:
    """Return the value of every parameter that was given or has a default: a list where it may repeat.

    Raises Problem.
    """
    known = {parameter.name: parameter for parameter in parameters}
    for name in query:
        if name not in known or known[name].place != "query":
            raise Problem(400, _unknown(name, known), parameter=name[:100])
    values: dict[str, Any] = {}
    for name, parameter in known.items():
        given = [str(in_path[name])] if parameter.place == "path" else query.getlist(name)
        if given:
            values[name] = _value(parameter, given)
        elif parameter.required:
            raise Problem(400, f"“{name}” is needed here. {parameter.description}", parameter=name)
        elif "default" in parameter.schema:
            values[name] = parameter.schema["default"]
    return values


def _unknown(name: str, known: Mapping[str, Parameter]) -> str:
    names = sorted(name for name, parameter in known.items() if parameter.place == "query")
    close = get_close_matches(name[:100], names, 1)
    hint = f"Did you mean “{close[0]}”? " if close else ""
    offered = f"There is: {', '.join(names)}." if names else "Nothing can be asked here."
    return f"There is no “{name[:100]}” here. {hint}{offered}"


def _value(parameter: Parameter, given: list[str]) -> Any:
    if len(given) > (MOST_VALUES if parameter.repeatable else 1):
        most = f"{MOST_VALUES} times" if parameter.repeatable else "once"
        raise Problem(400, f"“{parameter.name}” can be given {most} at most.", parameter=parameter.name)
    check = _check_of(parameter)
    try:
        values = [check(text) for text in given]
    except _Unfit as unfit:
        raise Problem(400, f"“{parameter.name}” {unfit}", parameter=parameter.name) from None
    return list(dict.fromkeys(values)) if parameter.repeatable else values[0]


@cache
def _checks() -> dict[int, tuple[Parameter, Check]]:
    return {}


def _check_of(parameter: Parameter) -> Check:
    """Return what reads a value of `parameter`, worked out once."""
    kept = _checks().get(id(parameter))
    if kept is None:
        kept = _checks()[id(parameter)] = (parameter, _check(parameter.schema))
    return kept[1]


def _check(schema: Mapping[str, Any]) -> Check:
    if schema.get("type") == "integer":
        return _integer(schema)
    if schema.get("type") == "array":
        return _array(schema)
    if "enum" in schema:
        return _choice(schema["enum"])
    if "anyOf" in schema:
        return _any_of(schema)
    return _text(schema)


def _integer(schema: Mapping[str, Any]) -> Check:
    least, most = schema.get("minimum"), schema.get("maximum")

    def check(text: str) -> int:
        number = int(text) if _INTEGER.fullmatch(text) else None
        if number is None or (least is not None and number < least) or (most is not None and number > most):
            raise _Unfit(f"has to be a whole number from {least} to {most}.")
        return number

    return check


def _array(schema: Mapping[str, Any]) -> Check:
    item, most = _check(schema["items"]), schema["maxItems"]

    def check(text: str) -> tuple[Any, ...]:
        parts = text.split(",")
        if len(parts) > most:
            raise _Unfit(f"can name {most} at most.")
        return tuple(dict.fromkeys(item(part.strip()) for part in parts))

    return check


def _choice(values: Sequence[str]) -> Check:
    allowed = frozenset(values)

    def check(text: str) -> str:
        if text not in allowed:
            raise _Unfit(f"has to be one of: {', '.join(values)}.")
        return text

    return check


def _text(schema: Mapping[str, Any]) -> Check:
    pattern, longest = re.compile(schema.get("pattern", "")), schema.get("maxLength", 1000)
    read = _FORMATS.get(schema.get("format", ""))

    def check(text: str) -> Any:
        if len(text) > longest:
            raise _Unfit(f"can be {longest} characters long at most.")
        if "\x00" in text:
            raise _Unfit("holds a character that no text has (NUL). Leave it out.")
        if not pattern.search(text) or (pattern.pattern.endswith("$") and "\n" in text):
            raise _Unfit("is not written as it has to be.")
        return read(text) if read else text

    return check


def _any_of(schema: Mapping[str, Any]) -> Check:
    longest = schema.get("maxLength", 100)
    checks = [_check({"type": "string", "maxLength": longest, **option}) for option in schema["anyOf"]]

    def check(text: str) -> Any:
        reasons: list[str] = []
        for each in checks:
            try:
                return each(text)
            except _Unfit as unfit:
                reasons.append(str(unfit))
        raise _Unfit(" Or it ".join(dict.fromkeys(reasons)))

    return check


def _uuid(text: str) -> UUID:
    if not _UUID.fullmatch(text):
        raise _Unfit("has to be an id such as 1b4e28ba-2fa1-11d2-883f-0016d3cca427.")
    return UUID(text)


def _date(text: str) -> datetime:
    return _read_moment(text if _DATE.fullmatch(text) else "")


def _date_time(text: str) -> datetime:
    return _read_moment(text if _MOMENT.fullmatch(text) else "")


def _read_moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.upper().replace(" ", "T"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _Unfit("has to be a time such as 2026-11-25T14:00:00Z, or a date such as 2026-11-25.") from None


_FORMATS: dict[str, Callable[[str], Any]] = {"uuid": _uuid, "date": _date, "date-time": _date_time}
