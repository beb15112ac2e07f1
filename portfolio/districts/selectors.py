"""Finding districts in the directory."""

from django.db.models import F, Q, QuerySet

from portfolio.models.districts import District
from portfolio.models.vocabulary import State

WORDS = 8
"""Words of a search that are looked at"""


def districts_matching(text: str, among: QuerySet[District] | None = None) -> QuerySet[District]:
    """Return the districts in whose name, city, state or LEAID every word of `text` is found.

    A state is found by its USPS code or its name, so that "springfield il" tells namesakes apart.
    """
    found = District.objects.all() if among is None else among
    for word in text.replace("\0", "").split()[:WORDS]:
        found = found.filter(_matches(word[:100]))
    return found


def open_first(districts: QuerySet[District]) -> QuerySet[District]:
    """Order by name, with those that closed at the end."""
    return districts.order_by(F("closed_on").asc(nulls_first=True), "name", "leaid")


def _matches(word: str) -> Q:
    if word.upper() in State.values:
        whole = (
            Q(name__istartswith=f"{word} ") | Q(name__icontains=f" {word} ") | Q(name__iendswith=f" {word}")
        )
        return Q(state=word.upper()) | whole
    named = [code for code, label in State.choices if word.casefold() in str(label).casefold()]
    text = Q(name__icontains=word) | Q(city__icontains=word) | Q(state__in=named)
    return text | Q(leaid__contains=word) if word.isdecimal() else text
