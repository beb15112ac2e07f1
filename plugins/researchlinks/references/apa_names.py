"""Authors and editors as APA writes them, in the list and in the text."""

import re
from collections.abc import Sequence
from itertools import pairwise

from .csl import Csl, Name, published

_MOST = 20
_SHORT_TITLE = 5
Names = list[Name]
Group = tuple[tuple[int, ...], tuple[str, ...]]


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
    shared, needed = _shared_surnames(works), _names_needed(works)
    return [_cited(work, shared, needed.get(_group(work), 1)) for work in works]


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


def surname(name: Name) -> str:
    return name.get("literal") or name.get("family", "")


def _cited(work: Csl, shared: set[str], needed: int) -> str:
    names = credited(work)
    if not names:
        return _short_title(work)
    surnames = [surname(name) for name in names]
    if surnames[0] in shared:
        surnames[0] = _upright(names[0])
    if len(names) < 3:
        return " & ".join(surnames)
    if needed == 1:
        return f"{surnames[0]} et al."
    if needed >= len(names) - 1:  # "et al." is a plural, and cannot stand for one
        return f"{', '.join(surnames[:-1])}, & {surnames[-1]}"
    return f"{', '.join(surnames[:needed])}, et al."


def _shared_surnames(works: Sequence[Csl]) -> set[str]:
    """Those that first authors with different initials have; there, initials are always given."""
    bearers: dict[str, set[str]] = {}
    for first in (credited(work)[0] for work in works if credited(work)):
        bearers.setdefault(surname(first), set()).add(_inverted(first))
    return {name for name, different in bearers.items() if len(different) > 1}


def _group(work: Csl) -> Group:
    """Year and authors as far as the text shows them: the first with initials, the others by surname."""
    names = credited(work)
    first = [_inverted(name) for name in names[:1]]
    return (tuple(published(work)[:1]), (*first, *(surname(name) for name in names[1:])))


def _names_needed(works: Sequence[Csl]) -> dict[Group, int]:
    """How many surnames it takes until no other authors of the same year begin with the same.

    In order, the groups that have most in common are neighbours, so only those are compared.
    """
    groups = sorted({_group(work) for work in works if len(credited(work)) > 2})
    needed = dict.fromkeys(groups, 1)
    for one, other in pairwise(groups):
        if one[0] == other[0]:
            alike = _alike(one[1], other[1]) + 1
            needed[one] = max(needed[one], alike)
            needed[other] = max(needed[other], alike)
    return needed


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
