"""What the work is called and where it is found, in APA's order and slant for each type."""

import re

from .apa_names import credited, editors_inside
from .apa_parts import Run, closed, sentence
from .csl import Csl, eric_number
from .identifiers import Identifier

_INSIDE_ANOTHER = ("article-journal", "article-magazine", "article-newspaper", "chapter")
_KINDS = {
    "dataset": "Data set",
    "manuscript": "Unpublished manuscript",
    "paper-conference": "Paper presentation",
}


def title_runs(work: Csl) -> list[Run]:
    """The title, slanted where the work stands alone, with edition, number and kind after it."""
    title = work.get("title", "")
    if not title:
        return [Run("[Untitled].")]
    upright = work["type"] in _INSIDE_ANOTHER or _in_proceedings(work)
    if not upright and (more := f"{_in_parentheses(work)}{_in_brackets(work)}"):
        return [Run(title.rstrip("."), italic=True), Run(f"{more}.")]
    return closed([Run(title, italic=not upright)])


def source_runs(work: Csl) -> list[Run]:
    kind = work["type"]
    if kind.startswith("article-"):
        return _periodical(work)
    if kind == "chapter" or _in_proceedings(work):
        return _inside_book(work)
    if kind == "thesis":
        return []
    names = [work.get("container-title", "") if kind != "book" else "", work.get("publisher", "")]
    return [Run(sentence(name)) for name in _unlike_author(names, work)[:1]]


def link(work: Csl) -> str:
    """The DOI, which lasts, before any address; an ERIC number where there is neither."""
    if "DOI" in work:
        return Identifier("doi", work["DOI"]).url
    if "URL" in work:
        return work["URL"]
    return Identifier("eric", eric_number(work)).url if eric_number(work) else ""


def _in_proceedings(work: Csl) -> bool:
    return work["type"] == "paper-conference" and "container-title" in work and "page" in work


def _in_parentheses(work: Csl) -> str:
    """Edition, number of a report, volume: (2nd ed., Vol. 3)."""
    parts = [_edition(work.get("edition", ""))]
    if "number" in work and work["type"] in ("report", "dataset", "document"):
        parts.append(_number(work))
    if "volume" in work and work["type"] == "book":
        parts.append(f"Vol. {work['volume']}")
    whole = ", ".join(filter(None, parts))
    return f" ({whole})" if whole else ""


def _number(work: Csl) -> str:
    number = work["number"]
    if re.search(r"\bno\b|^(?:report|publication)\b", number, re.IGNORECASE):
        return number
    return f"{work.get('genre') or 'Report'} No. {number}"


def _edition(edition: str) -> str:
    if not edition or edition in ("1", "1st"):
        return ""
    if edition.isdecimal() and len(edition) < 4:
        edition = f"{edition}{_ordinal(int(edition))}"
    return edition if re.search(r"\bed", edition, re.IGNORECASE) else f"{edition} ed."


def _ordinal(number: int) -> str:
    return "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _in_brackets(work: Csl) -> str:
    if work["type"] == "thesis":
        parts = (work.get("genre") or "Thesis", work.get("publisher") or work.get("container-title", ""))
        return f" [{', '.join(filter(None, parts))}]"
    kind = _KINDS.get(work["type"], "")
    return f" [{work.get('genre') or kind}]" if kind else ""


def _unlike_author(names: list[str], work: Csl) -> list[str]:
    """A publisher that is the author is not named twice."""
    authors = [name.get("literal", "").casefold() for name in credited(work)]
    return [name for name in names if name and name.casefold() not in authors]


def _periodical(work: Csl) -> list[Run]:
    """Journal, 12(3), 45–67. The volume is slanted with the name, the issue is not."""
    runs = [Run(work["container-title"], italic=True)] if "container-title" in work else []
    if "volume" in work:
        runs += [Run(", ") if runs else Run(""), Run(work["volume"], italic=True)]
    if "issue" in work:
        before = ", " if runs and "volume" not in work else ""
        runs.append(Run(f"{before}({work['issue']})"))
    if pages := _pages(work):
        runs.append(Run(f"{', ' if runs else ''}{pages}"))
    return closed(runs) if runs else []


def _pages(work: Csl) -> str:
    """Pages with an en dash, or the number of an article that has no pages."""
    pages = work.get("page", "").replace("-", "–")
    if re.fullmatch(r"e\d+", pages):
        return f"Article {pages}"
    return pages or (f"Article {work['number']}" if "number" in work else "")


def _inside_book(work: Csl) -> list[Run]:
    """In A. Rivera (Ed.), Book (2nd ed., pp. 1–2). Publisher."""
    editors = work.get("editor", [])
    runs = [Run(f"In {editors_inside(editors)}, " if editors else "In ")]
    runs.append(Run(work.get("container-title") or "[Untitled]", italic=True))
    parts = [_edition(work.get("edition", "")), f"Vol. {work['volume']}" if "volume" in work else ""]
    if pages := work.get("page", "").replace("-", "–"):
        parts.append(f"{'pp.' if '–' in pages or ',' in pages else 'p.'} {pages}")
    if whole := ", ".join(filter(None, parts)):
        runs.append(Run(f" ({whole})"))
    publisher = _unlike_author([work.get("publisher", "")], work)
    return [*closed(runs), *(Run(f" {sentence(name)}") for name in publisher)]
