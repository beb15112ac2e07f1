"""How long what was searched for is kept, and from when on it is shown."""

from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from portfolio.reads import month_before
from search.asked.models import FilterUse, SearchOpening, SearchText, SearchUse
from search.asked.writing import MOST_TEXTS

MONTHS = 13
"""Months that are kept, with the one under way: each can be compared with the same one a year before"""
UNSHARED_KEPT = timedelta(days=30)
"""How long a text is kept that was asked on one day alone"""

SHARED = Q(first_day__lt=F("last_day"))
"""A text that was asked on more than one day"""
SHARED_USE = Q(text__first_day__lt=F("text__last_day"))
"""The same of what belongs to it"""


def oldest_month() -> date:
    """Return the first month that is kept."""
    month = timezone.localdate().replace(day=1)
    for _ in range(MONTHS - 1):
        month = month_before(month)
    return month


def forget_old() -> None:
    """Delete what is too old, texts that nobody asked on a second day, and most of these after a flood."""
    for model in (SearchUse, SearchOpening, FilterUse):
        model._default_manager.filter(month__lt=oldest_month()).delete()
    SearchText.objects.filter(last_day__lt=oldest_month()).delete()
    unshared().filter(last_day__lt=timezone.localdate() - UNSHARED_KEPT).delete()
    newest = unshared().order_by("-pk").values_list("pk", flat=True)
    for too_old in newest[MOST_TEXTS // 2 : MOST_TEXTS // 2 + 1]:
        unshared().filter(pk__lte=too_old).delete()


def unshared() -> QuerySet[SearchText]:
    return SearchText.objects.exclude(SHARED)
