"""A record is filled in by what Crossref, OpenAlex and ERIC say of its identifier."""

import logging
from collections.abc import Iterator

from django.utils import timezone

from plugins.researchlinks.models import ResearchRecord
from plugins.researchlinks.references.csl import Csl
from plugins.researchlinks.references.remote import Found, Lookup, RemoteAnswerError, lookups, read_answer
from portfolio.extensions import Failed, Refused, fetch

logger = logging.getLogger(__name__)


class NobodyAnsweredError(Exception):
    """No source could be asked just now. It is tried again."""


def fill_in(record: ResearchRecord) -> bool:
    """Complete `record` from the first source that knows it; return whether one did.

    What a person has written stays. Raises NobodyAnsweredError.
    """
    if record.known_as is None:
        return False
    found = next(_answers(lookups(record.known_as)), None)
    if found is None:
        return False
    take_over(record, found)
    record.save()
    return True


def _answers(asked: list[Lookup]) -> Iterator[Found]:
    failed = 0
    for lookup in asked:
        try:
            answer = fetch(lookup.url, follow_redirects=True)
            found = read_answer(lookup.source, answer.content) if answer.status == 200 else None
            failed += answer.status >= 500 or answer.status == 429
        except (Failed, Refused) as error:
            logger.info("%s could not be asked: %s", lookup.source, error)
            failed += 1
            continue
        except RemoteAnswerError as error:
            logger.info("%s answered what cannot be read: %s", lookup.source, error)
            continue
        if found:
            yield found
    if failed:
        raise NobodyAnsweredError


def take_over(record: ResearchRecord, found: Found) -> None:
    """Put into `record` what it lacks of `found`. A retraction always counts."""
    merged: Csl = {**found.csl, **record.reference}
    record.csl = merged
    record.open_access_url = record.open_access_url or found.open_access_url[:500]
    if record.is_peer_reviewed is None:
        record.is_peer_reviewed = found.is_peer_reviewed
    record.is_retracted = record.is_retracted or found.is_retracted
    record.retrieved_on = timezone.localdate()
