"""Words that say the same, as a query is compared with them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, permutations

from search import language
from search.queries import Synonyms


def said_alike(
    groups: Iterable[Sequence[str]], locale: str, meant: Iterable[tuple[str, str]] = ()
) -> Synonyms:
    """Return for the stems of each wording the words of all others of its groups.

    `meant` holds in one direction: who says the first means the second as well. Words that tell nothing
    do not count: “free and reduced-price lunch” is found without its “and”.
    """
    others: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    pairs = chain(meant, *(permutations(group, 2) for group in groups))
    for said, other in pairs:
        wording, means = _telling(said, locale), _telling(other, locale)
        if wording and means and wording != means:
            others[tuple(language.stems(wording, locale))].append(means)
    return {key: list(dict.fromkeys(found)) for key, found in others.items()}


def _telling(text: str, locale: str) -> tuple[str, ...]:
    return tuple(language.telling(language.words(text), locale))
