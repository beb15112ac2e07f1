"""What a person has to see to: records with something wrong, and the entries that show them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.permissions import page_permission_policy

from plugins.researchlinks.filling import WAITS
from plugins.researchlinks.matching import standing
from plugins.researchlinks.models import (
    AddressCheck,
    AddressStatus,
    Concern,
    ResearchLink,
    ResearchRecord,
    SourceCheck,
)
from plugins.researchlinks.reviewing import is_reviewer

WORK = Coalesce("record__merged_into", "record")
"""What a link leads to, also where an editor that was open meanwhile saved a merged record"""
NOT_FOUND = (SourceCheck.Outcome.NOT_KNOWN, SourceCheck.Outcome.NO_ANSWER)


@dataclass(frozen=True)
class Trouble:
    """A concern, what is wrong in a sentence, and what to do."""

    concern: Concern
    what: str
    advice: str


@dataclass(frozen=True)
class Troubled:
    """A record with what is wrong, and the entries that show it of those that were asked for."""

    record: ResearchRecord
    troubles: list[Trouble]
    entries: list[Any]


def condition(concern: Concern) -> Q:
    """Return which records `concern` is true of."""
    match concern:
        case Concern.RETRACTED:
            return Q(is_retracted=True)
        case Concern.BROKEN:
            broken = AddressCheck.objects.filter(status=AddressStatus.BROKEN)
            return Q(pk__in=broken.values("record"))
        case Concern.NOT_FILLED_IN:
            asked = Q(kind="url") | Q(source_check__outcome__in=NOT_FOUND)
            return WAITS & asked & ~Q(identifier="")
        case Concern.STALE:
            return Q(is_stale=True)


def records_with(concerns: Iterable[Concern], user: Any = None) -> QuerySet[ResearchRecord]:
    """Return the records with any of `concerns`; with a user, those in entries that they may change.
    What was retracted comes first.

    The network's staff are given all, those too that no entry shows. What was withdrawn from the
    library is seen to.
    """
    wanted = Q(pk__in=[])
    for concern in concerns:
        wanted |= condition(concern)
    records = standing().filter(wanted, is_withdrawn=False).order_by("-is_retracted", "title", "pk")
    if user is not None and not is_reviewer(user):
        records = records.filter(pk__in=links_of(user).values_list(WORK))
    return records


def links_of(user: Any) -> QuerySet[ResearchLink]:
    """Return the links of the entries that `user` may change, of all entries for the network's staff."""
    if is_reviewer(user):
        return ResearchLink.objects.all()
    own = page_permission_policy.instances_user_has_permission_for(user, "change")
    return ResearchLink.objects.filter(page__in=own.values("pk"))


def with_troubles(records: QuerySet[ResearchRecord], links: QuerySet[ResearchLink]) -> list[Troubled]:
    """Return `records`, each with what is wrong and the entries among `links` that show it: 3 queries."""
    marked = records.select_related("source_check").prefetch_related("address_checks")
    found = list(marked.annotate(**{f"has_{concern}": _as_column(condition(concern)) for concern in Concern}))
    numbers = [record.pk for record in found]
    entries = _entries_by_record(links.annotate(leads_to=WORK).filter(leads_to__in=numbers))
    return [Troubled(record, _troubles_of(record), entries[record.pk]) for record in found]


def _as_column(wanted: Q) -> Case:
    return Case(When(wanted, then=True), default=False, output_field=BooleanField())


def _entries_by_record(links: QuerySet[ResearchLink]) -> dict[int, list[Any]]:
    entries: dict[int, list[Any]] = defaultdict(list)
    whole = links.select_related("page__owner", "record__merged_into")
    for link in whole.order_by("page__draft_title", "page_id"):
        shown = entries[link.work.pk]
        if link.page not in shown:
            shown.append(link.page)
    return entries


def _troubles_of(record: ResearchRecord) -> list[Trouble]:
    has = [concern for concern in Concern if getattr(record, f"has_{concern}")]
    return [Trouble(concern, _what(concern, record), _advice(concern)) for concern in has]


def _what(concern: Concern, record: ResearchRecord) -> str:
    match concern:
        case Concern.RETRACTED:
            return _retracted(record)
        case Concern.BROKEN:
            return _broken(record)
        case Concern.NOT_FILLED_IN:
            return _("Nothing could be found of %(identifier)s.") % {"identifier": record.identifier}
        case Concern.STALE:
            return _out_of_date(record)


def _retracted(record: ResearchRecord) -> str:
    check = getattr(record, "source_check", None)
    if check and check.retracted_by:
        return _("Retracted, as %(source)s says.") % {"source": check.retracted_by}
    return _("Retracted, as someone here has noted.")


def _broken(record: ResearchRecord) -> str:
    words = _("%(address)s has been broken since %(day)s: %(said)s")
    broken = [check for check in record.address_checks.all() if check.status == AddressStatus.BROKEN]
    return " ".join(
        words
        % {
            "address": check.address,
            "day": date_format(localtime(check.since)),
            "said": _sentence(check.said),
        }
        for check in broken
    )


def _sentence(said: str) -> str:
    return said if said.endswith(".") else f"{said}."


def _out_of_date(record: ResearchRecord) -> str:
    due = date_format(record.good_until) if record.good_until else ""
    if record.last_reviewed:
        words = _("Last reviewed on %(day)s; another look was due by %(due)s.")
        return words % {"day": date_format(record.last_reviewed), "due": due}
    return _("It was to be reviewed by %(due)s.") % {"due": due}


def _advice(concern: Concern) -> str:
    match concern:
        case Concern.RETRACTED:
            return _("It counts for nothing any more. Take it off the entry, or link other research.")
        case Concern.BROKEN:
            return _("Open the record and correct the address, or take it out.")
        case Concern.NOT_FILLED_IN:
            return _("Open the record: correct the identifier, or write title, authors and year by hand.")
        case Concern.STALE:
            return _("Read it again. If it still holds, open the record and say so.")
