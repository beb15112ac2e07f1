"""What the library's script says about a search: that its results stood, or that one of them was opened."""

from django.http import HttpRequest

from portfolio.views.reads import beacon
from search.asked.notes import note_opened, note_search
from search.asked.slips import read_slip


@beacon
def count_search(request: HttpRequest) -> bool:
    """Note the search on the `slip`; with a `rank`, 0 for the first of the page, that it was opened."""
    slip = read_slip(request.POST.get("slip", ""))
    if slip is None:
        return False
    rank = request.POST.get("rank")
    if rank is None:
        note_search(slip, again=request.POST.get("again") == "1")
        return True
    is_number = rank.isascii() and rank.isdecimal() and len(rank) < 4
    return is_number and note_opened(slip, int(rank))
