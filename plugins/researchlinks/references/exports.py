"""References as files that Zotero, EndNote and LaTeX read, and `reading` reads back as they were."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from . import latex
from .csl import Csl, Date, Name
from .reading.bibtex import SUBTYPES
from .tidying import tidy_item

_BIBTEX_TYPES: Final = {
    "article": "misc", "article-journal": "article", "article-magazine": "article",
    "article-newspaper": "article", "book": "book", "chapter": "incollection", "dataset": "dataset",
    "document": "misc", "manuscript": "unpublished", "paper-conference": "inproceedings",
    "report": "techreport", "thesis": "thesis", "webpage": "online",
}  # fmt: skip
_BIBTEX_SUBTYPES: Final = {csl_type: subtype for subtype, csl_type in SUBTYPES.items()}
_BIBTEX_FIELDS: Final = {
    "title": "title", "collection-title": "series", "publisher-place": "address", "edition": "edition",
    "volume": "volume", "genre": "type", "abstract": "abstract", "keyword": "keywords",
    "language": "language", "ISBN": "isbn", "ISSN": "issn", "archive": "eprinttype",
    "archive_location": "eprint",
}  # fmt: skip
_RIS_TYPES: Final = {
    "article": "INPR", "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS",
    "book": "BOOK", "chapter": "CHAP", "dataset": "DATA", "document": "GEN", "manuscript": "UNPB",
    "paper-conference": "CPAPER", "report": "RPRT", "thesis": "THES", "webpage": "ELEC",
}  # fmt: skip
_RIS_FIELDS: Final = {
    "ID": "id", "TI": "title", "T2": "container-title", "T3": "collection-title", "PB": "publisher",
    "CY": "publisher-place", "ET": "edition", "VL": "volume", "IS": "issue", "M3": "genre", "AB": "abstract",
    "LA": "language", "DO": "DOI", "UR": "URL", "DB": "archive", "AN": "archive_location",
}  # fmt: skip


def as_csl_json(items: Sequence[Csl]) -> str:
    return json.dumps([_in_order(item) for item in items], ensure_ascii=False, indent=2) + "\n"


def as_ris(items: Sequence[Csl]) -> str:
    """RIS in UTF-8, with CRLF as the format asks for."""
    records = ("".join(f"{tag}  - {value}\r\n" for tag, value in _ris(_in_order(item))) for item in items)
    return "".join(f"{record}ER  - \r\n\r\n" for record in records)


def as_bibtex(items: Sequence[Csl]) -> str:
    """BibTeX in UTF-8, with BibLaTeX's types and fields where BibTeX has none.

    A key is the item's own id where that is a key, and otherwise made from its author, year and
    title. It does not change when other items come or go, unless two would have the same.
    """
    taken: set[str] = set()
    entries = []
    for item in map(_in_order, items):
        fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _bibtex(item) if value)
        entries.append(f"@{_BIBTEX_TYPES[item['type']]}{{{_free(_key(item), taken)},\n{fields}}}\n")
    return "\n".join(entries)


def _in_order(item: Csl) -> Csl:
    return tidy_item(item).item


def _texts(item: Csl) -> Mapping[str, str]:
    return {field: value for field, value in item.items() if isinstance(value, str)}


def _ris(item: Csl) -> Iterator[tuple[str, str]]:
    texts = _texts(item)
    yield "TY", _RIS_TYPES[item["type"]]
    yield from ((tag, texts[field]) for tag, field in _RIS_FIELDS.items() if field in texts)
    yield from (("AU", _ris_name(name)) for name in item.get("author", []))
    yield from (("ED", _ris_name(name)) for name in item.get("editor", []))
    yield from _ris_dates(item)
    yield from _ris_pages(item.get("page", ""))
    if "number" in item:
        yield ("C7" if item["type"].startswith("article") else "M1"), item["number"]
    yield from (("KW", word) for word in item.get("keyword", "").split(", ") if word)
    yield from (("SN", texts[field]) for field in ("ISBN", "ISSN") if field in texts)


def _ris_dates(item: Csl) -> Iterator[tuple[str, str]]:
    if issued := _date(item.get("issued", {}), "/"):
        yield "PY", issued[:4] if issued[:4].isdigit() else issued
        if issued[4:5] == "/":
            yield "DA", issued
    if accessed := _date(item.get("accessed", {}), "/"):
        yield "Y2", accessed


def _ris_pages(pages: str) -> Iterator[tuple[str, str]]:
    start, between, end = pages.partition("-")
    if between and "-" not in end:
        yield from (("SP", start), ("EP", end))
    elif pages:
        yield "SP", pages


def _ris_name(name: Name) -> str:
    if "literal" in name:
        return name["literal"].replace(",", ",,", 1)
    return ", ".join([name["family"], name["given"], *([name["suffix"]] if "suffix" in name else [])])


def _date(date: Date, between: str) -> str:
    """2020, 2020-05 or 2020-05-01, with zeros in front; or the words that stand for a date."""
    for year, *rest in date.get("date-parts", []):
        return between.join([f"{year:04d}", *(f"{number:02d}" for number in rest)])
    return date.get("literal", "")


def _bibtex(item: Csl) -> Iterator[tuple[str, str]]:
    texts = _texts(item)
    is_article = item["type"].startswith("article")
    yield "author", " and ".join(map(_bibtex_name, item.get("author", [])))
    yield "editor", " and ".join(map(_bibtex_name, item.get("editor", [])))
    yield from ((name, latex.escaped(texts.get(field, ""))) for field, name in _BIBTEX_FIELDS.items())
    yield _bibtex_container(item), latex.escaped(item.get("container-title", ""))
    yield _bibtex_publisher(item), latex.escaped(item.get("publisher", ""))
    yield from _bibtex_date(item)
    yield "pages", latex.escaped(item.get("page", "")).replace("{-}-", "-").replace("-", "--")
    yield ("number" if is_article else "issue"), latex.escaped(item.get("issue", ""))
    yield ("eid" if is_article else "number"), latex.escaped(item.get("number", ""))
    yield "urldate", latex.escaped(_date(item.get("accessed", {}), "-"))
    yield "entrysubtype", _BIBTEX_SUBTYPES.get(item["type"], "")
    yield "doi", item.get("DOI", "")
    yield "url", item.get("URL", "")


def _bibtex_container(item: Csl) -> str:
    return "journal" if item["type"].startswith("article") else "booktitle"


def _bibtex_publisher(item: Csl) -> str:
    return {"report": "institution", "thesis": "school"}.get(item["type"], "publisher")


def _bibtex_date(item: Csl) -> Iterator[tuple[str, str]]:
    issued = item.get("issued", {})
    parts = next(iter(issued.get("date-parts", [])), [])
    if parts:
        yield from zip(("year", "month", "day"), map(str, parts), strict=False)
    else:
        yield "year", latex.escaped(issued.get("literal", ""))


def _bibtex_name(name: Name) -> str:
    """Each part in braces of its own, so that "and", commas and small particles in it split nothing."""
    if "literal" in name:
        return f"{{{latex.escaped(name['literal'])}}}"
    parts = [name["family"], *([name["suffix"]] if "suffix" in name else []), name["given"]]
    return ", ".join(f"{{{latex.escaped(part)}}}" for part in parts)


def _key(item: Csl) -> str:
    own = item.get("id", "")
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9:_.+-]*", own, re.ASCII):
        return own
    first = next(iter(item.get("author") or item.get("editor") or []), Name())
    year = _date(item.get("issued", {}), "-")[:4]
    title = [word for word in map(_ascii, item.get("title", "").split()) if len(word) > 3]
    made = _ascii(first.get("family") or first.get("literal", "")) + _ascii(year) + "".join(title[:1])
    return made or "reference"


def _ascii(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", unicodedata.normalize("NFKD", text))


def _free(key: str, taken: set[str]) -> str:
    """The key, or the key with the next number: BibTeX does not tell capitals from small letters."""
    free, number = key, 1
    while free.casefold() in taken:
        number += 1
        free = f"{key}-{number}"
    taken.add(free.casefold())
    return free
