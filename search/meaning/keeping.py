"""Keeping the stored meanings up with the publication log.

A reader of the log like any other: it goes on from its place in its order, some documents at a time, each
time in a short transaction after the work. So it may be stopped anywhere, and several may do it at once;
one of them is in vain then. Until a document has its meaning it is found by its words.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from portfolio.publication.models import PublicDocument, State
from portfolio.publication.positions import Position, position
from search.meaning import model
from search.models import DocumentMeaning, MeaningHead
from search.texts import COLUMNS, Text, text_of

ENCODED_AT_ONCE = 16
"""Documents of a step, which takes less than a second: other jobs of the worker wait for it"""
LOOKED_AT_ONCE = 500
"""Documents of a step at most, where the text of most is as it was"""
LETTERS_READ = 4_000
"""Of a text; more than the model takes in"""
_LARGEST = 127


class _Read(NamedTuple):
    """What one step saw."""

    up_to: int
    looked_at: int
    encoded: list[DocumentMeaning]
    gone: list[int]


def follow() -> int:
    """Take the next step along the log; return how many documents it dealt with, 0 at the end of the log.

    Raises MeaningMissingError.
    """
    end = position()
    head = _head(end)
    read = _read(head.sequence, end.sequence)
    if not read.looked_at:
        return 0
    return read.looked_at if _declare(head, read) else 0


def waiting() -> int:
    """Return how many documents of the log are not dealt with yet."""
    end = position()
    head = MeaningHead.objects.filter(pk=MeaningHead.ONLY, epoch=end.epoch, version=model.VERSION).first()
    after = head.sequence if head else 0
    return PublicDocument.log.filter(sequence__gt=after, sequence__lte=end.sequence).count()


def packed(meaning: model.Meaning) -> bytes:
    """Return a vector with one byte for each number. Its length is 1, so that no scale has to be kept."""
    steps: NDArray[np.int8] = np.rint(meaning * (_LARGEST / np.abs(meaning).max())).astype(np.int8)
    return steps.tobytes()


def words_read(text: Text) -> str:
    """Return what the model reads of a document: title and summary, and then as much as it takes.

    They are there twice, since they say what it is about, and the rest is longer.
    """
    body = text.body.removeprefix(text.title).lstrip().removeprefix(text.summary).lstrip()
    start = f"{text.title}. {text.summary}"
    return " ".join(f"{start} {start} {body}".split())[:LETTERS_READ]


def _head(end: Position) -> MeaningHead:
    """Return how far we are; at the beginning, where the log is another or another model made them."""
    head = MeaningHead.objects.get_or_create(pk=MeaningHead.ONLY)[0]
    if (head.epoch, head.version) == (end.epoch, model.VERSION) and head.sequence <= end.sequence:
        return head
    with transaction.atomic():
        head = MeaningHead.objects.select_for_update().get(pk=MeaningHead.ONLY)
        kept = (
            PublicDocument.objects.all() if head.version == model.VERSION else PublicDocument.objects.none()
        )
        DocumentMeaning.objects.exclude(number__in=kept.values_list("pk_number")).delete()
        head.epoch, head.version, head.sequence = end.epoch, model.VERSION, 0
        head.revision += 1
        head.save()
    return head


def _read(after: int, up_to: int) -> _Read:
    """Look at the documents that come next, until there is enough to do."""
    rows = PublicDocument.log.filter(sequence__gt=after, sequence__lte=up_to).order_by("sequence")
    looked_at, encoded, gone = 0, [], []
    taken = list(rows.values_list("state", *COLUMNS)[:LOOKED_AT_ONCE])
    known = _digests(row[1] for row in taken)
    for state, *row in taken:
        number, locale, after = row[:3]
        looked_at += 1
        if state != State.LIVE or not model.is_understood(locale):
            gone.append(number)
            continue
        words = words_read(text_of(tuple(row)))
        digest = hashlib.blake2b(words.encode(), digest_size=16).digest()
        if known.get(number) != digest:
            meaning = packed(model.encode(words))
            encoded.append(DocumentMeaning(number=number, locale=locale, packed=meaning, digest=digest))
        if len(encoded) == ENCODED_AT_ONCE:
            break
    return _Read(after, looked_at, encoded, gone)


def _digests(numbers: Iterable[int]) -> dict[int, bytes]:
    rows = DocumentMeaning.objects.filter(number__in=list(numbers)).exclude(packed=b"")
    return {number: bytes(digest) for number, digest in rows.values_list("number", "digest")}


def _declare(begun: MeaningHead, read: _Read) -> bool:
    """Store what was read, unless somebody else has gone on since `begun`."""
    with transaction.atomic():
        head = MeaningHead.objects.select_for_update().get(pk=begun.pk)
        if (head.epoch, head.version, head.sequence) != (begun.epoch, begun.version, begun.sequence):
            return False
        head.sequence = read.up_to
        head.revision += 1
        known = DocumentMeaning.objects.filter(number__in=read.gone).exclude(packed=b"")
        known.update(packed=b"", digest=b"", revision=head.revision)
        DocumentMeaning.objects.bulk_create(
            _of_revision(read.encoded, head.revision),
            update_conflicts=True,
            unique_fields=["number"],
            update_fields=["locale", "packed", "digest", "revision"],
        )
        head.save()
    return True


def _of_revision(meanings: Iterable[DocumentMeaning], revision: int) -> Iterator[DocumentMeaning]:
    for each in meanings:
        each.revision = revision
        yield each
