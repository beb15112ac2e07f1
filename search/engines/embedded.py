"""The search that comes with the database: BM25 over our own index, counted and ordered in the catalog.

Every match is scored and counted exactly, however common a word is: a posting is one row, and adding up
even those of half the library takes a fraction of a millisecond.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from portfolio.publication.asking import Query, Ranked
from portfolio.publication.catalog import catalog
from portfolio.publication.columns import Numbering
from portfolio.publication.models import PublicDocument
from portfolio.publication.positions import Position
from search import language
from search.engines import DATABASE, ENOUGH, Wanted, rarity
from search.index import Ordinals, Scores, View, index
from search.packing import Numbers
from search.queries import Question, Term, Way

MOST_READ_FOR_A_PHRASE = 1_000
"""The best candidates whose text is read to see whether the words of a phrase stand side by side"""


class Embedded:
    name = DATABASE

    def find(self, at: Position, query: Query, asked: Question, wanted: Wanted) -> Ranked:
        # whoever understood the question has just looked for newer segments
        view = index.view_again(at, query.locale).read(asked.stems)

        def score(numbering: Numbering) -> Scores:
            scores, share = _scores(view, asked, numbering)
            if wanted.nearest:
                scores = wanted.nearest.joined(scores, share, numbering)
            scores = wanted.curation.applied(scores, numbering)
            return scores * wanted.like.likeness(numbering) if wanted.like else scores

        if not asked.phrases:
            return catalog.ranked(at, query, score, wanted.start, wanted.limit, wanted.facets)
        candidates = catalog.ranked(at, query, score, 0, MOST_READ_FOR_A_PHRASE)
        saying = _saying(candidates.numbers, asked)

        def score_phrases(numbering: Numbering) -> Scores:
            found = np.zeros(numbering.size + 1, dtype=np.float32)
            found[numbering.of(saying)] = 1
            return score(numbering) * found[:-1]

        return catalog.ranked(candidates.at, query, score_phrases, wanted.start, wanted.limit, wanted.facets)


def _scores(view: View, asked: Question, numbering: Numbering) -> tuple[Scores, float]:
    """Return BM25's score of every document, 0 where it says too little of the question.

    And the share of the question's weight that the best one carries. There, words that nobody wrote count.
    """
    ordinals = view.ordinals(numbering)
    size = numbering.size
    scores: Scores = np.zeros(size, dtype=np.float32)
    carried: Scores = np.zeros(size, dtype=np.float32)
    whole = unwritten = 0.0
    for term in asked.terms:
        said = _said(view, term, ordinals, size)
        documents = int(np.count_nonzero(said))
        weight = rarity(documents, view.size)
        if not documents:
            unwritten += weight
        else:
            scores += weight * said
            carried += np.where(said > 0, np.float32(weight), np.float32(0))
            whole += weight
    for phrase in asked.phrases:
        scores *= _all_of(view, phrase.stems, ordinals, size) > 0
    scores[carried < ENOUGH * whole] = 0
    best = int(np.argmax(scores)) if size else 0
    return scores, float(carried[best]) / (whole + unwritten) if scores.any() else 0.0


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
    shares = _all_of(view, way.stems, ordinals, size)
    places = np.flatnonzero(shares)
    return [(places, shares[places])]


def _all_of(view: View, stems: Iterable[str], ordinals: Sequence[Ordinals], size: int) -> Scores:
    """Return how much each document says that has all of `stems`: what it says about the least of them."""
    found: NDArray[np.float32] = np.minimum.reduce([view.weights(stem, ordinals, size) for stem in stems])
    return found


def _is_there(view: View, way: Way) -> bool:
    return all(view.frequency(stem) for stem in way.stems)


def _saying(candidates: Sequence[int], asked: Question) -> Numbers:
    """Return which candidates have the words of every phrase side by side."""
    rows = PublicDocument.objects.filter(pk_number__in=candidates).values_list("pk_number", "search_text")
    wanted = [f" {' '.join(phrase.stems)} " for phrase in asked.phrases]
    found = [number for number, text in rows if _has_all(text, wanted, asked.locale)]
    return np.asarray(found, dtype=np.uint32)


def _has_all(text: str, phrases: Iterable[str], locale: str) -> bool:
    whole = f" {' '.join(language.stems(language.words(text), locale))} "
    return all(phrase in whole for phrase in phrases)
