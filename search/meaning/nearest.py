"""The meanings of all documents as one process knows them, and which are nearest to a question.

Each language has one array of a byte a number: 38 MB for 100,000 documents. A process looks for newer
meanings every few seconds. What is gone is never found, since only documents that the catalog has count.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from portfolio.publication.asking import Query
from portfolio.publication.catalog import catalog
from portfolio.publication.columns import Numbering, Numbers
from portfolio.publication.positions import Position
from search.meaning.model import WIDTH, Meaning
from search.models import DocumentMeaning, MeaningHead

MOST = 100
"""Documents that are near to one question"""
COUNTS_FROM = 0.2
"""How like a question a document has to be for that to count; what has nothing to do with it is below"""
FOUND_FROM = 0.4
"""And to be found without saying enough of its words"""
FOUND_FROM_ALONE = 0.3
"""The same, where its words find nothing. All three by trying, with search_eval and the judged queries"""

KEPT_SECONDS = 5
COMPARED_AT_ONCE = 512
"""Vectors that fit into a processor's cache as floats; larger parts take ten times as long"""
TAKEN_IN_AT_ONCE = 2_000
_ROOM = 1_024

Similarities = NDArray[np.float32]


@dataclass(frozen=True)
class Nearest:
    """Documents whose meaning is near to a question's, the nearest first."""

    numbers: Numbers
    similarities: Similarities

    def joined(self, scores: NDArray[np.float32], share: float, numbering: Numbering) -> NDArray[np.float32]:
        """Return what words and meaning say together, of what the words alone do.

        The best by words counts the `share` of the question that it says; what a document is more like
        the question than COUNTS_FROM is added. Scores and not ranks: words that say exactly what is meant
        keep their lead, and one word of many does not get it.
        """
        best = scores.max(initial=np.float32(0))
        found = np.append(scores * (share / best) if best else scores, np.float32(0)).astype(np.float32)
        ordinals = numbering.of(self.numbers)
        least = FOUND_FROM if best else FOUND_FROM_ALONE
        counts = (found[ordinals] > 0) | (self.similarities >= least)
        found[ordinals] += np.where(counts, self.similarities - np.float32(COUNTS_FROM), np.float32(0))
        joined: NDArray[np.float32] = found[:-1]
        return joined


class _Vectors:
    """The vectors of one language, in an array that grows."""

    def __init__(self) -> None:
        self._values = np.zeros((_ROOM, WIDTH), dtype=np.int8)
        self._scales = np.zeros(_ROOM, dtype=np.float32)
        self._numbers = np.zeros(_ROOM, dtype=np.int64)
        self._place_of: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._place_of)

    @property
    def numbers(self) -> Numbers:
        return self._numbers[: len(self)]

    def put(self, rows: Sequence[tuple[int, bytes | memoryview]]) -> None:
        """Take in vectors, by number; an empty one makes what was there unlike anything."""
        known = self._place_of
        places = np.array([known.setdefault(number, len(known)) for number, _packed in rows])
        self._make_room()
        packed = b"".join(bytes(packed) or bytes(WIDTH) for _number, packed in rows)
        values = np.frombuffer(packed, dtype=np.int8).reshape(-1, WIDTH)
        lengths = np.linalg.norm(values.astype(np.float32), axis=1)
        self._values[places] = values
        self._scales[places] = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        self._numbers[places] = [number for number, _packed in rows]

    def _make_room(self) -> None:
        room = len(self._values)
        if len(self) > room:
            room = max(len(self), room * 5 // 4)
            self._values = np.resize(self._values, (room, WIDTH))
            self._scales, self._numbers = np.resize(self._scales, room), np.resize(self._numbers, room)

    def similarities(self, meaning: Meaning) -> Similarities:
        """Return how near each is to `meaning`, from -1 to 1."""
        found = np.empty(len(self), dtype=np.float32)
        for start in range(0, len(self), COMPARED_AT_ONCE):
            part = slice(start, min(start + COMPARED_AT_ONCE, len(self)))
            np.dot(self._values[part].astype(np.float32), meaning, out=found[part])
        found *= self._scales[: len(self)]
        return found


class Meanings:
    """What one process knows of the stored meanings."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forget("", 0)

    def _forget(self, epoch: str, version: int) -> None:
        self._epoch, self._version = epoch, version
        self._revision, self._until = 0, 0.0
        self._vectors: dict[str, _Vectors] = {}

    def forget(self) -> None:
        """Look anew next time."""
        with self._lock:
            self._forget("", 0)

    def mark(self, at: Position) -> str:
        """Return what is the same as long as no meaning changes."""
        with self._lock:
            self._take_in(at)
            return f"{self._version}.{self._revision}"

    def knows(self, at: Position, locale: str) -> bool:
        """Say whether any document in `locale` can be compared."""
        with self._lock:
            self._take_in(at)
            return locale in self._vectors

    def nearest(self, at: Position, query: Query, meaning: Meaning) -> Nearest:
        """Return the documents that are most like `meaning`, of all public ones that `query` could list.

        However it is narrowed: so that the counts of filters, and pages, are those of one answer.
        """
        with self._lock:
            self._take_in(at)
            vectors = self._vectors.get(query.locale, _Vectors())
            similar, numbers = vectors.similarities(meaning), vectors.numbers.copy()
        numbering, is_public = catalog.matching(at, Query(query.site_id, query.kinds, query.locale))
        similar[~np.append(is_public, False)[numbering.of(numbers)]] = -1
        near = np.flatnonzero(similar > COUNTS_FROM)
        near = near[np.lexsort((numbers[near], -similar[near]))][:MOST]
        return Nearest(numbers[near], similar[near])

    def _take_in(self, at: Position) -> None:
        now = time.monotonic()
        if at.epoch == self._epoch and now < self._until:
            return
        head = MeaningHead.objects.filter(epoch=at.epoch).values_list("version", "revision").first()
        version, revision = head or (0, 0)
        if (at.epoch, version) != (self._epoch, self._version) or revision < self._revision:
            self._forget(at.epoch, version)
        if revision > self._revision:
            self._read(revision)
        self._until = now + KEPT_SECONDS

    def _read(self, up_to: int) -> None:
        changed = DocumentMeaning.objects.filter(revision__gt=self._revision, revision__lte=up_to)
        for locale in changed.values_list("locale", flat=True).distinct():
            vectors = self._vectors.setdefault(locale, _Vectors())
            rows = changed.filter(locale=locale).values_list("number", "packed")
            left = rows.iterator(chunk_size=TAKEN_IN_AT_ONCE)
            while some := list(islice(left, TAKEN_IN_AT_ONCE)):
                vectors.put(some)
        self._revision = up_to


meanings = Meanings()
"""This process's own"""
