"""The newest documents, which no segment has yet, in this process's memory."""

from collections import Counter, defaultdict

import numpy as np

from search.packing import Impacts, Numbers, impact_of
from search.texts import Text, weigh


class Fresh:
    """Documents of one language, each in its latest state."""

    def __init__(self, text_length: float) -> None:
        self.words: Counter[str] = Counter()
        self._text_length = text_length
        self._stems_of: dict[int, list[str]] = {}
        self._words_of: dict[int, frozenset[str]] = {}
        self._postings: dict[str, dict[int, int]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self._stems_of)

    @property
    def numbers(self) -> Numbers:
        return np.fromiter(self._stems_of, dtype=np.uint32, count=len(self))

    def put(self, text: Text) -> None:
        self._remove(text.number)
        weighed = weigh(text)
        self._stems_of[text.number] = stems = list(weighed.in_text.keys() | weighed.besides.keys())
        for stem in stems:
            self._postings[stem][text.number] = impact_of(
                weighed.in_text.get(stem, 0),
                weighed.besides.get(stem, 0.0),
                weighed.length,
                self._text_length,
            )
        self._words_of[text.number] = weighed.words
        self.words.update(weighed.words)

    def posting(self, stem: str) -> tuple[Numbers, Impacts]:
        """Return the numbers of the documents that have `stem`, and how much it says about each."""
        found = self._postings.get(stem, {})
        numbers = np.fromiter(found.keys(), dtype=np.uint32, count=len(found))
        return numbers, np.fromiter(found.values(), dtype=np.uint8, count=len(found))

    def _remove(self, number: int) -> None:
        if number not in self._stems_of:
            return
        for stem in self._stems_of.pop(number):
            del self._postings[stem][number]
        self.words.subtract(self._words_of.pop(number))
        self.words += Counter()  # without those that no document has any more
