"""CSL-JSON: the one shape that references have here, and the gate where it is put in order.

Fields are those of the Citation Style Language's data schema that a reference list needs. An ERIC
number has no field there; it lies in `archive` and `archive_location`, as Zotero keeps it.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple, TypedDict, cast

from django.utils.translation import gettext

from . import json_values
from .identifiers import NotAnIdentifierError, is_resolver, parse_identifier, web_address
from .plain_text import one_line, tidy


class Name(TypedDict, total=False):
    """A person has `family` and `given`, perhaps `suffix`; all others have `literal` alone."""

    family: str
    given: str
    suffix: str
    literal: str


# Either year, month and day as far as they are known, or words such as "in press".
Date = TypedDict("Date", {"date-parts": list[list[int]], "literal": str}, total=False)

Csl = TypedDict(
    "Csl",
    {
        "id": str,
        "type": str,
        "title": str,
        "author": list[Name],
        "editor": list[Name],
        "container-title": str,
        "collection-title": str,
        "publisher": str,
        "publisher-place": str,
        "edition": str,
        "issued": Date,
        "accessed": Date,
        "volume": str,
        "issue": str,
        "page": str,
        "number": str,
        "genre": str,
        "abstract": str,
        "keyword": str,
        "language": str,
        "DOI": str,
        "URL": str,
        "ISBN": str,
        "ISSN": str,
        "archive": str,
        "archive_location": str,
    },
    total=False,
)


class Tidied(NamedTuple):
    """The item in order, and a sentence for each part that had to be left out."""

    item: Csl
    left_out: list[str]


TYPES: Final = frozenset(
    [
        *(
            "article",
            "article-journal",
            "article-magazine",
            "article-newspaper",
            "book",
            "chapter",
            "dataset",
        ),
        *("document", "manuscript", "paper-conference", "report", "thesis", "webpage"),
    ]
)
# Other CSL types, and the words of Crossref and OpenAlex, as the nearest type that APA tells apart.
_SAME_TYPE: Final = {
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-series": "book",
    "book-set": "book",
    "component": "document",
    "dissertation": "thesis",
    "edited-book": "book",
    "entry": "chapter",
    "entry-dictionary": "chapter",
    "entry-encyclopedia": "chapter",
    "journal-article": "article-journal",
    "monograph": "book",
    "pamphlet": "report",
    "paper": "paper-conference",
    "periodical": "book",
    "post": "webpage",
    "post-weblog": "webpage",
    "posted-content": "article",
    "preprint": "article",
    "proceedings": "book",
    "proceedings-article": "paper-conference",
    "reference-book": "book",
    "reference-entry": "chapter",
    "report-component": "report",
    "report-series": "report",
    "review": "article-journal",
    "review-book": "article-journal",
    "speech": "paper-conference",
    "standard": "report",
}
_LIMITS: Final = {
    "id": 200,
    "title": 1000,
    "container-title": 500,
    "collection-title": 500,
    "publisher": 500,
    "publisher-place": 200,
    "edition": 100,
    "volume": 50,
    "issue": 50,
    "number": 100,
    "genre": 100,
    "abstract": 10_000,
    "language": 50,
    "archive": 100,
    "archive_location": 100,
}
_NAME_LIMIT: Final = 300
_MOST_NAMES: Final = 5000
_MOST_KEYWORDS: Final = 100
_ERIC: Final = "ERIC"


def tidy_item(raw: Mapping[str, object]) -> Tidied:
    """What of `raw` is known and well-formed, in order; tidying it again changes nothing.

    `type` is always one of TYPES. Text is one plain line of bounded length, and markup is gone from
    it. What has the wrong type counts as absent; what looks like an identifier and is none is told.
    """
    item: dict[str, object] = {}
    for field, limit in _LIMITS.items():
        if words := tidy(json_values.text(raw.get(field)), limit):
            item[field] = words
    item["type"] = _type(raw.get("type"))
    for field, value in (
        ("author", _names(raw.get("author"))),
        ("editor", _names(raw.get("editor"))),
        ("issued", _date(raw.get("issued"))),
        ("accessed", _date(raw.get("accessed"))),
        ("page", _page(raw.get("page"))),
        ("keyword", _keywords(raw.get("keyword"))),
        ("ISSN", _issn(raw.get("ISSN"))),
    ):
        if value:
            item[field] = value
    left_out = [*_add_doi(item, raw), *_add_isbn(item, raw), *_add_address(item, raw)]
    return Tidied(cast("Csl", item), left_out)


def eric_number(item: Csl) -> str:
    return item.get("archive_location", "") if item.get("archive") == _ERIC else ""


def published(item: Csl) -> list[int]:
    """Year, month and day of publication, as far as known."""
    parts = item.get("issued", {}).get("date-parts", [])
    return parts[0] if parts else []


def _type(value: object) -> str:
    name = json_values.text(value).strip().lower()
    return name if name in TYPES else _SAME_TYPE.get(name, "document")


def _names(value: object) -> list[Name]:
    names = (_name(entry) for entry in json_values.sequence(value)[:_MOST_NAMES])
    return [name for name in names if name]


def _name(value: object) -> Name:
    """One name; commas part a suffix off, because no format that we write could keep them inside."""
    if isinstance(value, str):
        return _literal(value)
    parts = json_values.mapping(value)
    if literal := json_values.text(parts.get("literal") or parts.get("name")):
        return _literal(literal)
    family, *from_family = _name_parts(parts, "non-dropping-particle", "family")
    given, *from_given = _name_parts(parts, "given", "dropping-particle")
    suffix, *_ = _name_parts(parts, "suffix")
    if not (family and given):
        return _literal(family or given)
    name = Name(family=family, given=given)
    if suffix := (suffix or " ".join([*from_family, *from_given]))[:_NAME_LIMIT].strip():
        name["suffix"] = suffix
    return name


def _name_parts(parts: Mapping[str, object], *fields: str) -> list[str]:
    joined = " ".join(json_values.text(parts.get(field)) for field in fields)
    return [part.strip() for part in tidy(joined, _NAME_LIMIT).replace(";", ",").split(",")]


def _literal(text: str) -> Name:
    words = re.sub(r"\s*,[\s,]*", ", ", tidy(text, _NAME_LIMIT)).strip(", ")
    return Name(literal=words) if words else Name()


def _date(value: object) -> Date:
    """From CSL's parts or from text such as 2020-05-01, "2020", "in press"; a range counts from its start."""
    parts = json_values.mapping(value)
    if not parts:
        return _date_in_words(json_values.text(value))
    numbers = json_values.sequence(next(iter(json_values.sequence(parts.get("date-parts"))), None))
    found = [json_values.text(number).strip() for number in numbers[:3]]
    if found and re.fullmatch(r"\d{1,4}", found[0], re.ASCII):
        rest = [int(number) if re.fullmatch(r"\d{1,2}", number, re.ASCII) else 0 for number in found[1:]]
        return _real_date(int(found[0]), *rest)
    return _date_in_words(json_values.text(parts.get("literal") or parts.get("raw")))


def _date_in_words(text: str) -> Date:
    words = tidy(text, 40)
    numbers = re.match(r"(\d{4})(?!\d)(?:[-/.](\d{1,2})(?!\d))?(?:[-/.](\d{1,2})(?!\d))?", words, re.ASCII)
    if numbers:
        year, *rest = (int(number or 0) for number in numbers.groups())
        return _real_date(year, *rest)
    if within := re.search(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)", words, re.ASCII):
        return {"date-parts": [[int(within.group())]]}
    if not any(letter.isalpha() for letter in words) or re.fullmatch(r"(?i)n\. ?d\.|no date|undated", words):
        return {}
    return {"literal": words}


def _real_date(year: int, month: int = 0, day: int = 0) -> Date:
    if year < 1:
        return {}
    if not 1 <= month <= 12:
        return {"date-parts": [[year]]}
    try:
        date(year, month, day)
    except ValueError:
        return {"date-parts": [[year, month]]}
    return {"date-parts": [[year, month, day]]}


def _page(value: object) -> str:
    return re.sub(r"\s*[-‐‑‒–—]+\s*", "-", tidy(json_values.text(value), 50)).strip("-")


def _keywords(value: object) -> str:
    joined = ",".join(json_values.texts(value))
    words = (tidy(word, 100) for word in re.split(r"[,;]", joined[:20_000]))
    apart = (one_line(re.sub(r"[,;]", " ", word)) for word in words)
    return ", ".join([word for word in apart if word][:_MOST_KEYWORDS])


def _issn(value: object) -> str:
    for words in json_values.texts(value):
        if found := re.search(r"(?<!\d)(\d{4})-?(\d{3}[\dXx])(?!\d)", words, re.ASCII):
            return f"{found.group(1)}-{found.group(2).upper()}"
    return ""


def _add_doi(item: dict[str, object], raw: Mapping[str, object]) -> list[str]:
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


def _add_isbn(item: dict[str, object], raw: Mapping[str, object]) -> list[str]:
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


def _add_address(item: dict[str, object], raw: Mapping[str, object]) -> list[str]:
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
        item.update(archive=_ERIC, archive_location=identifier.value)
    if not (identifier.kind == "doi" and is_resolver(address)):
        item["URL"] = address
    return []
