"""The layout of a segment: from documents to arrays, and from arrays to bytes and back.

A posting holds, for one stem, the places of the documents that have it (two bytes each, ascending) and
after them how much it says about each (one byte each). What a stem says is BM25's share of the term
frequency, which saturates, so that one byte is exact enough; the rarity of the stem comes in when it is
asked for, since it changes with every document.
"""

import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.texts import Weighed

SEGMENT_SIZE = 65_536
"""Documents in a segment at most: a place is two bytes"""
K1, B = 1.2, 0.75
"""BM25's: how soon more of the same word says nothing new, and how much long texts are held back"""
_STEPS = 255

Places = NDArray[np.uint16]
Impacts = NDArray[np.uint8]
Numbers = NDArray[np.uint32]


@dataclass(frozen=True)
class Packed:
    """A segment that is ready to be stored."""

    numbers: Numbers
    text_length: float
    words: Mapping[str, int]
    postings: Iterable[tuple[str, bytes]]


class _Codes(dict[str, int]):
    """Numbers for stems, from 0 in the order in which they came."""

    def __missing__(self, stem: str) -> int:
        code = self[stem] = len(self)
        return code


class Packer:
    """Takes documents in one by one, for one segment in one language."""

    def __init__(self) -> None:
        self._numbers, self._lengths, self._sizes = array("I"), array("I"), array("I")
        self._stems = _Codes()
        self._words: Counter[str] = Counter()
        self._codes, self._in_text = array("I"), array("I")
        self._besides: list[tuple[int, float]] = []
        """What is added to single postings, by their place in the arrays"""

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, number: int, weighed: Weighed) -> None:
        in_text, besides = weighed.in_text, weighed.besides
        before = len(self._codes)
        stems = [*besides, *(in_text.keys() - besides.keys())]
        self._codes.extend([self._stems[stem] for stem in stems])
        self._in_text.extend([in_text.get(stem, 0) for stem in stems])
        self._besides += enumerate(besides.values(), before)
        self._numbers.append(number)
        self._lengths.append(weighed.length)
        self._sizes.append(len(stems))
        self._words.update(weighed.words)

    def text_length(self) -> float:
        return max(1.0, float(np.mean(self._lengths))) if self._lengths else 1.0

    def packed(self, text_length: float) -> Packed:
        """Return the segment, whose texts are long or short in comparison with `text_length`."""
        lengths = np.asarray(self._lengths, dtype=np.float32)
        held_back = np.float32(1 - B) + np.float32(B / text_length) * lengths
        sizes = np.asarray(self._sizes)
        places = np.repeat(np.arange(len(self), dtype=np.uint16), sizes)
        frequency = np.asarray(self._in_text, dtype=np.float32) / np.repeat(held_back, sizes)
        for place, weight in self._besides:
            frequency[place] += weight
        return Packed(
            np.asarray(self._numbers, dtype=np.uint32),
            self.text_length(),
            self._words,
            self._by_stem(places, _impacts(frequency.astype(np.float32))),
        )

    def _by_stem(self, places: Places, impacts: Impacts) -> Iterator[tuple[str, bytes]]:
        codes = np.asarray(self._codes)
        order = np.argsort(codes, kind="stable")
        ends = np.cumsum(np.bincount(codes, minlength=len(self._stems)))
        places, impacts = places[order], impacts[order]
        start = 0
        for stem, end in zip(self._stems, ends.tolist(), strict=True):
            yield stem, pack_posting(places[start:end], impacts[start:end])
            start = end


def impact_of(in_text: int, besides: float, length: int, text_length: float) -> int:
    """Return what a stem says about one document, as a posting has it."""
    held_back = 1 - B + B * length / text_length
    return int(_impacts(np.asarray([in_text / held_back + besides], dtype=np.float32))[0])


def share(impacts: Impacts) -> NDArray[np.float32]:
    """Return impacts as shares of the most that a stem can say."""
    return impacts.astype(np.float32) / np.float32(_STEPS)


def _impacts(frequency: NDArray[np.float32]) -> Impacts:
    steps: Impacts = np.maximum(1, np.rint(frequency / (K1 + frequency) * _STEPS)).astype(np.uint8)
    return steps


def pack_posting(places: Places, impacts: Impacts) -> bytes:
    return places.tobytes() + impacts.tobytes()


def unpack_posting(packed: bytes | memoryview) -> tuple[Places, Impacts]:
    number = len(packed) // 3
    places = np.frombuffer(packed, dtype=np.uint16, count=number)
    return places, np.frombuffer(packed, dtype=np.uint8, offset=2 * number)


def pack_words(counts: Mapping[str, int]) -> bytes:
    words = sorted(counts)
    numbers = np.fromiter((counts[word] for word in words), dtype=np.uint32, count=len(words))
    return zlib.compress("\n".join(words).encode() + b"\0" + numbers.tobytes(), 1)


def unpack_words(packed: bytes | memoryview) -> tuple[list[str], NDArray[np.uint32]]:
    """Return the words in order, and how many documents have each."""
    text, _end, numbers = zlib.decompress(packed).partition(b"\0")
    words = text.decode().split("\n") if text else []
    return words, np.frombuffer(numbers, dtype=np.uint32)


def merged(
    parts: Sequence[tuple[Numbers, NDArray[np.bool_]]],
    postings: Iterable[tuple[str, int, bytes]],
) -> tuple[Numbers, Iterator[tuple[str, bytes]]]:
    """Put segments together, leaving out the documents that are not kept.

    Each part is the numbers of a segment and which of them to keep; `postings` are (stem, part, packed),
    ordered by stem. Returns the numbers of the new segment and its postings.
    """
    places, start = [], 0
    for _numbers, kept in parts:
        places.append(np.where(kept, start + np.cumsum(kept) - 1, -1))
        start += int(kept.sum())
    numbers = np.concatenate([numbers[kept] for numbers, kept in parts])
    return numbers, _merged_postings(places, postings)


def _merged_postings(
    places: Sequence[NDArray[np.int64]], postings: Iterable[tuple[str, int, bytes]]
) -> Iterator[tuple[str, bytes]]:
    stem = ""
    found: list[tuple[int, Places, Impacts]] = []
    for next_stem, part, packed in postings:
        if next_stem != stem:
            yield from _joined(stem, found)
            stem, found = next_stem, []
        old, impacts = unpack_posting(packed)
        new = places[part][old]
        found.append((part, new[new >= 0].astype(np.uint16), impacts[new >= 0]))
    yield from _joined(stem, found)


def _joined(stem: str, found: list[tuple[int, Places, Impacts]]) -> Iterator[tuple[str, bytes]]:
    found.sort(key=lambda each: each[0])
    places = [places for _part, places, _impacts in found if len(places)]
    if places:
        impacts = [impacts for _part, _places, impacts in found]
        yield stem, pack_posting(np.concatenate(places), np.concatenate(impacts))
