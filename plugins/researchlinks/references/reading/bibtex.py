"""BibTeX and BibLaTeX, split into entries by bibtexparser 2, which goes on after a broken one."""

import re
from collections.abc import Iterator
from typing import Final

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
)
from django.utils.translation import gettext

from .. import latex
from .results import Problem, Record, at_line

TYPES: Final = {
    "article": "article-journal", "book": "book", "booklet": "book", "collection": "book",
    "conference": "paper-conference", "dataset": "dataset", "electronic": "webpage", "inbook": "chapter",
    "incollection": "chapter", "inproceedings": "paper-conference", "inreference": "chapter",
    "manual": "report", "mastersthesis": "thesis", "mvbook": "book", "online": "webpage",
    "phdthesis": "thesis", "periodical": "book", "proceedings": "book", "report": "report",
    "techreport": "report",
    "thesis": "thesis", "unpublished": "manuscript", "www": "webpage",
}  # fmt: skip
SUBTYPES: Final = {
    "magazine": "article-magazine",
    "newspaper": "article-newspaper",
    "preprint": "article",
    "document": "document",
}
_GENRES: Final = {"phdthesis": "Doctoral dissertation", "mastersthesis": "Master's thesis"}
_FIELDS: Final = {
    "title": ("title",),
    "container-title": ("journal", "journaltitle", "booktitle"),
    "collection-title": ("series",),
    "publisher": ("publisher", "institution", "school", "organization"),
    "publisher-place": ("address", "location"),
    "edition": ("edition",),
    "volume": ("volume",),
    "page": ("pages",),
    "genre": ("type",),
    "abstract": ("abstract",),
    "keyword": ("keywords",),
    "language": ("language", "langid"),
    "ISSN": ("issn",),
    "ISBN": ("isbn",),
    "accessed": ("urldate",),
    "archive": ("eprinttype", "archiveprefix"),
    "archive_location": ("eprint",),
}
_LONGEST_FIELD: Final = 100_000
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def records(text: str) -> Iterator[Record | Problem]:
    for block in parse_string(text).blocks:
        if isinstance(block, DuplicateFieldKeyBlock | DuplicateBlockKeyBlock):
            block = block.ignore_error_block or block
        line = (block.start_line or 0) + 1
        if isinstance(block, Entry):
            where = gettext("line %(line)d, entry “%(key)s”") % {"line": line, "key": block.key}
            yield Record(where, _fields(block))
        elif isinstance(block, ParsingFailedBlock):
            told = gettext(
                "The entry that begins with “%(opening)s” is not complete. Look for a brace or quotation "
                "mark left open."
            )
            yield Problem(at_line(line), told % {"opening": _opening(block)})
        elif isinstance(block, ImplicitComment) and re.match(r"\s*@[A-Za-z]", block.comment):
            told = gettext("The entry that begins with “%(opening)s” has no braces round its fields.")
            yield Problem(at_line(line), told % {"opening": _opening(block)})


def _opening(block: Block) -> str:
    return (block.raw or "").strip().splitlines()[0][:60]


def _fields(entry: Entry) -> dict[str, object]:
    source = {field.key.lower(): str(field.value)[:_LONGEST_FIELD] for field in entry.fields}
    fields: dict[str, object] = {name: latex.plain(_first(source, *keys)) for name, keys in _FIELDS.items()}
    kind = entry.entry_type.lower()
    csl_type = SUBTYPES.get(source.get("entrysubtype", "").lower()) or TYPES.get(kind) or _other_type(source)
    return {
        **fields,
        **_numbers(source, csl_type),
        "id": entry.key,
        "type": csl_type,
        "genre": fields["genre"] or _GENRES.get(kind, ""),
        "author": _names(source.get("author", "")),
        "editor": _names(source.get("editor", "")),
        "issued": _date(source),
        "DOI": latex.verbatim(source.get("doi", "")),
        "URL": latex.verbatim(_first(source, "url") or _address_in(source.get("howpublished", ""))),
    }


def _first(source: dict[str, str], *keys: str) -> str:
    return next((source[key] for key in keys if source.get(key)), "")


def _other_type(source: dict[str, str]) -> str:
    return "webpage" if _first(source, "url", "howpublished") and not source.get("doi") else "document"


def _address_in(text: str) -> str:
    found = re.search(r"https?://[^\s{}]+", text)
    return found.group() if found else ""


def _numbers(source: dict[str, str], csl_type: str) -> dict[str, object]:
    """`number` is the issue of an article, and the number of all else; an article's own is its `eid`."""
    number, issue = latex.plain(source.get("number", "")), latex.plain(source.get("issue", ""))
    if csl_type.startswith("article"):
        return {"issue": number or issue, "number": latex.plain(source.get("eid", ""))}
    return {"issue": issue, "number": number}


def _date(source: dict[str, str]) -> object:
    if full := source.get("date"):
        return latex.plain(full)
    year, month, day = (latex.plain(source.get(part, "")).strip() for part in ("year", "month", "day"))
    if not re.fullmatch(r"\d{1,4}", year, re.ASCII):
        return year
    return {"date-parts": [[year, *_month(month, day)]]}


def _month(month: str, day: str) -> list[str]:
    """Number of the month and day, out of "5", "May", "may # 3" and their like."""
    words = re.findall(r"[A-Za-z]+|\d+", month.lower())
    numbers = [word for word in words if word.isdigit()]
    named = [str(_MONTHS.index(word[:3]) + 1) for word in words if word[:3] in _MONTHS]
    return [*named, *numbers, *([day] if day else [])][:2]


def _names(text: str) -> list[dict[str, object]]:
    text = " ".join(text.split())
    if ";" in text and " and " not in text and len(text) < 5000:
        text = re.sub(r"\s*;\s*(?![^{]*\})", " and ", text.strip("; "))
    return [_name(name) for name in split_multiple_persons_names(text) if name.lower() != "others"]


def _name(text: str) -> dict[str, object]:
    if _is_braced(text):  # an organization, commas and all
        return {"literal": latex.plain(text)}
    try:
        parts = parse_single_name_into_parts(text, strict=False)
    except InvalidNameError:
        return {"literal": latex.plain(text)}
    family = latex.plain(" ".join([*parts.von, *parts.last]))
    if not parts.first:
        return {"literal": family}
    return {
        "family": family,
        "given": latex.plain(" ".join(parts.first)),
        "suffix": latex.plain(" ".join(parts.jr)),
    }


def _is_braced(text: str) -> bool:
    """Whether one pair of braces holds all of `text`."""
    depth = 0
    for place, sign in enumerate(text):
        if sign in "{}" and text[place - 1 : place] != "\\":
            depth += 1 if sign == "{" else -1
        if depth == 0:
            return place == len(text) - 1 and place > 0
    return False
