"""Writes what was noted of searches: few statements, however much it is, and never more texts than fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from portfolio.counting import add_up
from portfolio.publication.models import PublicDocument
from search.asked.events import Asking, Event, Narrowing, Opening
from search.asked.models import FilterUse, SearchOpening, SearchText, SearchUse

MOST_TEXTS = 50_000
"""Texts that are kept in all; beyond that only those that are known are counted"""

Text = tuple[str, str]
"""Language and words"""
Month = tuple[int, date]
"""The number of a text, and a month"""


@transaction.atomic
def write(counts: Mapping[Event, int]) -> None:
    """Add what was noted to the rows of its texts and months."""
    texts = _texts(_days(counts))
    uses: dict[Month, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for event, count in counts.items():
        if not isinstance(event, Narrowing) and (number := texts.get((event.locale, event.text))):
            for field, more in _told(event, count).items():
                uses[number, event.day.replace(day=1)][field] += more
    add_up(SearchUse, ("text_id", "month"), uses)
    _write_hits(counts, texts)
    _write_openings(counts, texts)
    _write_filters(counts)


def _told(event: Asking | Opening, count: int) -> dict[str, int]:
    """Return what an event adds to which fields of SearchUse."""
    if isinstance(event, Opening):
        return {"opened": count}
    is_true = {
        "asked": True,
        "by_api": event.by_api,
        "found_nothing": event.hits == 0,
        "corrected": event.is_corrected,
    }
    return {field: count for field, counts in is_true.items() if counts}


def _by_day(counts: Iterable[Event]) -> list[Asking | Opening]:
    """Return what has a text, the earliest first."""
    return sorted(
        (event for event in counts if not isinstance(event, Narrowing)), key=lambda event: event.day
    )


def _days(counts: Iterable[Event]) -> dict[Text, list[date]]:
    """Return the days on which each text was asked, the earliest first."""
    days: dict[Text, list[date]] = defaultdict(list)
    for event in _by_day(counts):
        days[event.locale, event.text].append(event.day)
    return days


def _texts(days: Mapping[Text, list[date]]) -> dict[Text, int]:
    """Return the number of each text, after making those that are new; without those that do not fit."""
    known = _known(days)
    if new := sorted(text for text in days if text not in known):
        room = max(0, MOST_TEXTS - SearchText.objects.count())
        made = [
            SearchText(locale=text[0], text=text[1], first_day=days[text][0], last_day=days[text][-1])
            for text in new[:room]
        ]
        SearchText.objects.bulk_create(made, ignore_conflicts=True)
        known = _known(days)
    for day in {each[-1] for each in days.values()}:
        asked = [number for text, number in known.items() if days[text][-1] == day]
        SearchText.objects.filter(pk__in=asked, last_day__lt=day).update(last_day=day)
    return known


def _known(texts: Iterable[Text]) -> dict[Text, int]:
    wanted = set(texts)
    rows = SearchText.objects.filter(text__in={text for _locale, text in wanted})
    found = {(locale, text): pk for pk, locale, text in rows.values_list("pk", "locale", "text")}
    return {text: number for text, number in found.items() if text in wanted}


def _write_hits(counts: Iterable[Event], texts: Mapping[Text, int]) -> None:
    """Keep how much each text found last."""
    latest = {
        (texts[event.locale, event.text], event.day.replace(day=1)): event.hits
        for event in _by_day(counts)
        if isinstance(event, Asking) and event.hits is not None and (event.locale, event.text) in texts
    }
    rows = SearchUse.objects.filter(text__in={text for text, _month in latest})
    changed = []
    for row in rows.only("text_id", "month", "hits"):
        hits = latest.get((row.text_id, row.month), row.hits)
        if hits != row.hits:
            row.hits = hits
            changed.append(row)
    SearchUse.objects.bulk_update(changed, ["hits"])


def _write_openings(counts: Mapping[Event, int], texts: Mapping[Text, int]) -> None:
    openings = {event: count for event, count in counts.items() if isinstance(event, Opening)}
    entries: dict[int, UUID] = dict(
        PublicDocument.objects.filter(pk_number__in={event.number for event in openings}).values_list(
            "pk_number", "id"
        )
    )
    rows: dict[tuple[Any, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for event, count in openings.items():
        number, entry = texts.get((event.locale, event.text)), entries.get(event.number)
        if number and entry:
            rows[number, event.day.replace(day=1), entry, event.rank]["count"] += count
    add_up(SearchOpening, ("text_id", "month", "entry", "rank"), rows)


def _write_filters(counts: Mapping[Event, int]) -> None:
    rows: dict[tuple[Any, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for event, count in counts.items():
        if isinstance(event, Narrowing):
            rows[event.day.replace(day=1), event.locale, event.name]["count"] += count
    add_up(FilterUse, ("month", "locale", "name"), rows)
