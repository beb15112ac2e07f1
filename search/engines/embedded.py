"""The search that comes with the database: BM25 over our own index, counted and ordered in the catalog.

Every match is scored and counted exactly, however common a word is: a posting is one row, and adding up
even those of half the library takes a fraction of a millisecond.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from portfolio.publication.asking import RELEVANCE, Query, Ranked
from portfolio.publication.catalog import catalog
from portfolio.publication.columns import Mask, Numbering
from portfolio.publication.models import PublicDocument
from portfolio.publication.positions import Position
from search import language
from search.engines import DATABASE, ENOUGH, Wanted
from search.index import Scores, View, index
from search.packing import Numbers
from search.queries import Question
from search.terms import all_of, listed, said

MOST_READ_FOR_A_PHRASE = 1_000
"""The best candidates whose text is read to see whether the words of a phrase stand side by side"""


class Embedded:
    name = DATABASE

    def find(self, at: Position, query: Query, asked: Question, wanted: Wanted) -> Ranked:
        # whoever understood the question has just looked for newer segments
        view = index.view_again(at, query.locale).read(asked.stems)

        all_there_is = listed(at, query)

        def score(numbering: Numbering) -> Scores:
            scores, share = _scores(view, asked, numbering, all_there_is.within(numbering))
            if wanted.nearest:
                scores = wanted.nearest.joined(scores, share, numbering)
            scores = wanted.curation.applied(scores, numbering)
            return scores * wanted.like.likeness(numbering) if wanted.like else scores

        if not asked.phrases:
            return catalog.ranked(at, query, score, wanted.start, wanted.limit, wanted.facets)
        # the best of all that filters might choose, so that facets count the others too, in any order
        widest = replace(query, sort=RELEVANCE, selected={})
        candidates = catalog.ranked(at, widest, score, 0, MOST_READ_FOR_A_PHRASE)
        saying = _saying(candidates.numbers, asked)

        def score_phrases(numbering: Numbering) -> Scores:
            found = np.zeros(numbering.size + 1, dtype=np.float32)
            found[numbering.of(saying)] = 1
            return score(numbering) * found[:-1]

        return catalog.ranked(candidates.at, query, score_phrases, wanted.start, wanted.limit, wanted.facets)


def _scores(view: View, asked: Question, numbering: Numbering, mask: Mask) -> tuple[Scores, float]:
    """Return BM25's score of every document of `mask`, 0 where it says too little of the question.

    And the share of the question's weight that the best one carries. There, words that nobody wrote count.
    """
    size = numbering.size
    scores: Scores = np.zeros(size, dtype=np.float32)
    carried: Scores = np.zeros(size, dtype=np.float32)
    whole = unwritten = 0.0
    for each in said(view, asked, numbering, mask):
        if not each.documents:
            unwritten += each.weight
        else:
            scores += each.weight * each.shares
            carried += np.where(each.shares > 0, np.float32(each.weight), np.float32(0))
            whole += each.weight
    for phrase in asked.phrases:
        scores *= all_of(view, phrase.stems, view.ordinals(numbering), size) > 0
    scores[carried < ENOUGH * whole] = 0
    best = int(np.argmax(scores)) if size else 0
    return scores, float(carried[best]) / (whole + unwritten) if scores.any() else 0.0


def _saying(candidates: Sequence[int], asked: Question) -> Numbers:
    """Return which candidates have the words of every phrase side by side."""
    rows = PublicDocument.objects.filter(pk_number__in=candidates).values_list("pk_number", "search_text")
    wanted = [f" {' '.join(phrase.stems)} " for phrase in asked.phrases]
    found = [number for number, text in rows if _has_all(text, wanted, asked.locale)]
    return np.asarray(found, dtype=np.uint32)


def _has_all(text: str, phrases: Iterable[str], locale: str) -> bool:
    whole = f" {' '.join(language.stems(language.words(text), locale))} "
    return all(phrase in whole for phrase in phrases)
