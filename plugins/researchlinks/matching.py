"""Which record is of the same work."""

from collections.abc import Container, Iterable, Iterator

from django.db.models import Q, QuerySet

from plugins.researchlinks.models import DistinctPair, ResearchRecord

Name = tuple[str, str]
Pair = tuple[int, int]


class Library:
    """Records by all that their works are known by, to look up one work or thousands.

    The same identifier, the same DOI or the same ERIC number is the same work. Title and year say so
    only where one of the two has nothing else to be known by. What a person has said are two works, the
    pairs of numbers in `apart`, are none the less two.
    """

    def __init__(self, records: Iterable[ResearchRecord], apart: Container[Pair] = ()) -> None:
        self._named: dict[Name, list[ResearchRecord]] = {}
        self._titled: dict[tuple[str, int | None], list[ResearchRecord]] = {}
        self._apart = apart
        for record in records:
            self.add(record)

    def add(self, record: ResearchRecord) -> None:
        for name in set(_names(record)):
            self._named.setdefault(name, []).append(record)
        self._titled.setdefault(_title(record), []).append(record)

    def twin_of(self, record: ResearchRecord) -> ResearchRecord | None:
        """Return the record that stands for the same work, other than `record` itself."""
        for found in self._candidates(record):
            if found is not record and self._may_be_one(record.pk, found.current.pk):
                return found.current
        return None

    def _may_be_one(self, one: int | None, other: int | None) -> bool:
        """Whether these numbers are of two records that nobody has told apart; a new one has none yet."""
        if one is None or other is None:
            return True
        return one != other and pair_of(one, other) not in self._apart

    def _candidates(self, record: ResearchRecord) -> Iterator[ResearchRecord]:
        names = list(_names(record))
        for name in names:
            yield from self._named.get(name, ())
        for other in self._titled.get(_title(record), []):
            if not names or not any(_names(other)):
                yield other


def pair_of(one: int, other: int) -> Pair:
    """Return the numbers of two records, the older first."""
    return (one, other) if one < other else (other, one)


def twin_of(record: ResearchRecord) -> ResearchRecord | None:
    """Return the record that stands for the same work, if there is one beside `record`."""
    return Library(_possible_twins(record), _apart_from(record)).twin_of(record)


def twins() -> list[tuple[ResearchRecord, ResearchRecord]]:
    """Return the pairs of records of one work, the older first: of each work the two oldest."""
    library = Library([], set(DistinctPair.objects.values_list("first", "second")))
    found: dict[int, tuple[ResearchRecord, ResearchRecord]] = {}
    for record in standing().order_by("pk").iterator(chunk_size=1000):
        if there := library.twin_of(record):
            found.setdefault(there.pk, (there, record))
        library.add(record)
    return list(found.values())


def standing() -> QuerySet[ResearchRecord]:
    """Return the records that stand for their work: all but those that were merged into another."""
    return ResearchRecord.objects.filter(merged_into=None)


def whole_library() -> Library:
    records = ResearchRecord.objects.select_related("merged_into").order_by("pk")
    return Library(records.iterator(chunk_size=1000))


def _apart_from(record: ResearchRecord) -> set[Pair]:
    if not record.pk:
        return set()
    pairs = DistinctPair.objects.filter(Q(first=record.pk) | Q(second=record.pk))
    return set(pairs.values_list("first", "second"))


def _possible_twins(record: ResearchRecord) -> QuerySet[ResearchRecord]:
    record.derive()
    alike = Q(title__iexact=record.title) if record.title else Q()
    if record.identifier:
        alike |= Q(kind=record.kind, identifier=record.identifier)
    if record.doi:
        alike |= Q(doi=record.doi)
    if record.eric:
        alike |= Q(eric=record.eric)
    if not alike:
        return ResearchRecord.objects.none()
    return ResearchRecord.objects.filter(alike).select_related("merged_into").order_by("pk")


def _names(record: ResearchRecord) -> Iterator[Name]:
    if record.identifier:
        yield (record.kind, record.identifier)
    if record.doi:
        yield ("doi", record.doi)
    if record.eric:
        yield ("eric", record.eric)


def _title(record: ResearchRecord) -> tuple[str, int | None]:
    return record.title.casefold(), record.year
