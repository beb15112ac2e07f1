"""Words that say the same, as a query is compared with them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from search import language
from search.queries import Synonyms


def said_alike(groups: Iterable[Sequence[str]], locale: str) -> Synonyms:
    """Return for the stems of each wording the words of all others of its groups.

    Words that tell nothing do not count: “free and reduced-price lunch” is found without its “and”.
    """
    others: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for group in groups:
        wordings = [tuple(language.telling(language.words(each), locale)) for each in group]
        for wording in filter(None, wordings):
            key = tuple(language.stems(wording, locale))
            others[key] += [other for other in wordings if other and other != wording]
    return {key: list(dict.fromkeys(found)) for key, found in others.items()}
