"""Who is measured, and what each is asked: the one place that knows the addresses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from benchmarks.content import SEED
from benchmarks.words import Words

LIST = 20
FACETS = "theme,state,maturity"
SEARCH = f"/api/v1/search?kind=innovation&limit={LIST}&facets={FACETS}&q="
V2 = "/bench/v2/pages/"
V3 = "/bench/v3/pages/"
V2_LIST = f"{V2}?type=portfolio.InnovationPage&limit={LIST}"
V3_LIST = f"{V3}?type=portfolio.InnovationPage&limit={LIST}"
V2_ALL = "*,-html_url"
V2_CARD = "-html_url,summary,maturity,cost_band,grade_bands,start_year,themes(name,slug)"

OPERATIONS = {
    "list": f"list of {LIST}, full",
    "cards": f"list of {LIST}, cards",
    "detail": "detail",
    "filtered": "filtered list, full",
    "facets": "list, three facets",
    "search": "search, three facets",
    "unchanged": "304 on a detail",
    "changes": f"{LIST} changes, full",
}


class Entry(NamedTuple):
    page_id: int
    public_id: str


class Filter(NamedTuple):
    maturity: str
    cost: str


FILTERS = [Filter("growing", "low"), Filter("pilot", "none"), Filter("established", "medium")]


@dataclass(frozen=True)
class Content:
    """What there is to ask for."""

    entries: Sequence[Entry]
    documents: int


Steps = tuple[str, ...]
"""The paths that one operation takes, one after the other"""


@dataclass(frozen=True)
class Operation:
    """How one contestant does one thing: in one of `turns`, taken in order, over and over."""

    turns: Sequence[Steps] = ()
    items: int | None = None
    """How many `items` the first answer has to have: a quick answer with nothing in it is no answer"""
    conditional: bool = False
    """Asked for again with the ETag that the first answer had; only 304 will do"""
    cannot: str = ""
    note: str = ""


Table = dict[str, Operation]


def ours(content: Content) -> Table:
    base = "/api/v1/innovations"
    details = [(f"{base}/{entry.public_id}",) for entry in content.entries]
    filtered = [(f"{base}?view=full&limit={LIST}&maturity={f.maturity}&cost={f.cost}",) for f in FILTERS]
    places = range(0, max(1, content.documents - LIST), max(1, content.documents // 40))
    return {
        "list": Operation([(f"{base}?view=full&limit={LIST}",)], items=LIST),
        "cards": Operation([(f"{base}?limit={LIST}",)], items=LIST),
        "detail": Operation(details),
        "filtered": Operation(filtered, items=LIST),
        "facets": Operation([(f"{base}?limit={LIST}&facets={FACETS}",)], items=LIST),
        "search": Operation([(f"{SEARCH}{quote(text)}",) for text in searches()], items=LIST),
        "unchanged": Operation(details, conditional=True),
        "changes": Operation(
            [(f"/api/v1/changes?after={place}&limit={LIST}&documents=full",) for place in places], items=LIST
        ),
    }


def searches() -> list[str]:
    """Return what is searched for: a word that is common in the entries, and one that is less so."""
    words = Words(SEED).vocabulary
    return [f"{words[3 + rank]} {words[100 + 20 * rank]}" for rank in range(40)]


def wagtail_v2(content: Content) -> Table:
    details = [(f"{V2}{entry.page_id}/?fields={V2_ALL}",) for entry in content.entries]
    no_url = "Without the entry's address, which our page model takes two queries an item to say."
    filtered = [(f"{V2_LIST}&fields={V2_ALL}&maturity={f.maturity}&cost_band={f.cost}",) for f in FILTERS]
    return {
        "list": Operation([(f"{V2_LIST}&fields={V2_ALL}",)], items=LIST, note=no_url),
        "cards": Operation([(f"{V2_LIST}&fields={V2_CARD}",)], items=LIST, note=no_url),
        "detail": Operation(details, note=no_url),
        "filtered": Operation(filtered, items=LIST, note=no_url),
        "facets": Operation(cannot="It counts nothing."),
        "search": Operation(cannot="It counts nothing."),
        "unchanged": Operation(details, conditional=True),
        "changes": Operation(cannot="It has no list of changes, and says nothing of what was withdrawn."),
    }


def wagtail_v3(content: Content) -> Table:
    details = [(f"{V3}{entry.page_id}/",) for entry in content.entries]
    each = tuple(path for (path,) in details[:LIST])
    many = f"Its list gives titles and addresses only: 1 + {LIST} requests, taken as one."
    filtered = [(f"{V3_LIST}&maturity={f.maturity}&cost_band={f.cost}", *each) for f in FILTERS]
    return {
        "list": Operation([(V3_LIST, *each)], items=LIST, note=many),
        "cards": Operation(
            [(V3_LIST,)], items=LIST, note="Less than a card: no summary, facts, themes or picture."
        ),
        "detail": Operation(details),
        "filtered": Operation(filtered, items=LIST, note=many),
        "facets": Operation(cannot="It counts nothing."),
        "search": Operation(cannot="It counts nothing."),
        "unchanged": Operation(details, conditional=True),
        "changes": Operation(cannot="It has no list of changes, and says nothing of what was withdrawn."),
    }


def floor(content: Content) -> Table:
    return {"list": Operation([("/bench/floor",)], items=LIST)}


OURS = "ours"
CONTESTANTS: dict[str, Callable[[Content], Table]] = {
    OURS: ours,
    "Wagtail v2": wagtail_v2,
    "Wagtail v3": wagtail_v3,
}
FLOOR = "bare view"
CACHED = {f"list of {LIST}, full": f"/api/v1/innovations?view=full&limit={LIST}", "page": "/innovations/"}
"""What is asked through nginx and its cache"""
