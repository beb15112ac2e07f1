"""Words that nobody wrote: what was probably meant, and how a beginning may go on."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

LONG, VERY_LONG = 5, 9
"""Letters from which on a word may be wrong in one place, and in two"""
DENSE = 5
"""Letters of words among which nearly any other letter makes another word: “beets”, “beats”, “belts”"""
_MOST_CANDIDATES = 50


class Vocabulary:
    """Words with the number of documents that have each. It does not change."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts

    def count(self, word: str) -> int:
        return self._counts.get(word, 0)

    def words(self) -> Iterable[str]:
        return self._counts

    def near(self, word: str, distance: int) -> list[tuple[int, int, str]]:
        """Return (distance, -documents, word) of words that differ from `word` in few places.

        A place is a letter more, less or other, or two that have changed places.
        """
        within = range(len(word) - distance, len(word) + distance + 1)
        candidates = [each for length in within for each in self._by_length.get(length, ())]
        found = process.extract(
            word, candidates, scorer=OSA.distance, score_cutoff=distance, limit=_MOST_CANDIDATES
        )
        return [(int(apart), -self._counts[each], each) for each, apart, _place in found]

    def beginning(self, letters: str) -> Sequence[str]:
        """Return the words that begin with `letters`, in the order of the alphabet."""
        start = bisect_left(self._in_order, letters)
        end = bisect_left(self._in_order, letters + "\U0010ffff")
        return self._in_order[start:end]

    def commonest(self, letters: str, limit: int) -> list[str]:
        """Return the commonest words that begin with `letters`."""
        return sorted(self.beginning(letters), key=self._counts.__getitem__, reverse=True)[:limit]

    @cached_property
    def _by_length(self) -> Mapping[int, Sequence[str]]:
        words: dict[int, list[str]] = defaultdict(list)
        for word in self._counts:
            words[len(word)].append(word)
        return words

    @cached_property
    def _in_order(self) -> Sequence[str]:
        return sorted(self._counts)


def is_known(word: str, vocabularies: Sequence[Vocabulary]) -> bool:
    return any(each.count(word) for each in vocabularies)


def corrections(word: str, vocabularies: Sequence[Vocabulary]) -> list[str]:
    """Return what `word` may have been meant as, the likeliest first: the nearest, then the commonest.

    Hardly anybody mistypes the first letter, while another one there makes another word (“losing”,
    “closing”): a place counts double where it is the first.
    """
    most = 0 if len(word) < LONG else 1 if len(word) < VERY_LONG else 2
    if not most or word.isdigit():
        return []
    near = (each for vocabulary in vocabularies for each in vocabulary.near(word, most))
    found = sorted((apart + _begins_otherwise(word, other), count, other) for apart, count, other in near)
    likely = [other for apart, _count, other in found if apart <= most and not _is_one_of_many(word, other)]
    return list(dict.fromkeys(likely))


def _begins_otherwise(word: str, other: str) -> bool:
    """Whether the first letters differ, and have not just changed places with the second."""
    return word[0] != other[0] and word[1::-1] != other[:2]


def _is_one_of_many(word: str, other: str) -> bool:
    """Whether a short word has a letter that `other` has not: it may as well be a word of its own."""
    return len(word) <= DENSE and len(other) <= len(word) and sorted(word) != sorted(other)


def completions(letters: str, vocabularies: Sequence[Vocabulary], limit: int) -> list[str]:
    """Return the commonest words that begin with `letters`."""
    found = {word: each.count(word) for each in vocabularies for word in each.commonest(letters, limit)}
    return sorted(found, key=lambda word: (-found[word], word))[:limit]
