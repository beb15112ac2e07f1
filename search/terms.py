"""How much documents say of the terms of a question, and in how many of them each is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portfolio.publication.asking import Query
from portfolio.publication.catalog import catalog
from portfolio.publication.columns import Mask, Numbering
from portfolio.publication.positions import Position
from search.engines import rarity
from search.index import Ordinals, Scores, View
from search.queries import Question, Term, Way


@dataclass(frozen=True)
class Listed:
    """All that a query could list without its filters: what words weigh is told from these alone."""

    numbering: Numbering
    mask: Mask

    def within(self, numbering: Numbering) -> Mask:
        """Return the same by the ordinals of `numbering`, of a later state of the catalog perhaps."""
        if numbering is self.numbering:
            return self.mask
        found: Mask = np.zeros(numbering.size + 1, dtype=np.bool_)
        found[numbering.of(self.numbering.numbers[self.mask])] = True
        return found[:-1]


@dataclass(frozen=True)
class Said:
    """What documents say of a term: nothing outside of those that are listed."""

    term: Term
    shares: Scores
    documents: int
    """How many of them say it"""
    weight: float
    """What it weighs in the question"""


def listed(at: Position, query: Query) -> Listed:
    return Listed(*catalog.matching(at, Query(query.site_id, query.kinds, query.locale)))


def said(view: View, asked: Question, numbering: Numbering, mask: Mask) -> Iterator[Said]:
    """Yield for each term what the documents of `mask` say of it. The postings have been read."""
    ordinals, size = view.ordinals(numbering), int(np.count_nonzero(mask))
    for term in asked.terms:
        shares = _said(view, term, ordinals, numbering.size)
        shares *= mask
        documents = int(np.count_nonzero(shares))
        yield Said(term, shares, documents, rarity(documents, size))


def _said(view: View, term: Term, ordinals: Sequence[Ordinals], size: int) -> Scores:
    """Return how much each document says of `term`, in whichever way it says most."""
    found: Scores = np.zeros(size + 1, dtype=np.float32)
    for way in term.ways:
        if not _is_there(view, way):
            continue
        for places, shares in _way(view, way, ordinals, size):
            found[places] = np.maximum(found[places], shares * np.float32(way.weight))
    found[size] = 0
    return found[:size]


def _way(view: View, way: Way, ordinals: Sequence[Ordinals], size: int) -> Iterable[tuple[Ordinals, Scores]]:
    """Return which documents say it in this way, and how much; the size for what is not to be found.

    Documents of one stem are few for most, so that the others are not looked at.
    """
    if len(way.stems) == 1:
        return view.saying(way.stems[0], ordinals)
    shares = all_of(view, way.stems, ordinals, size)
    places = np.flatnonzero(shares)
    return [(places, shares[places])]


def all_of(view: View, stems: Iterable[str], ordinals: Sequence[Ordinals], size: int) -> Scores:
    """Return how much each document says that has all of `stems`: what it says about the least of them."""
    found: NDArray[np.float32] = np.minimum.reduce([view.weights(stem, ordinals, size) for stem in stems])
    return found


def _is_there(view: View, way: Way) -> bool:
    return all(view.frequency(stem) for stem in way.stems)
