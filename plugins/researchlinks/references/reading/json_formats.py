"""CSL-JSON, and the JSON that ERIC, Crossref and OpenAlex answer; each record is told by its own look."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext

from .. import crossref, eric, json_values, openalex
from .results import Problem, Record, too_many, whole_file


def records(text: str, most: int) -> Iterator[Record | Problem]:
    try:
        content = json_values.decoded(text)
    except json_values.NotJsonError as error:
        what = gettext("%(error)s. Export it once more, and add the whole file.")
        yield Problem(whole_file(), what % {"error": str(error).rstrip(".")})
        return
    entries = _entries(content)
    if len(entries) > most:
        yield too_many(most)
        return
    if not entries:
        yield Problem(whole_file(), gettext("The JSON holds no references."))
    for number, entry in enumerate(entries, start=1):
        where = gettext("entry %(number)d") % {"number": number}
        if not isinstance(entry, dict):
            yield Problem(where, gettext("This is not a reference, but a value that stands alone."))
            continue
        name = json_values.text(entry.get("id") or entry.get("DOI"))[:80]
        yield Record(f"{where} (“{name}”)" if name else where, _fields(entry))


def _entries(content: object) -> list[object]:
    """The records inside whatever an API, or a program, wraps round them."""
    if isinstance(content, list):
        return content
    for path in (("response", "docs"), ("message", "items"), ("results",), ("items",)):
        if isinstance(found := json_values.at(content, *path), list):
            return found
    message = json_values.at(content, "message")
    return [message if isinstance(message, dict) else content]


def _fields(entry: dict[str, object]) -> dict[str, object]:
    name = json_values.text(entry.get("id"))
    if "publicationdateyear" in entry or (re.fullmatch(r"E[JD]\d{6,7}", name) and "type" not in entry):
        return eric.fields(entry)
    if "authorships" in entry or name.startswith("https://openalex.org/"):
        return openalex.fields(entry)
    if isinstance(entry.get("title"), list) or "reference-count" in entry:
        return crossref.fields(entry)
    return entry
