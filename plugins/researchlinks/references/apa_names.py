"""Authors and editors as APA writes them, in the list and in the text."""

import re
from collections.abc import Sequence

from .csl import Csl, Name

_MOST = 20
_SHORT_TITLE = 5
Names = list[Name]


def after_names(work: Csl) -> str:
    """Who stands first in the entry: authors, or else the editors of the whole. Empty without either."""
    if authors := work.get("author"):
        return inverted(authors)
    editors = work.get("editor")
    if not editors or work["type"] == "chapter":
        return ""
    return f"{inverted(editors)} ({_role(editors)})"


def inverted(names: Names) -> str:
    """Rivera, A., & Cho, M.-J. Of more than twenty, the first nineteen and the last."""
    written = [_inverted(name) for name in names]
    if len(written) > _MOST:
        return f"{', '.join(written[: _MOST - 1])}, . . . {written[-1]}"
    if len(written) == 2 and "literal" in names[0]:
        return " & ".join(written)
    return ", & ".join([", ".join(written[:-1]), written[-1]]) if len(written) > 1 else written[0]


def editors_inside(names: Names) -> str:
    """A. Rivera & M.-J. Cho (Eds.): as they follow "In"."""
    written = [_upright(name) for name in names]
    joined = f"{', '.join(written[:-1])}, & {written[-1]}" if len(written) > 2 else " & ".join(written)
    return f"{joined} ({_role(names)})"


def initials(given: str) -> str:
    """Min-jun as M.-J.; particles in small letters stay whole, as do names in scripts without capitals."""
    return " ".join(filter(None, (_initial(word) for word in re.split(r"[\s.]+", given))))


def in_text(works: Sequence[Csl]) -> list[str]:
    """For each work the words before the year, long enough that no two groups of authors look alike."""
    return [_cited(work, works) for work in works]


def credited(work: Csl) -> Names:
    editors = [] if work["type"] == "chapter" else work.get("editor", [])
    return work.get("author") or editors


def _role(names: Names) -> str:
    return "Ed." if len(names) == 1 else "Eds."


def _inverted(name: Name) -> str:
    if "literal" in name:
        return name["literal"]
    return ", ".join(filter(None, (name["family"], initials(name["given"]), name.get("suffix", ""))))


def _upright(name: Name) -> str:
    if "literal" in name:
        return name["literal"]
    suffix = f", {name['suffix']}" if "suffix" in name else ""
    return f"{initials(name['given'])} {name['family']}{suffix}".strip()


def _initial(word: str) -> str:
    if not re.search(r"[^\W\d_]", word):
        return ""
    if word.isupper() and word.isascii() and len(word) in (2, 3) and word.isalpha():
        return " ".join(f"{letter}." for letter in word)
    if word.islower() or not any(letter.isupper() for letter in word):
        return word
    parts = [re.sub(r"^[^\w]+|^[ʻʼ]", "", part) for part in re.split(r"[-‐‑]", word)]
    return "-".join(f"{part[0].upper()}." for part in parts if part)


def _surname(name: Name) -> str:
    return name.get("literal") or name.get("family", "")


def _cited(work: Csl, works: Sequence[Csl]) -> str:
    names = credited(work)
    if not names:
        return _short_title(work)
    surnames = [_surname(name) for name in names]
    if _shares_surname(names[0], works):
        surnames[0] = _upright(names[0])
    shown = _names_needed(work, works) if len(names) > 2 else len(names)
    if shown >= len(names) - 1 and len(names) > 2 and shown > 1:
        return f"{', '.join(surnames[:-1])}, & {surnames[-1]}"
    if shown < len(names):
        return f"{', '.join(surnames[:shown])}{',' if shown > 1 else ''} et al."
    return " & ".join(surnames)


def _shares_surname(name: Name, works: Sequence[Csl]) -> bool:
    """Whether another first author has the surname and other initials; then initials are always given."""
    firsts = [credited(work)[0] for work in works if credited(work)]
    return any(_surname(other) == _surname(name) and _inverted(other) != _inverted(name) for other in firsts)


def _names_needed(work: Csl, works: Sequence[Csl]) -> int:
    """How many surnames it takes until no other authors of the same year begin with the same."""
    mine = [_inverted(name) for name in credited(work)]
    needed = 1
    for other in works:
        theirs = [_inverted(name) for name in credited(other)]
        if len(theirs) > 2 and theirs != mine and other.get("issued") == work.get("issued"):
            needed = max(needed, _alike(mine, theirs) + 1)
    return min(needed, len(mine)) if needed > 1 else 1


def _alike(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """How many names at the beginning are the same; none where already the first differ."""
    for place, (one, other) in enumerate(zip(mine, theirs, strict=False)):
        if one != other:
            return place
    return min(len(mine), len(theirs))


def _short_title(work: Csl) -> str:
    """The first words; in quotation marks where the work is a part of a larger one."""
    title = re.split(r"[:?!.]\s", work.get("title", "Untitled"))[0].rstrip(".")
    words = title.split()
    short = " ".join(words[:_SHORT_TITLE]).rstrip(",;:")
    return f"“{short}”" if work["type"].startswith("article") or work["type"] == "chapter" else short
