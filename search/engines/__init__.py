"""What answers a question. Each engine finds, counts and orders; everything else is the library's."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from portfolio.publication.asking import Query, Ranked
from portfolio.publication.positions import Position
from search.curation import AS_FOUND, Curation
from search.likeness import Place
from search.meaning.nearest import Nearest
from search.queries import Question

DATABASE, ELASTICSEARCH = "database", "elasticsearch"
"""The engines' names, as `SEARCH_ENGINE` and commands have them"""


@dataclass(frozen=True)
class Wanted:
    """Which of the documents found are to be shown, and what is to be counted."""

    start: int = 0
    limit: int = 20
    facets: Sequence[str] = ()
    like: Place | None = None
    """Only from places like this one, the more alike the better. The catalog knows the places, so that
    the engine of the database answers"""
    curation: Curation = AS_FOUND
    """What comes first whatever it says, and what does not come"""
    nearest: Nearest | None = None
    """What is near to the question by its meaning. The engine of the database joins it to what it finds"""


class EngineAwayError(Exception):
    """The engine cannot be asked just now. Another one can."""


class Engine(Protocol):
    """Finds documents by their numbers.

    A document matches that says enough of the question (`ENOUGH`), and each of its phrases. `query`
    narrows and orders; its order RELEVANCE is the engine's own, and ties are broken by number, so that
    pages do not overlap. What is pinned matches as well, and comes first in that order; what is hidden does
    not match. Raises EngineAwayError.
    """

    name: str

    def find(self, at: Position, query: Query, asked: Question, wanted: Wanted) -> Ranked: ...


ENOUGH = 0.15
"""The share of a question's weight, as rare words have more of it, that a match has to carry"""


def rarity(documents: int, size: int) -> float:
    """Return what a word weighs that so many of `size` documents have."""
    return math.log(1 + (max(size, documents) - documents + 0.5) / (documents + 0.5))
