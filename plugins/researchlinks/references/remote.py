"""What Crossref, OpenAlex and ERIC say about a work: addresses to ask, and answers understood.

Nothing here asks the network. Whoever does so fetches a lookup's address, and hands the bytes over.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from urllib.parse import quote, urlencode

from django.utils.translation import gettext

from . import crossref, eric, openalex
from .csl import Csl, eric_number
from .identifiers import Identifier, NotAnIdentifierError, parse_identifier, web_address
from .json_values import NotJsonError, at, decoded, sequence, text, texts
from .tidying import tidy_item

Source = Literal["Crossref", "OpenAlex", "ERIC"]

LARGEST = 10 * 1024 * 1024
_RETRACTIONS: Final = ("retraction", "removal", "withdrawal")
_RETRACTED_TITLE = re.compile(
    r"[\[(]?\s*(?:retracted|withdrawn|removed)(?: article| paper)?\s*[:\])]", re.IGNORECASE
)
_ERIC_FIELDS: Final = (
    "id,title,author,source,sourceid,publicationdateyear,description,subject,peerreviewed,publicationtype,"
    "publisher,institution,issn,isbn,language,url,e_fulltextauth"
)


class RemoteAnswerError(ValueError):
    """The answer is not what the source promises; the message names the source, in plain words."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """An address in the API of a source. ERIC and Crossref's ISBN search answer with a list of one."""

    source: Source
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a source says. `open_access_url` is empty, and `is_peer_reviewed` None, where it says nothing."""

    csl: Csl
    is_retracted: bool
    open_access_url: str
    is_peer_reviewed: bool | None
    identifiers: list[Identifier]


def lookups(identifier: Identifier) -> list[Lookup]:
    """Whom to ask about the work, in the order to try; nobody knows a bare web address."""
    value = quote(identifier.value, safe="")
    if identifier.kind == "doi":
        return [
            Lookup("Crossref", f"https://api.crossref.org/works/{value}"),
            Lookup("OpenAlex", f"https://api.openalex.org/works/doi:{quote(identifier.value, safe='/:;()')}"),
        ]
    if identifier.kind == "openalex":
        return [Lookup("OpenAlex", f"https://api.openalex.org/works/{value}")]
    if identifier.kind == "eric":
        query = {"search": f"id:{identifier.value}", "format": "json", "rows": 1, "fields": _ERIC_FIELDS}
        return [Lookup("ERIC", f"https://api.ies.ed.gov/eric/?{urlencode(query, safe=':,')}")]
    if identifier.kind == "isbn":
        kinds = "type:book,type:monograph,type:edited-book,type:reference-book"
        return [Lookup("Crossref", f"https://api.crossref.org/works?filter=isbn:{value},{kinds}&rows=1")]
    return []


def read_answer(source: Source, content: bytes) -> Found | None:
    """What the source found, or None where it knows no such work.

    Raises RemoteAnswerError where the answer is not of the shape that the source documents. Parts
    that are missing or have the wrong type count as not said.
    """
    if len(content) > LARGEST:
        told = gettext("%(source)s answered with more than 10 MB, which cannot be one work.")
        raise RemoteAnswerError(told % {"source": source})
    try:
        answer = decoded(content)
    except NotJsonError as error:
        told = gettext("%(source)s answered with something other than JSON. Try again later.")
        raise RemoteAnswerError(told % {"source": source}) from error
    if not isinstance(answer, dict):
        told = gettext("%(source)s answered in a form that is not known here. Try again later.")
        raise RemoteAnswerError(told % {"source": source})
    return _READERS[source](answer)


def _from_crossref(answer: dict[str, object]) -> Found | None:
    work = at(answer, "message")
    if not isinstance(work, dict):
        raise RemoteAnswerError(gettext("Crossref answered without a work. Try again later."))
    if isinstance(items := work.get("items"), list):
        work = items[0] if items else None
    if not isinstance(work, dict):
        return None
    csl = tidy_item(crossref.fields(work)).item
    if "title" not in csl:
        return None
    same_work = [text(at(entry, "id")) for entry in _related(work, "is-same-as", "is-identical-to")]
    return Found(
        csl=csl,
        is_retracted=_crossref_retracted(work, csl),
        open_access_url=_crossref_open_access(work),
        is_peer_reviewed=None,
        identifiers=_identifiers(csl, same_work),
    )


def _crossref_retracted(work: dict[str, object], csl: Csl) -> bool:
    """Retracted by another record, or in its own.

    `update-to` stands in the notice, not in what it retracts; it counts only where a work gives
    notice of itself. Publishers that register neither still put the word before the title.
    """
    updates = [entry for entry in sequence(work.get("updated-by")) if _is_retraction(entry)]
    own = [
        entry
        for entry in sequence(work.get("update-to"))
        if _is_retraction(entry) and text(at(entry, "DOI")).lower() == csl.get("DOI")
    ]
    related = _related(work, "is-retracted-by", "is-withdrawn-by")
    return bool(updates or own or related) or _says_retracted(csl)


def _is_retraction(update: object) -> bool:
    return text(at(update, "type")).lower() in _RETRACTIONS


def _says_retracted(csl: Csl) -> bool:
    return _RETRACTED_TITLE.match(csl.get("title", "")) is not None


def _related(work: dict[str, object], *relations: str) -> list[object]:
    return [entry for relation in relations for entry in sequence(at(work, "relation", relation))]


def _crossref_open_access(work: dict[str, object]) -> str:
    """The work's page, where a Creative Commons licence has begun to hold."""
    for licence in sequence(work.get("license")):
        begins = text(at(licence, "start", "date-time"))[:10]
        is_open = "creativecommons.org/" in text(at(licence, "URL")).lower()
        if is_open and begins <= date.today().isoformat():
            return _address(at(work, "resource", "primary", "URL")) or _address(work.get("URL"))
    return ""


def _from_openalex(answer: dict[str, object]) -> Found | None:
    work: object = answer
    if isinstance(results := answer.get("results"), list):
        work = results[0] if results else None
    if not isinstance(work, dict) or "error" in work:
        return None
    csl = tidy_item(openalex.fields(work)).item
    if "title" not in csl:
        return None
    others = [text(at(work, "ids", name)) for name in ("openalex", "doi")]
    return Found(
        csl=csl,
        is_retracted=work.get("is_retracted") is True or _says_retracted(csl),
        open_access_url=_address(at(work, "open_access", "oa_url")),
        is_peer_reviewed=None,
        identifiers=_identifiers(csl, [*others, text(work.get("id"))]),
    )


def _from_eric(answer: dict[str, object]) -> Found | None:
    records = at(answer, "response", "docs")
    if not isinstance(records, list):
        raise RemoteAnswerError(gettext("ERIC answered without a list of records. Try again later."))
    record = records[0] if records else None
    if not isinstance(record, dict):
        return None
    csl = tidy_item(eric.fields(record)).item
    if "title" not in csl:
        return None
    has_full_text = eric.is_true(record.get("e_fulltextauth")) is True
    return Found(
        csl=csl,
        is_retracted=_says_retracted(csl),
        open_access_url=_full_text(csl) if has_full_text else "",
        is_peer_reviewed=eric.is_true(record.get("peerreviewed")),
        identifiers=_identifiers(csl, texts(record.get("url"))),
    )


def _full_text(csl: Csl) -> str:
    """ERIC keeps the whole text of what it may show, under the record's number."""
    numbers = [identifier.value for identifier in _identifiers(csl, []) if identifier.kind == "eric"]
    return f"https://files.eric.ed.gov/fulltext/{numbers[0]}.pdf" if numbers else ""


def _identifiers(csl: Csl, others: list[str]) -> list[Identifier]:
    """All that the work is known by, each once; web addresses only where one names it for certain."""
    stated = [csl.get("DOI", ""), eric_number(csl), csl.get("ISBN", ""), *others]
    found: list[Identifier] = []
    for words in filter(None, stated):
        try:
            identifier = parse_identifier(words)
        except NotAnIdentifierError:
            continue
        if identifier.kind != "url" and identifier not in found:
            found.append(identifier)
    return found


def _address(value: object) -> str:
    try:
        return web_address(text(value))
    except NotAnIdentifierError:
        return ""


_READERS: Final[dict[str, Callable[[dict[str, object]], Found | None]]] = {
    "Crossref": _from_crossref,
    "OpenAlex": _from_openalex,
    "ERIC": _from_eric,
}
