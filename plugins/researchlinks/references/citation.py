"""Reference lists and citations in the text, after the seventh edition of APA's manual.

citeproc-py was weighed and not taken: it puts titles into HTML unescaped, does not tell 2020a from
2020b, and needs APA's style file, whose licence (CC BY-SA) is not one that this product can carry.
The rules here are those of the manual's chapters 8 to 10 for the kinds of works in `csl.TYPES`.
Capitals are left as they were typed: what is a proper noun only a person can tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from . import apa_names, apa_order
from .apa_names import after_names
from .apa_parts import Run, as_html, as_text, sentence
from .apa_source import link, source_runs, title_runs
from .csl import Csl, published
from .tidying import tidy_item

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DATED_TO_THE_DAY = ("article-magazine", "article-newspaper", "webpage")
_UNPUBLISHED = ("in press", "forthcoming")


@dataclass(frozen=True, slots=True)
class Citation:
    """One entry of a reference list; `index` is its place among the items that were given.

    `html` has <i> and one <a href> and nothing else; all text in it is escaped. `in_text` has its
    parentheses: (Rivera & Cho, 2020a).
    """

    index: int
    text: str
    html: str
    in_text: str


def cite(items: Sequence[Csl]) -> list[Citation]:
    """The reference list of these works, in APA's alphabetical order.

    Works that could be taken for each other in the text are told apart within this list, so the
    list has to be cited as a whole.
    """
    ordered = apa_order.ordered([tidy_item(item).item for item in items])
    works = [work for _, work in ordered]
    names = apa_names.in_text(works)
    letters = apa_order.year_letters(names, works)
    return [
        _citation(index, work, letter, name)
        for (index, work), letter, name in zip(ordered, letters, names, strict=True)
    ]


def _citation(index: int, work: Csl, letter: str, name: str) -> Citation:
    runs = _runs(work, letter)
    return Citation(index, as_text(runs), as_html(runs), f"({_before_year(name)} {_year(work, letter)})")


def _before_year(name: str) -> str:
    """With the comma, which Americans put inside quotation marks."""
    return f"{name[:-1]},”" if name.endswith("”") else f"{name},"


def _runs(work: Csl, letter: str) -> list[Run]:
    """Who, when, what, where; without anyone, what comes before when."""
    who, date = after_names(work), [Run(f"({_date(work, letter)}).")]
    what = title_runs(work)
    parts = [[Run(sentence(who))], date, what] if who else [what, date]
    parts += [source_runs(work), _address(work)]
    runs: list[Run] = []
    for part in filter(None, parts):
        runs += [Run(" "), *part] if runs else part
    return runs


def _address(work: Csl) -> list[Run]:
    address = link(work)
    if not address:
        return []
    accessed = _spelled(work.get("accessed", {}).get("date-parts", [[]])[0])
    if work["type"] == "webpage" and not work.get("issued") and accessed:
        return [Run(f"Retrieved {accessed}, from "), Run(address, href=address)]
    return [Run(address, href=address)]


def _year(work: Csl, letter: str) -> str:
    """With its letter: 2020a, but n.d.-a and in press-a."""
    parts = published(work)
    if parts:
        return f"{parts[0]}{letter}"
    words = work.get("issued", {}).get("literal", "n.d.")
    words = words.lower() if words.lower() in _UNPUBLISHED else words
    return f"{words}-{letter}" if letter else words


def _date(work: Csl, letter: str) -> str:
    year, parts = _year(work, letter), published(work)
    if len(parts) < 2 or work["type"] not in _DATED_TO_THE_DAY:
        return year
    return f"{year}, {_MONTHS[parts[1] - 1]}" + (f" {parts[2]}" if len(parts) > 2 else "")


def _spelled(parts: list[int]) -> str:
    if len(parts) < 3:
        return ""
    return f"{_MONTHS[parts[1] - 1]} {parts[2]}, {parts[0]}"
