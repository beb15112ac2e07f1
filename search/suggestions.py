"""What somebody may be about to type: words that begin so, and entries that answer it.

The vocabulary keeps words of what was withdrawn, and of other sites. So none is offered that was not
just read in a public document.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from portfolio.publication import stored
from portfolio.publication.asking import RELEVANCE, Query
from portfolio.publication.catalog import catalog
from portfolio.publication.encoding import decode
from portfolio.publication.models import PublicDocument
from portfolio.publication.positions import Position, position
from portfolio.publication.stored import Row
from search import language
from search.engines import Wanted
from search.index import Ordinals, View, index
from search.library import EMBEDDED
from search.queries import MOST_ENDINGS, Question, Typed, question, read
from search.spelling import completions
from search.told import told

MOST_WORDS, MOST_ENTRIES = 8, 5
READ_FOR_A_WORD = 2
"""Documents that say a word most; their text shows in which form it is written"""
APOSTROPHES = "'’"
"""They stand within words"""
LOOKED_AT = 20
"""The best entries, of which those come first that say it in their title"""


@dataclass(frozen=True)
class Suggested:
    before: str
    """What was typed before the word that is not finished"""
    words: Sequence[str]
    """What that word may become, the commonest first"""
    entries: Sequence[tuple[Row, str]]
    """Entries with their titles"""
    at: Position
    """Where the log was when entries were chosen"""
    read_at: Position
    """And when they were read"""


def suggested(at: Position, text: str, query: Query) -> Suggested:
    """Return what may go on from `text`, of the entries that `query` leaves."""
    typed = read(text, is_unfinished=True)
    if not typed.words:
        return Suggested("", [], [], at, position())
    view = index.view(at, query.locale)
    synonyms = told(at.epoch).synonyms_in(query.locale)
    asked = replace(question(typed, query.locale, view.vocabularies(), synonyms), phrases=())
    chosen = told(at.epoch).curation(query.locale, asked.words)
    wanted = Wanted(0, LOOKED_AT, curation=chosen)
    found = EMBEDDED.find(at, replace(query, sort=RELEVANCE), asked, wanted)
    letters = typed.words[-1] if typed.is_unfinished else ""
    forms = _forms(letters, view) if letters else {}
    saying = _saying(at, query, view, forms)
    words = _written(forms, _texts(saying)) if saying else []
    entries = stored.numbered(found.numbers, stored.CARD)
    return Suggested(_before(typed), words, _by_title(entries.rows, typed, asked), found.at, entries.at)


def _before(typed: Typed) -> str:
    """Return the text up to its last word."""
    if not typed.is_unfinished:
        return f"{typed.text} "
    start = len(typed.text)
    while start and (typed.text[start - 1].isalnum() or typed.text[start - 1] in APOSTROPHES):
        start -= 1
    return typed.text[:start]


def _forms(letters: str, view: View) -> dict[str, list[str]]:
    """Return by stem the words that begin with `letters`, the commonest first."""
    words = completions(letters, view.vocabularies(), MOST_ENDINGS)
    forms: dict[str, list[str]] = {}
    for word, stem in zip(words, language.stems(words, view.locale), strict=True):
        if word != letters:
            forms.setdefault(stem, []).append(word)
    return forms


def _saying(at: Position, query: Query, view: View, stems: Iterable[str]) -> list[int]:
    """Return the numbers of public documents that say most of each stem, of as many as can be shown."""
    view = view.read(stems)
    numbering, matching = catalog.matching(at, query)
    if not numbering.size:
        return []
    ordinals = view.ordinals(numbering)
    is_found = np.append(matching, False)
    found: list[int] = []
    shown = 0
    for stem in stems:
        saying = numbering.numbers[_most_saying(view, stem, ordinals, is_found)]
        found += saying.tolist()
        shown += bool(len(saying))
        if shown == MOST_WORDS:
            break
    return found


def _most_saying(
    view: View, stem: str, ordinals: Sequence[Ordinals], is_found: NDArray[np.bool_]
) -> list[int]:
    """Return the documents that say most of `stem`, of those that are found."""
    best: list[tuple[float, int]] = []
    for places, shares in view.saying(stem, ordinals):
        held = np.where(is_found[places], shares, np.float32(0))
        most = np.argpartition(-held, min(READ_FOR_A_WORD, len(held) - 1))[:READ_FOR_A_WORD]
        best += zip(held[most].tolist(), places[most].tolist(), strict=True)
    return [place for share, place in nlargest(READ_FOR_A_WORD, best) if share]


def _texts(numbers: Iterable[int]) -> Iterable[str]:
    """Return what documents say that are public right now."""
    return PublicDocument.objects.filter(pk_number__in=numbers).values_list("search_text", flat=True)


def _written(forms: Mapping[str, Sequence[str]], texts: Iterable[str]) -> list[str]:
    """Return one form of each word, the commonest of those that are in `texts`, as it is written there."""
    there = language.standing_in("\n".join(texts), chain.from_iterable(forms.values()))
    words = (next((there[form] for form in each if form in there), "") for each in forms.values())
    return [word for word in words if word][:MOST_WORDS]


def _by_title(entries: Iterable[Row], typed: Typed, asked: Question) -> list[tuple[Row, str]]:
    """Return the best entries with their titles, those first whose title says most of what was typed."""
    titled = [(row, str(decode(row.card)["title"])) for row in entries]
    *whole, last = typed.words
    stems = set(language.stems(language.telling([*whole], asked.locale), asked.locale))

    def said_in(title: str) -> int:
        words = language.words(title)
        is_begun = any(word.startswith(last) for word in words)
        return is_begun + len(stems.intersection(language.stems(words, asked.locale)))

    return sorted(titled, key=lambda each: -said_in(each[1]))[:MOST_ENTRIES]
