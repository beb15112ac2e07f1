"""Made-up prose: the same for the same seed, with a few words that are everywhere and many that are rare."""

import random
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

ONSETS = [*"bdghjklmnrtvw", "br", "dr", "fl", "gr", "pl", "sl", "st", "th", "tr"]
NUCLEI = [*"aeio", "ai", "ea", "ie", "oa", "oo"]
CODAS = ["", "", *"lmnr", "nd", "rn"]
VOCABULARY_SIZE = 3_000

T = TypeVar("T")


class Words:
    """A writer with a seed. Words are drawn as often as their rank has it (Zipf), as in real prose."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  (made-up text, and the same each time)
        self.vocabulary = self._vocabulary()
        self._weights = list(accumulate(1 / rank for rank in range(1, VOCABULARY_SIZE + 1)))

    def _vocabulary(self) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < VOCABULARY_SIZE:
            found["".join(self._syllable() for _ in range(self.random.choice((1, 2, 2))))] = None
        return list(found)

    def _syllable(self) -> str:
        return "".join(self.random.choice(part) for part in (ONSETS, NUCLEI, CODAS))

    def some(self, number: int) -> list[str]:
        return self.random.choices(self.vocabulary, cum_weights=self._weights, k=number)

    def name(self) -> str:
        """Return a rare word with a capital, as for a place."""
        return self.random.choice(self.vocabulary[200:]).capitalize()

    def phrase(self, shortest: int, longest: int) -> str:
        """Return words without a full stop, with a capital."""
        return " ".join(self.some(self.random.randint(shortest, longest))).capitalize()

    def sentences(self, number: int) -> str:
        return " ".join(f"{self.phrase(7, 15)}." for _ in range(number))

    def paragraph(self, sentences: int) -> str:
        """Return a paragraph of rich text with a word in bold."""
        return f"<p>{self.sentences(sentences)} <b>{self.phrase(2, 3)}</b> {' '.join(self.some(4))}.</p>"

    def bullets(self, number: int) -> str:
        return f"<ul>{''.join(f'<li>{self.phrase(5, 10)}</li>' for _ in range(number))}</ul>"

    def weighted(self, odds: dict[T, int]) -> T:
        return self.random.choices(list(odds), weights=list(odds.values()))[0]

    def few(self, choices: Sequence[T], most: int, least: int = 0) -> list[T]:
        """Return from `least` to `most` of `choices`, each once; all of them where there are fewer."""
        number = min(self.random.randint(least, most), len(choices))
        return self.random.sample(list(choices), number)
