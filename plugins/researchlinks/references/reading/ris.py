"""RIS, line by line.

A parser of our own because rispy 0.10, good as it is, joins a record that lacks its closing line to
the next without a word, and gives no line numbers to tell a person about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext

from .results import Problem, Record, at_line

_LINE = re.compile(r"\s*([A-Z][A-Z0-9])\s\s-(?:\s?(.*))$")
TYPES: Final = {
    "ABST": "article-journal", "AGGR": "dataset", "BLOG": "webpage", "BOOK": "book", "CHAP": "chapter",
    "CONF": "paper-conference", "CPAPER": "paper-conference", "DATA": "dataset", "DBASE": "dataset",
    "EBOOK": "book", "ECHAP": "chapter", "EDBOOK": "book", "EJOUR": "article-journal", "ELEC": "webpage",
    "ENCYC": "chapter", "GEN": "document", "GOVDOC": "report", "ICOMM": "webpage", "INPR": "article",
    "JFULL": "article-journal", "JOUR": "article-journal", "MANSCPT": "manuscript",
    "MGZN": "article-magazine", "NEWS": "article-newspaper", "RPRT": "report", "STAND": "report",
    "THES": "thesis", "UNPB": "manuscript", "WEB": "webpage",
}  # fmt: skip
# For each field the tags that may hold it, the surest first: RIS has grown in several programs.
_FIELDS: Final = {
    "id": ("ID",),
    "title": ("TI", "T1", "CT", "BT"),
    "container-title": ("T2", "JF", "JO", "BT", "JA", "J1", "J2"),
    "collection-title": ("T3",),
    "publisher": ("PB",),
    "publisher-place": ("CY", "PP"),
    "edition": ("ET",),
    "volume": ("VL",),
    "issue": ("IS",),
    "genre": ("M3",),
    "abstract": ("AB", "N2"),
    "language": ("LA",),
    "DOI": ("DO",),
    "archive": ("DB",),
    "archive_location": ("AN",),
    "accessed": ("Y2",),
}


@dataclass
class _Lines:
    """The tagged lines of one record; a line without a tag goes on with the one before."""

    line: int
    tagged: list[tuple[str, list[str]]] = field(default_factory=list)

    def all(self, *tags: str) -> list[str]:
        return [" ".join(words) for tag, words in self.tagged if tag in tags]

    def first(self, *tags: str) -> str:
        for tag in tags:
            if found := [words for words in self.all(tag) if words.strip()]:
                return found[0]
        return ""


def records(text: str) -> Iterator[Record | Problem]:
    for lines in _split(text):
        if isinstance(lines, Problem):
            yield lines
        else:
            yield Record(at_line(lines.line), _fields(lines))


def _split(text: str) -> Iterator[_Lines | Problem]:
    """Records begin at TY and end at ER, or where the next begins; numbers between them are passed over."""
    current: _Lines | None = None
    told = False
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        found = _LINE.match(line)
        tag, value = (found[1], found[2] or "") if found else ("", line.strip())
        if tag in ("TY", "ER"):
            if current:
                yield current
            current, told = (_Lines(number, [("TY", [value])]) if tag == "TY" else None), False
        elif current and tag:
            current.tagged.append((tag, [value]))
        elif current and value:
            current.tagged[-1][1].append(value)
        elif tag and not told:
            told = True
            what = gettext("This stands outside a record. Begin the record with a “TY  -” line.")
            yield Problem(at_line(number), what)
    if current:
        yield current


def _fields(lines: _Lines) -> dict[str, object]:
    kind = TYPES.get(lines.first("TY").strip().upper(), "document")
    fields: dict[str, object] = {name: lines.first(*tags) for name, tags in _FIELDS.items()}
    if fields["container-title"] == fields["title"]:
        fields["container-title"] = lines.first("T2", "JF")
    return {
        **fields,
        "type": kind,
        "author": [_name(words) for words in lines.all("AU", "A1")],
        "editor": [_name(words) for words in lines.all("ED", "A2")],
        "issued": _date(lines),
        "page": _page(lines.first("SP"), lines.first("EP")),
        "number": lines.first("C7") if kind.startswith("article") else lines.first("M1"),
        "keyword": lines.all("KW"),
        "URL": next((words for words in lines.all("UR") if "://" in words or words.startswith("www.")), ""),
        "ISSN": lines.all("SN"),
        "ISBN": [words for words in lines.all("SN") if len(re.sub(r"[^\dXx]", "", words)) >= 10],
    }


def _name(words: str) -> dict[str, object]:
    """Family, given, suffix. Two commas stand for the first one in an organization's name."""
    if ",," in words or "," not in words.strip(", "):
        return {"literal": words.replace(",,", ",", 1).strip().strip(",")}
    family, given, suffix = (part.strip() for part in f"{words},".split(",", 2))
    return {"family": family, "given": given, "suffix": suffix.rstrip(", ")}


def _date(lines: _Lines) -> str:
    """The full date where it is of the year of publication; DA is also used for when a record was made."""
    year, full = lines.first("PY", "Y1").strip(), lines.first("DA").strip()
    return full if full[:4] == year[:4] or not year else year


def _page(start: str, end: str) -> str:
    return f"{start}-{end}" if start and end and start != end and "-" not in start else start or end
