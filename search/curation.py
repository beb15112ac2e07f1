"""Results that staff chose for the words of a query: pinned ones come first, hidden ones do not come."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portfolio.publication.columns import Numbering


@dataclass(frozen=True)
class Curation:
    """Documents by their numbers. Filters and phrases narrow what is pinned like everything else."""

    pinned: Sequence[int] = ()
    """In their order"""
    hidden: Sequence[int] = ()

    def applied(self, scores: NDArray[np.float32], numbering: Numbering) -> NDArray[np.float32]:
        """Return the scores, with what is pinned above all others and what is hidden without any.

        Each pinned one has four times the score of the next: a factor that tells places like one's own
        from others does not change their order.
        """
        if not (self.pinned or self.hidden):
            return scores
        found = np.append(scores, np.float32(0))  # the last place is for what the catalog does not have
        best = found.max(initial=np.float32(1))
        for place, number in enumerate(reversed(self.pinned), 1):
            found[numbering.of(np.array([number]))] = best * np.float32(4) ** place
        found[numbering.of(np.array(self.hidden, dtype=np.int64))] = 0
        return found[:-1]


AS_FOUND = Curation()
"""Nobody chose anything"""
