"""Two records of one work become one: the older stands for both, and nothing is deleted."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from wagtail.log_actions import log

from plugins.researchlinks.comparing import FIELDS, REVIEWED, label_of, take
from plugins.researchlinks.models import FACTS, ResearchLink, ResearchRecord
from plugins.researchlinks.reviewing import is_reviewer
from plugins.researchlinks.upkeep.handing_over import hand_over

MERGED, MERGED_INTO, TAKEN_OVER = (
    "researchlinks.merge",
    "researchlinks.merged_into",
    "researchlinks.take_over",
)
"""How the log of actions names what was done: to the one that stays, to the other, from an import"""


class CannotMergeError(Exception):
    """It cannot be done; the message says why and what to do, for the person who asked."""


@transaction.atomic
def merge(first: int, second: int, taken: Collection[str], *, by: Any) -> ResearchRecord:
    """Let the older of two records stand for both, with the fields `taken` from the other, and return it.

    Links from entries lead to it at once; those in drafts and in earlier versions when they are read.
    Raises CannotMergeError and changes nothing then.
    """
    kept, other = locked(first, second)
    _refuse_for_writers(kept, other, by)
    _refuse_for_samples(kept, other)
    _put_together(kept, other, taken, by)
    if "identifier" in taken:
        _exchange_identifiers(kept, other)
    other.merged_into = kept
    other.save()
    _save(kept)
    ResearchRecord.objects.filter(merged_into=other).update(merged_into=kept)
    _move_links(kept, other)
    hand_over(other, kept)
    log(kept, MERGED, user=by, data={"other": other.pk, "title": str(other), "taken": sorted(taken)})
    log(other, MERGED_INTO, user=by, data={"into": kept.pk, "title": str(kept)})
    return kept


@transaction.atomic
def take_over(pk: int, entry: ResearchRecord, taken: Collection[str], *, by: Any) -> ResearchRecord:
    """Put into a record the fields `taken` from a work that was imported. Raises CannotMergeError."""
    kept = ResearchRecord.objects.select_for_update().get(pk=pk)
    _put_together(kept, entry, taken, by)
    if "identifier" in taken:
        _refuse_if_taken(entry, kept)
        _remember_identifier(kept)
        kept.kind, kept.identifier = entry.kind, entry.identifier
    _save(kept)
    log(kept, TAKEN_OVER, user=by, data={"taken": sorted(taken)})
    return kept


def locked(first: int, second: int) -> tuple[ResearchRecord, ResearchRecord]:
    """Return two records that stand, the older first, and let nobody else change them until the end of the
    transaction. Raises CannotMergeError."""
    both = list(ResearchRecord.objects.select_for_update().filter(pk__in=(first, second)).order_by("pk"))
    if len(both) != 2:
        raise CannotMergeError(gettext("These are not two records. Choose them again from the list."))
    merged = next((record for record in both if record.merged_into_id), None)
    if merged:
        told = gettext("“%(work)s” was merged already, perhaps by someone else just now.")
        raise CannotMergeError(told % {"work": merged})
    return both[0], both[1]


def _refuse_for_writers(kept: ResearchRecord, other: ResearchRecord, by: Any) -> None:
    if kept.is_withdrawn != other.is_withdrawn and not is_reviewer(by):
        raise CannotMergeError(
            gettext("The network has withdrawn one of the two. Ask its staff to merge them.")
        )


def _refuse_for_samples(kept: ResearchRecord, other: ResearchRecord) -> None:
    if kept.is_sample != other.is_sample:
        raise CannotMergeError(
            gettext("One of the two is invented, for the sample portfolio. Keep them apart.")
        )


def _put_together(kept: ResearchRecord, other: ResearchRecord, taken: Collection[str], by: Any) -> None:
    reviews = is_reviewer(by)
    before = {id(record): _facts(record) for record in (kept, other)}
    allowed = (*FIELDS, *REVIEWED) if reviews else FIELDS
    take(kept, other, [name for name in allowed if name in taken])
    kept.is_retracted = kept.is_retracted or other.is_retracted
    _let_review_follow(kept, other, before)
    if not reviews:
        _let_tier_follow(kept, other, before)


def _let_review_follow(kept: ResearchRecord, other: ResearchRecord, before: dict[int, Any]) -> None:
    """That it still holds was said of certain facts; of a mix of both nobody has said so."""
    same = [record for record in (kept, other) if before[id(record)] == _facts(kept)]
    kept.reviewed_on = max((record.reviewed_on for record in same if record.reviewed_on), default=None)


def _let_tier_follow(kept: ResearchRecord, other: ResearchRecord, before: dict[int, Any]) -> None:
    """A tier was given for certain facts. It goes on with those, and is given anew for others."""
    facts = _facts(kept)
    if kept.tier and facts == before[id(kept)]:
        return
    if other.tier and facts == before[id(other)]:
        take(kept, other, ["tier"])
    else:
        kept.tier, kept.tier_why, kept.tier_by, kept.tier_on = None, "", None, None


def _facts(record: ResearchRecord) -> list[Any]:
    return [getattr(record, name) for name in FACTS]


def _exchange_identifiers(kept: ResearchRecord, other: ResearchRecord) -> None:
    """Both stay known, so that whoever imports either finds the record that stands."""
    earlier = kept.kind, kept.identifier
    kept.kind, kept.identifier = other.kind, other.identifier
    other.kind, other.identifier = "", ""
    other.save()  # no two records have one identifier, not even for a moment
    kept.save()
    other.kind, other.identifier = earlier


def _refuse_if_taken(entry: ResearchRecord, kept: ResearchRecord) -> None:
    same = ResearchRecord.objects.filter(kind=entry.kind, identifier=entry.identifier)
    if there := same.exclude(pk=kept.pk).first():
        told = gettext("“%(work)s” is known by this identifier. Make one record of that and this one first.")
        raise CannotMergeError(told % {"work": there})


def _remember_identifier(record: ResearchRecord) -> None:
    """Keep in the reference what the record was known by so far."""
    names = {"doi": "DOI", "eric": "archive_location", "isbn": "ISBN", "url": "URL"}
    if name := names.get(record.kind):
        record.csl.setdefault(name, record.identifier)
        if name == "archive_location":
            record.csl.setdefault("archive", "ERIC")


def _save(record: ResearchRecord) -> None:
    try:
        record.derive()
        record.full_clean(exclude=["csl"])
    except ValidationError as error:
        told = [f"{label_of(name)}: {' '.join(what)}" for name, what in error.message_dict.items()]
        raise CannotMergeError(" ".join(told)) from error
    record.save()


def _move_links(kept: ResearchRecord, other: ResearchRecord) -> None:
    for link in ResearchLink.objects.filter(record=other):
        if ResearchLink.objects.filter(page=link.page_id, record=kept, relation=link.relation).exists():
            link.delete()  # the entry says the same of this work already
        else:
            link.record = kept
            link.save()
