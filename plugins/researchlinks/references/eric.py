"""A record as the API of ERIC describes it, in CSL's fields."""

import re
from typing import Final

from .json_values import sequence, text, texts

# ERIC's publication types by their beginnings; the first that fits, since a record may have several.
_TYPES: Final = (
    ("journal articles", "article-journal"),
    ("dissertations/theses", "thesis"),
    ("speeches/meeting papers", "paper-conference"),
    ("collected works - proceedings", "book"),
    ("books", "book"),
    ("numerical/quantitative data", "dataset"),
    ("reports", "report"),
    ("guides", "report"),
)
# The journal's own name where a publisher would stand, which is how small journals are entered.
_PERIODICAL = re.compile(r"\b(journal|review|quarterly|bulletin|magazine)\b", re.IGNORECASE)


def fields(record: dict[str, object]) -> dict[str, object]:
    number = text(record.get("id")).strip().upper()
    kind = _type(texts(record.get("publicationtype")), number)
    publisher = re.split(r"\. |; ", text(record.get("publisher")))[0].strip(". ")
    source = text(record.get("source"))
    in_journal = kind == "article-journal"
    if in_journal and not source and _PERIODICAL.search(publisher):
        source = publisher
    return {
        **_places(text(record.get("sourceid")) or text(record.get("source"))),
        "id": number,
        "type": kind,
        "title": text(record.get("title")),
        "author": [_name(name) for name in texts(record.get("author"))],
        "container-title": re.sub(r",\s+v\d.*$", "", source) if kind != "report" else "",
        "publisher": "" if in_journal else publisher or text(record.get("institution")) or source,
        "issued": {"date-parts": [[record.get("publicationdateyear")]]},
        "abstract": record.get("description"),
        "keyword": [word.replace(",", " ") for word in texts(record.get("subject"))],
        "language": record.get("language"),
        "ISSN": record.get("issn"),
        "ISBN": [re.sub(r"^E?ISBN[-:\s]*", "", isbn) for isbn in texts(record.get("isbn"))],
        "URL": record.get("url"),
        "archive": "ERIC" if number else "",
        "archive_location": number,
    }


def _type(publication_types: list[str], number: str) -> str:
    for beginning, kind in _TYPES:
        if any(words.lower().startswith(beginning) for words in publication_types):
            return kind
    return "article-journal" if number.startswith("EJ") else "report"


def _name(name: str) -> dict[str, object]:
    family, comma, given = name.partition(",")
    given = re.sub(r",?\s*Ed\.$", "", given)
    return {"family": family, "given": given} if comma else {"literal": name}


def _places(source: str) -> dict[str, object]:
    """Volume, issue and pages out of ERIC's shorthand "v12 n3 p45-67"."""
    shorthand = (("volume", r"\bv(\d+)\b"), ("issue", r"\bn([\d-]+)\b"), ("page", r"\bp([\d-]+)\b"))
    found = {name: re.search(pattern, source) for name, pattern in shorthand}
    return {name: match.group(1) for name, match in found.items() if match}


def is_true(value: object) -> bool | None:
    """ERIC writes T and F, and 1 in `e_fulltextauth`; None where it says nothing."""
    word = str(sequence(value)[0]).strip().upper() if sequence(value) else ""
    return {"T": True, "TRUE": True, "1": True, "Y": True, "F": False, "FALSE": False, "0": False}.get(word)
