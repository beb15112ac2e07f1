"""Entries like one that is being read: on the same themes, by the same research, in the same words.

Places are like each other in size, locale and state instead (likeness.py).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import numpy as np

from portfolio.publication.asking import RELEVANCE, Query
from portfolio.publication.catalog import Score, catalog
from portfolio.publication.columns import Numbering, Numbers
from portfolio.publication.encoding import decode_marked
from portfolio.publication.models import PublicDocument
from portfolio.publication.positions import START, Position
from search import language
from search.engines import rarity
from search.index import Ordinals, Scores, View, index
from search.likeness import Place
from search.packing import K1
from search.texts import COLUMNS, Text, text_of, weigh

MOST = 12
"""Entries that are found for one"""
TELLING = 16
"""Stems of an entry that its likes are looked for by"""
TOO_FEW = 4
"""With fewer stems than this that others have too, its words say nothing about its likes"""
WORDS, THEMES, RESEARCH = 1.0, 0.5, 0.5
"""What it counts to say the same words, be on the same themes, rest on the same research"""
ENOUGH = 0.2
"""What has less in common than this is not like it"""
MOST_KEPT = 10_000

Stems = Mapping[str, float]
"""The telling stems of an entry, with how much each says about it"""
Key = tuple[int, str, str]
"""Site, language and id of an entry"""


@dataclass(frozen=True)
class Subject:
    """The entry that others are compared with."""

    number: int
    kind: str
    site_id: int
    text: Text
    facets: Mapping[str, Sequence[str]]
    students: int | None

    @cached_property
    def query(self) -> Query:
        """What may be like it: entries of its kind, an innovation's from other districts."""
        own = self.facets.get("district", ()) if self.kind == "innovation" else ()
        without = {"district": own} if own else {}
        return Query(self.site_id, (self.kind,), self.text.locale, without=without, sort=RELEVANCE)

    @property
    def place(self) -> Place:
        locale, state = (next(iter(self.facets.get(key, ())), "") for key in ("locale", "state"))
        return Place(self.students, locale, state)


class _Kept:
    """What was found at one state of the log."""

    def __init__(self, at: Position) -> None:
        self.at = at
        self.numbers: dict[Key, list[int]] = {}


_kept = _Kept(START)


def related(at: Position, site_id: int, locale: str, public_id: UUID | str) -> list[int]:
    """Return the numbers of the entries that are most like one, the likest first; none of what is not public.

    Three queries, and none where it was asked since the log last went on.
    """
    global _kept
    kept = _kept
    if kept.at != at or len(kept.numbers) >= MOST_KEPT:
        kept = _kept = _Kept(at)
    key = (site_id, locale, str(public_id))
    if key not in kept.numbers:
        kept.numbers[key] = _found(at, site_id, locale, public_id)
    return kept.numbers[key]


def _found(at: Position, site_id: int, locale: str, public_id: UUID | str) -> list[int]:
    subject = _subject(site_id, locale, public_id)
    if subject is None:
        return []
    if subject.kind == "district":
        return catalog.ranked(at, subject.query, _likeness_of_places(subject), 0, MOST).numbers
    view = index.view(at, locale)
    stems = telling(view, subject.text)
    view = view.read(stems)

    def score(numbering: Numbering) -> Scores:
        return _scores(view, stems, subject, numbering)

    return catalog.ranked(at, subject.query, score, 0, MOST).numbers


def _subject(site_id: int, locale: str, public_id: UUID | str) -> Subject | None:
    rows = PublicDocument.objects.filter(site_id=site_id, locale=locale, id=public_id)
    row = rows.values_list("kind", "facets_json", "numbers_json", *COLUMNS).first()
    if row is None:
        return None
    kind, facets, numbers = row[:3]
    text = text_of(row[3:])
    return Subject(
        text.number, kind, site_id, text, _by_key(facets), decode_marked(numbers).get("enrollment")
    )


def _by_key(facets: bytes) -> dict[str, list[str]]:
    values = defaultdict(list)
    for key, value, _label, _rank in decode_marked(facets):
        values[key].append(value)
    return dict(values)


def telling(view: View, text: Text) -> Stems:
    """Return the stems that say most about a text: often there, seldom elsewhere, but not there alone.

    The names of its themes and districts are left out: themes are compared by themselves, and who did
    something does not say what it was.
    """
    weighed = weigh(text)
    documents = _documents_of(view, weighed.words, text.locale)
    names = set(language.stems(language.words(text.names), text.locale))
    weights = {
        stem: rarity(documents[stem], view.size) * _said(number + weighed.besides.get(stem, 0.0))
        for stem, number in weighed.in_text.items()
        if documents.get(stem, 0) > 1 and stem not in names
    }
    most = sorted(weights, key=lambda stem: (-weights[stem], stem))[:TELLING]
    return {stem: weights[stem] for stem in most} if len(most) >= TOO_FEW else {}


def _documents_of(view: View, words: frozenset[str], locale: str) -> dict[str, int]:
    """Return about how many documents have each stem, for words that tell something: no figures."""
    stop = language.STOP_WORDS.get(locale, frozenset())
    told = [word for word in sorted(words) if word.isalpha() and len(word) > 2 and word not in stop]
    documents: dict[str, int] = defaultdict(int)
    for word, stem in zip(told, language.stems(told, locale), strict=True):
        documents[stem] += sum(each.count(word) for each in view.vocabularies())
    return documents


def _said(frequency: float) -> float:
    return frequency / (K1 + frequency)


def _scores(view: View, stems: Stems, subject: Subject, numbering: Numbering) -> Scores:
    scores = WORDS * _words_in_common(view, stems, view.ordinals(numbering), subject, numbering)
    themes = subject.facets.get("theme", ())
    for theme in themes:
        scores += np.float32(THEMES / len(themes)) * numbering.having("theme", [theme])
    if research := subject.facets.get("research"):
        scores += np.float32(RESEARCH) * numbering.having("research", research)
    scores[scores < ENOUGH] = 0
    return _without_itself(scores, subject, numbering)


def _words_in_common(
    view: View, stems: Stems, ordinals: Sequence[Ordinals], subject: Subject, numbering: Numbering
) -> Scores:
    """Return how much of what the entry says in its telling words each document says too, from 0 to 1."""
    said: Scores = np.zeros(numbering.size, dtype=np.float32)
    for stem, weight in stems.items():
        said += np.float32(weight) * view.weights(stem, ordinals, numbering.size)
    whole = said[_ordinal(subject, numbering)].sum()
    return np.minimum(said / whole, np.float32(1)) if whole else said


def _likeness_of_places(subject: Subject) -> Score:
    def score(numbering: Numbering) -> Scores:
        return _without_itself(subject.place.likeness(numbering), subject, numbering)

    return score


def _without_itself(scores: Scores, subject: Subject, numbering: Numbering) -> Scores:
    scores[_ordinal(subject, numbering)] = 0
    return scores


def _ordinal(subject: Subject, numbering: Numbering) -> Numbers:
    """Return where the entry is in the columns; nowhere when it has just gone."""
    ordinals = numbering.of(np.asarray([subject.number]))
    return ordinals[ordinals < numbering.size]
