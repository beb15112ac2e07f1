"""What a work is known by: DOI, ISBN, web address. Each is added to the item, or told to be none."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext

from .. import json_values
from ..csl import ERIC
from ..identifiers import NotAnIdentifierError, is_resolver, parse_identifier, web_address
from ..plain_text import one_line


def add_doi(item: dict[str, object], raw: Mapping[str, object]) -> list[str]:
    text = one_line(json_values.text(raw.get("DOI"))[:3000])
    if not text:
        return []
    try:
        identifier = parse_identifier(text if text.startswith(("http", "doi", "DOI")) else f"doi:{text}")
    except NotAnIdentifierError as error:
        return [str(error)]
    if identifier.kind != "doi":
        told = gettext("“%(text)s” is not a DOI, which would look like 10.1234/abc.")
        return [told % {"text": text[:80]}]
    item["DOI"] = identifier.value
    return []


def add_isbn(item: dict[str, object], raw: Mapping[str, object]) -> list[str]:
    """The first ISBN that is one; the rest is told only where none is."""
    wrong: list[str] = []
    for text in json_values.texts(raw.get("ISBN")):
        for number in re.split(r"[,;]|\s(?=97[89])", text[:500]):
            try:
                item["ISBN"] = parse_identifier(f"ISBN {one_line(number)}").value
            except NotAnIdentifierError as error:
                wrong.append(str(error))
            else:
                return []
    return wrong[:1]


def add_address(item: dict[str, object], raw: Mapping[str, object]) -> list[str]:
    """The web address, unless it is the DOI once more; a DOI or ERIC number in it is taken out."""
    text = one_line(json_values.text(raw.get("URL"))[:3000])
    if not text:
        return []
    try:
        address = web_address(text)
        identifier = parse_identifier(address)
    except NotAnIdentifierError as error:
        return [str(error)]
    if identifier.kind == "doi":
        item.setdefault("DOI", identifier.value)
    if identifier.kind == "eric" and "archive" not in item:
        item.update(archive=ERIC, archive_location=identifier.value)
    if not (identifier.kind == "doi" and is_resolver(address)):
        item["URL"] = address
    return []
