"""What Crossref, OpenAlex and ERIC say of a record: it is filled in, and found to be retracted."""

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from plugins.researchlinks.matching import standing
from plugins.researchlinks.models import ResearchRecord, SourceCheck
from plugins.researchlinks.references.csl import Csl
from plugins.researchlinks.references.identifiers import Identifier
from plugins.researchlinks.references.remote import Found, Lookup, RemoteAnswerError, lookups, read_answer
from plugins.researchlinks.upkeep.hosts import HostRestsError, ask
from plugins.researchlinks.upkeep.slices import while_there_is_time
from portfolio.extensions import Failed, Refused

ASK_AGAIN = timedelta(days=30)
ASK_AGAIN_IF_OPEN = timedelta(days=1)
"""Where nobody answered, or the record still waits to be filled in"""
AT_ONCE = 50
WAITS = Q(retrieved_on=None, csl__title__isnull=True)
"""Of a record that is an identifier and nothing else yet"""

logger = logging.getLogger(__name__)


@dataclass
class Answers:
    """What the sources that know a work say, the one to believe first."""

    found: list[Found] = field(default_factory=list)
    retracted_by: str = ""
    are_all_there: bool = True
    """Whether every source could be asked"""

    @property
    def outcome(self) -> SourceCheck.Outcome:
        if not self.are_all_there:
            return SourceCheck.Outcome.NO_ANSWER
        return SourceCheck.Outcome.KNOWN if self.found else SourceCheck.Outcome.NOT_KNOWN


def due_records() -> QuerySet[ResearchRecord]:
    """Return the records to ask about: each at once, then once in 30 days, the longest unasked first.

    What still waits to be filled in, or was not answered, is asked about every day, and what is invented
    for the sample never.
    """
    now = timezone.now()
    is_open = WAITS | Q(source_check__outcome=SourceCheck.Outcome.NO_ANSWER)
    due = (
        ~Q(source_check__identifier=F("identifier"))
        | Q(source_check__asked_at__lt=now - ASK_AGAIN)
        | Q(source_check__asked_at__lt=now - ASK_AGAIN_IF_OPEN) & is_open
    )
    records = standing().filter(due).exclude(identifier="").exclude(kind="url")
    return records.filter(is_sample=False).order_by(F("source_check__asked_at").asc(nulls_first=True), "pk")


def ask_about_records() -> int:
    """Ask about what is due for a while; return about how many. The next call goes on from there."""
    asked = 0
    for record in while_there_is_time(due_records()[:AT_ONCE]):
        ask_about(record)
        asked += 1
    return asked


def ask_about(record: ResearchRecord) -> None:
    """Ask every source about `record`, and keep what is new."""
    if record.known_as is None:
        return
    answers = _ask_all([lookup for name in _names(record) for lookup in lookups(name)])
    with transaction.atomic():
        fresh = standing().select_for_update().filter(pk=record.pk).first()
        if fresh and fresh.known_as == record.known_as:  # a person may have been at it meanwhile
            _keep(fresh, answers)


def _names(record: ResearchRecord) -> list[Identifier]:
    """Return what to ask about: retractions are told of DOIs, whatever else the work is known by."""
    doi = Identifier("doi", record.doi) if record.doi else None
    return list(dict.fromkeys(filter(None, (record.known_as, doi))))


def _ask_all(asked: list[Lookup]) -> Answers:
    answers = Answers()
    for lookup in asked:
        try:
            found = _ask_one(lookup)
        except (Failed, Refused, HostRestsError) as error:
            logger.info("%s could not be asked: %s", lookup.source, error)
            answers.are_all_there = False
            continue
        except RemoteAnswerError as error:
            logger.info("%s answered what cannot be read: %s", lookup.source, error)
            continue
        if found:
            answers.found.append(found)
            answers.retracted_by = answers.retracted_by or (lookup.source if found.is_retracted else "")
    return answers


def _ask_one(lookup: Lookup) -> Found | None:
    answer = ask(lookup.url, follow_redirects=True)
    if answer.status >= 500 or answer.status == 429:
        raise Failed(f"it answered {answer.status}")
    return read_answer(lookup.source, answer.content) if answer.status == 200 else None


def _keep(record: ResearchRecord, answers: Answers) -> None:
    """Fill in `record` where it waits, and mark it where a source newly says that it is retracted.

    Nothing that a person has written is touched, and a retraction that a person has taken back since
    the source first told of it stays taken back.
    """
    before = SourceCheck.objects.filter(record=record, identifier=record.identifier).first()
    retracted_by = answers.retracted_by or (before.retracted_by if before else "")
    is_news = bool(retracted_by) and not (before and before.retracted_by)
    waits = ResearchRecord.objects.filter(WAITS, pk=record.pk).exists()
    if waits and answers.found:
        take_over(record, answers.found[0])
    record.is_retracted = record.is_retracted or is_news
    if is_news or (waits and answers.found):
        record.save()
    SourceCheck.objects.update_or_create(
        record=record,
        defaults={
            "identifier": record.identifier,
            "asked_at": timezone.now(),
            "outcome": answers.outcome,
            "retracted_by": retracted_by,
        },
    )


def take_over(record: ResearchRecord, found: Found) -> None:
    """Put into `record` what it lacks of `found`."""
    merged: Csl = {**found.csl, **record.reference}
    record.csl = merged
    record.open_access_url = record.open_access_url or found.open_access_url[:500]
    if record.is_peer_reviewed is None:
        record.is_peer_reviewed = found.is_peer_reviewed
    record.retrieved_on = timezone.localdate()
