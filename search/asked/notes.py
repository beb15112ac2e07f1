"""Notes what was searched for, in memory; `search.asked.writing` puts it into the database once a minute."""

from __future__ import annotations

from portfolio.counting import Counts, today
from search.asked.events import FIRST_PAGE, LATER, Asking, Event, Narrowing, Opening
from search.asked.slips import Slip
from search.asked.writing import write

counts: Counts[Event] = Counts("searches", write, most=5_000)


def note_search(slip: Slip, *, again: bool = False, by_api: bool = False) -> None:
    """Note a search. The same words `again`, with other filters, are not asked anew, and neither is a
    later page of the results.
    """
    if slip.start:
        return
    day = today()
    for name in slip.filters:
        counts.note(Narrowing(day, slip.locale, name))
    if slip.text and not again:
        hits = None if slip.filters else slip.hits
        counts.note(Asking(day, slip.locale, slip.text, hits, slip.is_corrected, by_api))


def note_opened(slip: Slip, place: int) -> bool:
    """Note that the result at `place` of the page, 0 for the first, was opened; False where there is none."""
    if place >= len(slip.numbers):
        return False
    if slip.text:
        rank = slip.start + place + 1
        day = today()
        rank = rank if rank <= FIRST_PAGE else LATER
        counts.note(Opening(day, slip.locale, slip.text, rank, slip.numbers[place]))
    return True
