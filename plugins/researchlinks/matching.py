"""Which record is of the same work."""

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet

from plugins.researchlinks.models import ResearchRecord

Name = tuple[str, str]


class Library:
    """Records by all that their works are known by, to look up one work or thousands.

    The same identifier, the same DOI or the same ERIC number is the same work. Title and year say so
    only where one of the two has nothing else to be known by.
    """

    def __init__(self, records: Iterable[ResearchRecord]) -> None:
        self._named: dict[Name, ResearchRecord] = {}
        self._titled: dict[tuple[str, int | None], list[ResearchRecord]] = {}
        for record in records:
            self.add(record)

    def add(self, record: ResearchRecord) -> None:
        for name in _names(record):
            self._named.setdefault(name, record)
        self._titled.setdefault(_title(record), []).append(record)

    def twin_of(self, record: ResearchRecord) -> ResearchRecord | None:
        """Return the record that stands for the same work, other than `record` itself."""
        for found in self._candidates(record):
            if found is not record and not (record.pk and found.current.pk == record.pk):
                return found.current
        return None

    def _candidates(self, record: ResearchRecord) -> Iterator[ResearchRecord]:
        names = list(_names(record))
        yield from (self._named[name] for name in names if name in self._named)
        for other in self._titled.get(_title(record), []):
            if not names or not any(_names(other)):
                yield other


def twin_of(record: ResearchRecord) -> ResearchRecord | None:
    """Return the record that stands for the same work, if there is one beside `record`."""
    return Library(_possible_twins(record)).twin_of(record)


def twins() -> list[tuple[ResearchRecord, ResearchRecord]]:
    """Return the pairs of records of one work, the older first: of each work the two oldest."""
    library = Library([])
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
