"""What a result shows: where it says what was asked for, and what of that it does not say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio.publication.encoding import decode
from portfolio.publication.stored import Row
from portfolio.publication.words import words_of
from search.highlights import LETTERS_LOOKED_AT, Marked, Marker
from search.queries import Question


@dataclass(frozen=True)
class Hit:
    """An entry that was found, with the places where it says what was asked for, as HTML."""

    row: Row
    title: str
    snippet: str
    unsaid: Sequence[str] = ()
    """The words of the question that it does not say"""
    is_pinned: bool = False
    """Staff chose it for this query"""
    in_other_words: bool = False
    """It says no word of the question, and was found by what it means"""


def hits_of(
    rows: Iterable[Row],
    asked: Question,
    shown_as: Mapping[str, str],
    pinned: Sequence[int],
    *,
    by_meaning: bool,
) -> list[Hit]:
    """Return what each row shows. `shown_as` is how words of the question are named to readers, by these."""
    marker = Marker(asked.stems, asked.locale)
    return [_hit(row, marker, asked, shown_as, pinned, by_meaning=by_meaning) for row in rows]


def _hit(
    row: Row,
    marker: Marker,
    asked: Question,
    shown_as: Mapping[str, str],
    pinned: Sequence[int],
    *,
    by_meaning: bool,
) -> Hit:
    card, whole = decode(row.card), marker.read(row.words or "")
    summary, _said = marker.read(card.get("summary") or "").snippet()
    shown, said = whole.snippet(_after_card(whole.text, card)) if "<mark>" not in summary else (summary, 0)
    unsaid = _unsaid(whole, asked, shown_as) if by_meaning or len(asked.terms) > 1 else []
    is_pinned = row.number in pinned
    return Hit(
        row,
        marker.marked(card["title"]),
        shown if said else summary,
        unsaid,
        is_pinned=is_pinned,
        in_other_words=by_meaning and not is_pinned and len(unsaid) == len(asked.terms),
    )


def _after_card(words: str, card: Mapping[str, Any]) -> int:
    """Return where that begins in a document's words which the card does not show already."""
    rest = words.removeprefix(words_of(card, {})).lstrip()
    return len(words) - len(rest)


def _unsaid(whole: Marked, asked: Question, shown_as: Mapping[str, str]) -> list[str]:
    """Return the words of the question that `whole`, all that a document says, does not have.

    A long text is not read to its end, and nothing is claimed of it. Nor need one word alone be asked
    for, where only words find anything.
    """
    if len(whole.text) > LETTERS_LOOKED_AT:
        return []
    said = whole.said()
    return [
        shown_as.get(term.word, term.word)
        for term in asked.terms
        if not any(said.issuperset(way.stems) for way in term.ways)
    ]
