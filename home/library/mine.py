"""The district that a reader says is theirs, and in what words an entry's place is like it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio.models.districts import District
from portfolio.models.vocabulary import LocaleGroup
from search.likeness import Alike, Place, districts_named, place_of


@dataclass(frozen=True)
class Mine:
    """`typed`, and what it may mean: one district, several to choose from, or none."""

    typed: str = ""
    district: District | None = None
    choices: Sequence[District] = ()

    @property
    def place(self) -> Place | None:
        place = place_of(self.district) if self.district else None
        return place if place != Place() else None

    @property
    def facts(self) -> str:
        return facts_of(self.district) if self.district else ""


def mine(typed: str, notes: list[str]) -> Mine:
    """Return what `typed` means; note where it means nothing."""
    if not typed:
        return Mine()
    found = districts_named(typed)
    if len(found) > 1:
        return Mine(typed, choices=found)
    if not found:
        notes.append(
            _("No district here is called “%s”. Give its name as NCES has it, or its LEAID: seven digits.")
            % typed
        )
        return Mine(typed)
    if place_of(found[0]) == Place():
        notes.append(_("NCES reports neither size nor locale nor state of %s.") % found[0].name)
    return Mine(typed, found[0])


def facts_of(district: District) -> str:
    """Return what tells a district from its namesakes: “Salem, Oregon · 39,400 students · City: Large”."""
    place = ", ".join(part for part in (district.city, str(district.get_state_display())) if part)
    students = district.students
    size = ngettext("%(number)s student", "%(number)s students", students or 0)
    size = "" if students is None else size % {"number": intcomma(students)}
    locale = str(district.get_locale_display()) if district.locale else ""
    return " · ".join(part for part in (place, size, locale) if part)


def in_words(alike: Alike, place: Place) -> str:
    """Return in what a place is alike: “similar size, rural, same state”."""
    parts = [
        _("similar size") if alike.size else "",
        str(LocaleGroup(place.locale).label).lower() if alike.locale else "",
        _("same state") if alike.state else "",
    ]
    return ", ".join(part for part in parts if part)
