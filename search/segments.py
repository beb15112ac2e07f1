"""Keeping the stored index up with the publication log, and in good order.

The segments are a reader of the log like any other. Until the worker has been here, every process takes
in the newest documents itself (index.py), so that what is published is found at once.

A segment is worked out and stored in many small steps, while others read and write; it counts from the
one short transaction on in which it is declared ready and those that it replaces are retired.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice

import numpy as np
from django.db import connection, transaction
from django.utils import timezone
from numpy.typing import NDArray

from portfolio.publication.models import PublicDocument
from portfolio.publication.positions import position
from search import language
from search.models import Posting, SearchHead, Segment
from search.packing import SEGMENT_SIZE, Numbers, Packed, Packer, merged, pack_words, unpack_words
from search.texts import texts, weigh

WORTH_A_SEGMENT = 200
"""Documents that readers take in themselves before they become a segment"""
PACKED_AT_ONCE = 16_384
STORED_AT_ONCE = 2_000
TIERS = (2_000, 20_000)
"""Sizes above which segments count as larger"""
ALIKE = 6
"""So many segments that are alike become one, or fewer that fill half of one"""
WORTH_REWRITING = 0.1
"""The share of a segment's documents that later segments have, too, from which on it is rewritten"""
KEPT_FOR_READERS = timedelta(minutes=1)
ABANDONED = timedelta(hours=1)


def bring_up_to_date(*, at_least: int = WORTH_A_SEGMENT) -> int:
    """Index what was published since; return how many documents. Fewer than `at_least` can wait."""
    head = current_head()
    up_to = position().sequence
    if head.language_version != language.VERSION or up_to < head.sequence:  # the log began anew under us
        begin_anew()
        head = current_head()
    waiting = PublicDocument.objects.filter(sequence__gt=head.sequence, sequence__lte=up_to).count()
    if waiting < max(1, at_least):
        return 0
    made = [
        _store(locale, packer.packed(_text_length(locale) or packer.text_length()))
        for locale, packer in _packers(head.sequence, up_to)
    ]
    return waiting if _declare(head, made, up_to=up_to) else 0


def tidy_up() -> None:
    """Make one of segments that are alike, rewrite those that hold what is gone or old, drop retired ones."""
    _drop_what_nobody_reads()
    for group in list(_to_be_replaced()):
        head = current_head()
        segments = list(Segment.objects.filter(pk__in=group).order_by("pk"))
        _declare(head, _rewritten(segments), instead_of=group)


def rebuild() -> int:
    """Make the index anew from the log; return how many documents are in it."""
    begin_anew()
    return bring_up_to_date(at_least=1)


def begin_anew() -> None:
    """Retire all there is. Until the index is made again, readers find the newest documents only."""
    with transaction.atomic():
        head = SearchHead.objects.select_for_update().get(pk=current_head().pk)
        Segment.objects.update(retired_at=timezone.now())
        head.sequence, head.language_version = 0, language.VERSION
        head.version += 1
        head.save()


def current_head() -> SearchHead:
    return SearchHead.objects.get_or_create(pk=SearchHead.ONLY)[0]


def _declare(
    begun: SearchHead, made: Sequence[Segment], *, up_to: int = 0, instead_of: Iterable[int] = ()
) -> bool:
    """Let `made` count, unless somebody else changed the segments since `begun`."""
    with transaction.atomic():
        head = SearchHead.objects.select_for_update().get(pk=begun.pk)
        if head.version != begun.version:
            return False
        Segment.rows.filter(pk__in=[segment.pk for segment in made]).update(is_ready=True)
        Segment.objects.filter(pk__in=instead_of).update(retired_at=timezone.now())
        head.sequence = max(head.sequence, up_to)
        head.version += 1
        head.save()
    return True


def _packers(after: int, up_to: int) -> Iterator[tuple[str, Packer]]:
    """Yield each language with the documents of its next segment."""
    packers: dict[str, Packer] = defaultdict(Packer)
    for text in texts(after, up_to):
        packer = packers[text.locale]
        packer.add(text.number, weigh(text))
        if len(packer) == PACKED_AT_ONCE:
            yield text.locale, packers.pop(text.locale)
    yield from packers.items()


def average(lengths: Sequence[tuple[int, float]]) -> float:
    """Return how long texts are, of (number of texts, their length); 0 where there are none."""
    number = sum(size for size, _length in lengths)
    return sum(size * length for size, length in lengths) / number if number else 0.0


def _text_length(locale: str) -> float:
    """Return how long texts are in what is indexed already; 0 where there is too little to say."""
    lengths = list(Segment.objects.filter(locale=locale).values_list("size", "text_length"))
    return average(lengths) if sum(size for size, _length in lengths) >= WORTH_A_SEGMENT else 0.0


def _store(locale: str, packed: Packed) -> Segment:
    """Store a segment. It is not ready yet."""
    segment = Segment.rows.create(
        locale=locale,
        numbers=packed.numbers.tobytes(),
        size=len(packed.numbers),
        text_length=packed.text_length,
        words=b"",
    )
    kept: set[str] = set()
    postings = iter(packed.postings)
    while some := list(islice(postings, STORED_AT_ONCE)):
        kept.update(stem for stem, _posting in some)
        _insert([(stem, segment.pk, posting) for stem, posting in some])
    Segment.rows.filter(pk=segment.pk).update(words=pack_words(_with_stems(packed.words, kept, locale)))
    return segment


def _insert(rows: Sequence[tuple[str, int, bytes]]) -> None:
    """Write postings past the models, which would take most of the time."""
    table = connection.ops.quote_name(Posting._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (term, segment_id, packed) VALUES (%s, %s, %s)",  # noqa: S608  (our own)
            rows,
        )


def _with_stems(words: Mapping[str, int], kept: set[str], locale: str) -> dict[str, int]:
    """Return the words whose stems are `kept`: no word outlives the last document that has it."""
    stems = language.stems(words, locale)
    return {word: number for (word, number), stem in zip(words.items(), stems, strict=True) if stem in kept}


# Replacing segments by others


def _drop_what_nobody_reads() -> None:
    now = timezone.now()
    retired = Segment.rows.filter(retired_at__lt=now - KEPT_FOR_READERS)
    abandoned = Segment.rows.filter(is_ready=False, made_at__lt=now - ABANDONED)
    dropped = [*retired.values_list("pk", flat=True), *abandoned.values_list("pk", flat=True)]
    Posting.objects.filter(segment_id__in=dropped).delete()
    Segment.rows.filter(pk__in=dropped).delete()


def _to_be_replaced() -> Iterator[list[int]]:
    """Yield groups of segments that become one each; alone, one that holds what is gone."""
    alike: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for pk, locale, size in Segment.objects.order_by("pk").values_list("pk", "locale", "size"):
        alike[locale, sum(size > limit for limit in TIERS)].append((pk, size))
    grouped = [group for same in alike.values() for group in _runs(same)]
    yield from grouped
    for pk in _worth_rewriting():
        if not any(pk in group for group in grouped):
            yield [pk]


def _runs(segments: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Part segments into runs that fit into one; yield those that are worth it."""
    run: list[int] = []
    total = 0
    for pk, size in [*segments, (0, SEGMENT_SIZE + 1)]:
        if total + size > SEGMENT_SIZE or len(run) == ALIKE:
            if len(run) == ALIKE or (len(run) > 1 and total > SEGMENT_SIZE / 2):
                yield run
            run, total = [], 0
        run.append(pk)
        total += size


def _worth_rewriting() -> list[int]:
    """Return the segments that hold what is gone, or much that later ones have anew."""
    live = _live_numbers()
    found = []
    for segment in Segment.objects.all():
        [current] = _current([segment])
        is_whole = np.isin(numbers_of(segment), live).all()
        if not is_whole or np.count_nonzero(current) < (1 - WORTH_REWRITING) * len(current):
            found.append(segment.pk)
    return found


def _live_numbers() -> Numbers:
    return np.fromiter(PublicDocument.objects.values_list("pk_number", flat=True), dtype=np.uint32)


def numbers_of(segment: Segment) -> Numbers:
    return np.frombuffer(segment.numbers, dtype=np.uint32)


def _rewritten(segments: Sequence[Segment]) -> list[Segment]:
    """Store one segment with what is current and public in `segments`; none where nothing is."""
    parts = [(numbers_of(segment), kept) for segment, kept in zip(segments, _current(segments), strict=True)]
    order = {segment.pk: place for place, segment in enumerate(segments)}
    rows = Posting.objects.filter(segment_id__in=order).order_by("term")
    found = rows.values_list("term", "segment_id", "packed").iterator(chunk_size=STORED_AT_ONCE)
    numbers, postings = merged(parts, ((term, order[pk], bytes(packed)) for term, pk, packed in found))
    if not len(numbers):
        return []
    length = average([(each.size, each.text_length) for each in segments])
    return [_store(segments[0].locale, Packed(numbers, length, _words_of(segments), postings))]


def _current(segments: Sequence[Segment]) -> list[NDArray[np.bool_]]:
    """Return which documents of each are public and in no later segment."""
    live = _live_numbers()
    after = Segment.objects.filter(locale=segments[0].locale, pk__gt=segments[0].pk)
    later = [(segment.pk, numbers_of(segment)) for segment in after]
    kept = []
    for segment in segments:
        numbers = numbers_of(segment)
        newer = [found for pk, found in later if pk > segment.pk]
        superseded = np.isin(numbers, np.concatenate([numbers[:0], *newer]))
        kept.append(np.isin(numbers, live) & ~superseded)
    return kept


def _words_of(segments: Iterable[Segment]) -> Mapping[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for segment in segments:
        words, numbers = unpack_words(segment.words)
        for word, number in zip(words, numbers.tolist(), strict=True):
            counts[word] += number
    return counts
