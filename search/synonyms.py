"""Words that say the same, as a query is compared with them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, permutations

from search import language
from search.spelling import Vocabulary


@dataclass(frozen=True)
class Synonyms:
    """What staff say of one language."""

    others: Mapping[tuple[str, ...], Sequence[tuple[str, ...]]] = field(default_factory=dict)
    """Words that say the same, by stems: {("cbe",): [("competency", "based", "education")]}"""
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary({}))
    """The words of the wordings, as staff spell them"""

    @cached_property
    def longest(self) -> int:
        """Words of the longest wording"""
        return max(map(len, self.others), default=0)


NONE = Synonyms()
"""Staff have said nothing"""


def said_alike(
    groups: Iterable[Sequence[str]], locale: str, meant: Iterable[tuple[str, str]] = ()
) -> Synonyms:
    """Return for the stems of each wording the words of all others of its groups.

    `meant` holds in one direction: who says the first means the second as well. Words that tell nothing
    do not count: “free and reduced-price lunch” is found without its “and”.
    """
    others: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    spelled: Counter[str] = Counter()
    pairs = chain(meant, *(permutations(group, 2) for group in groups))
    for said, other in pairs:
        wording, means = _telling(said, locale), _telling(other, locale)
        if wording and means and wording != means:
            others[tuple(language.stems(wording, locale))].append(means)
            spelled.update(wording)
    same = {key: list(dict.fromkeys(found)) for key, found in others.items()}
    return Synonyms(same, Vocabulary(spelled))


def _telling(text: str, locale: str) -> tuple[str, ...]:
    return tuple(language.telling(language.words(text), locale))
