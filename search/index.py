"""The index as one process reads it: the stored segments, and the documents that are newer than they.

A reader of the log: before each question it takes in what has come since, so that what is published is
found from the next question on. What is gone is never found, since only documents that the catalog knows
as public count; nothing here decides that.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from portfolio.publication.columns import Numbering
from portfolio.publication.models import PublicDocument
from portfolio.publication.positions import Position
from search.fresh import Fresh
from search.models import Posting, SearchHead, Segment
from search.packing import Impacts, Numbers, share, unpack_posting, unpack_words
from search.segments import average, numbers_of
from search.spelling import Vocabulary
from search.texts import COLUMNS, text_of

TAKEN_IN_AT_ONCE = 1_000
"""The newest documents that a process takes in itself; a longer rest waits for the worker"""
MOST_KEPT = 32
"""Stems whose postings a process keeps, up to nine bytes a document each"""
_USUAL_LENGTH = 400.0
"""Words of a text, where nothing is indexed yet to compare with"""

Scores = NDArray[np.float32]
Ordinals = NDArray[np.int64]
Posted = list[tuple[int, NDArray[np.intp], Impacts]]
"""Where a stem is: by part, which of its documents have it and what it says about them"""


@dataclass(frozen=True)
class Part:
    """A segment, or the fresh documents, by the numbers that are found in it alone."""

    numbers: Numbers
    segment_id: int | None = None


@dataclass(frozen=True)
class View:
    """What there is in one language, as long as it stays as it is."""

    locale: str
    parts: Sequence[Part]
    size: int
    """How many documents were indexed; some of them may be gone"""
    _index: "Index"
    _ordinals: dict[Numbering, Sequence[Ordinals]] = field(default_factory=dict)
    _postings: dict[str, Posted] = field(default_factory=dict)
    """By stem"""

    def read(self, stems: Iterable[str]) -> "View":
        """Return the same with the postings of `stems` and no others, fetched in one query at most.

        The last ones are kept: one search may ask for its words more than once.
        """
        wanted = list(dict.fromkeys(stems))
        found = {stem: kept for stem in wanted if (kept := self._postings.get(stem)) is not None}
        found |= self._index.fetch(self, [stem for stem in wanted if stem not in found])
        if len(self._postings) > MOST_KEPT:
            self._postings.clear()
        self._postings.update(found)
        return replace(self, _postings=found)

    def frequency(self, stem: str) -> int:
        """Return how many documents have `stem`, which has been read."""
        return sum(len(places) for _part, places, _impacts in self._postings[stem])

    def weights(self, stem: str, ordinals: Sequence[Ordinals], size: int) -> Scores:
        """Return what `stem` says about each of the catalog's `size` documents.

        `ordinals` are the catalog's, for each part; size for what is not to be found.
        """
        found: Scores = np.zeros(size + 1, dtype=np.float32)
        for places, shares in self.saying(stem, ordinals):
            found[places] = shares
        found[size] = 0
        return found[:size]

    def saying(self, stem: str, ordinals: Sequence[Ordinals]) -> Iterator[tuple[Ordinals, Scores]]:
        """Yield which of the catalog's documents have `stem`, each once, and what it says about them.

        What is not to be found there is among them, too, under the catalog's size.
        """
        for part, places, impacts in self._postings[stem]:
            yield ordinals[part][places], share(impacts)

    def ordinals(self, numbering: Numbering) -> Sequence[Ordinals]:
        """Return the catalog's ordinals of each part's documents; its size for what is not found there.

        What is in several parts is found in the newest alone.
        """
        kept = self._ordinals.get(numbering)
        if kept is None:
            self._ordinals.clear()
            kept = self._ordinals[numbering] = _each_once(self.parts, numbering)
        return kept

    def vocabularies(self) -> Sequence[Vocabulary]:
        """Return the words as they are written, with about how many documents have each."""
        return self._index.vocabularies(self.locale)


class Index:
    """What one process knows of the index."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forget("")

    def _forget(self, epoch: str) -> None:
        self._epoch, self._version, self._sequence = epoch, -1, 0
        self._segments: list[Segment] = []
        self._fresh: dict[str, Fresh] = {}
        self._views: dict[str, View] = {}
        self._stored_words: dict[str, Vocabulary] = {}
        self._fresh_words: dict[str, Vocabulary] = {}

    def view(self, at: Position, locale: str) -> View:
        """Return what there is in `locale` up to `at`."""
        version, sequence = _head()
        with self._lock:
            if at.epoch != self._epoch:
                self._forget(at.epoch)
            if version != self._version:
                self._take_in_segments(version, sequence)
            if at.sequence > self._sequence:
                self._take_in_documents(at.sequence)
            if locale not in self._views:
                self._views[locale] = self._view(locale)
            return self._views[locale]

    def view_again(self, at: Position, locale: str) -> View:
        """Return what `view` has just returned at `at`, without looking for newer segments anew."""
        with self._lock:
            is_known = at.epoch == self._epoch and at.sequence <= self._sequence
            view = self._views.get(locale) if is_known else None
        return view or self.view(at, locale)

    def fetch(self, view: View, stems: Sequence[str]) -> dict[str, Posted]:
        found: dict[str, Posted] = {stem: [] for stem in stems}
        part_of = {part.segment_id: place for place, part in enumerate(view.parts)}
        for stem, segment_id, packed in _postings(stems, [pk for pk in part_of if pk is not None]):
            places, impacts = unpack_posting(packed)
            found[stem].append((part_of[segment_id], places.astype(np.intp), impacts))
        with self._lock:
            fresh = self._fresh.get(view.locale)
            for stem in stems if fresh and None in part_of else ():
                self._add_fresh(found[stem], part_of[None], view, stem)
        return found

    def _add_fresh(self, found: Posted, part: int, view: View, stem: str) -> None:
        numbers, impacts = self._fresh[view.locale].posting(stem)
        if len(numbers):
            known = view.parts[part].numbers  # in ascending order
            places = np.searchsorted(known, numbers)
            places[places == len(known)] = 0
            there = known[places] == numbers  # not what came after this view was made
            found.append((part, places[there], impacts[there]))

    def vocabularies(self, locale: str) -> Sequence[Vocabulary]:
        with self._lock:
            if locale not in self._stored_words:
                self._stored_words[locale] = Vocabulary(self._count_words(locale))
            if locale not in self._fresh_words:
                self._fresh_words[locale] = Vocabulary(
                    dict(self._fresh[locale].words) if locale in self._fresh else {}
                )
            return self._stored_words[locale], self._fresh_words[locale]

    def _count_words(self, locale: str) -> dict[str, int]:
        counts: dict[str, int] = {}
        stored = Segment.rows.filter(pk__in=[each.pk for each in self._segments if each.locale == locale])
        for packed in stored.values_list("words", flat=True):
            words, numbers = unpack_words(packed)
            for word, number in zip(words, numbers.tolist(), strict=True):
                counts[word] = counts.get(word, 0) + number
        return counts

    def _view(self, locale: str) -> View:
        segments = [each for each in self._segments if each.locale == locale]
        parts = [Part(numbers_of(each), each.pk) for each in segments]
        if len(self._fresh.get(locale, ())):
            parts.append(Part(np.sort(self._fresh[locale].numbers)))
        size = len(np.unique(np.concatenate([part.numbers for part in parts]))) if parts else 0
        return View(locale, parts, size, self)

    def _take_in_segments(self, version: int, sequence: int) -> None:
        self._segments = list(Segment.objects.defer("words").order_by("pk"))
        self._version = version
        self._sequence, self._fresh = sequence, {}
        self._views, self._stored_words, self._fresh_words = {}, {}, {}

    def _take_in_documents(self, up_to: int) -> None:
        rows = PublicDocument.objects.filter(sequence__gt=self._sequence, sequence__lte=up_to)
        newest = rows.order_by("-sequence").values_list(*COLUMNS)[:TAKEN_IN_AT_ONCE]
        for row in reversed(newest):
            text = text_of(row)
            if text.locale not in self._fresh:
                self._fresh[text.locale] = Fresh(self._text_length(text.locale))
            self._fresh[text.locale].put(text)
        self._sequence = up_to
        self._views, self._fresh_words = {}, {}

    def _text_length(self, locale: str) -> float:
        lengths = [(each.size, each.text_length) for each in self._segments if each.locale == locale]
        return average(lengths) or _USUAL_LENGTH


def _each_once(parts: Sequence[Part], numbering: Numbering) -> Sequence[Ordinals]:
    taken = np.zeros(numbering.size + 1, dtype=np.bool_)
    found: list[Ordinals] = []
    for part in reversed(parts):
        ordinals = numbering.of(part.numbers)
        ordinals[taken[ordinals]] = numbering.size
        taken[ordinals] = True
        taken[numbering.size] = False
        found.insert(0, ordinals)
    return found


def _head() -> tuple[int, int]:
    row = SearchHead.objects.values_list("version", "sequence").first()
    return row or (0, 0)


def _postings(stems: Sequence[str], segments: Sequence[int]) -> Iterable[tuple[str, int, bytes]]:
    if not (stems and segments):
        return []
    table = connection.ops.quote_name(Posting._meta.db_table)
    marks, places = ",".join(["%s"] * len(stems)), ",".join(["%s"] * len(segments))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT term, segment_id, packed FROM {table} "  # noqa: S608  (the table's own name)
            f"WHERE term IN ({marks}) AND segment_id IN ({places})",
            [*stems, *segments],
        )
        return list(cursor.fetchall())


index = Index()
"""This process's own"""
