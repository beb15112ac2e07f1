"""The facts of an entry that people compare, in a few words each, for the strip at the top of its page."""

from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.defaultfilters import floatformat
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WORDS = 10
"""A fact that is prose is cut to this many words; the page has the rest below"""
SHORT = 16
"""Up to this many characters a value is set large"""


@dataclass(frozen=True)
class Fact:
    """`value` is "" where nothing is stated. `mark` names the symbol that goes with it."""

    label: str
    value: str
    note: str = ""
    mark: str = ""

    @property
    def is_long(self) -> bool:
        return len(self.value) > SHORT


def facts_at_a_glance(document: dict[str, Any]) -> list[Fact]:
    """Return the facts for the strip of `document`; none for kinds that have nothing to compare."""
    build = _BUILDERS.get(document["kind"])
    return build(document["body"]) if build else []


def _innovation(body: dict[str, Any]) -> list[Fact]:
    maturity, scale, needs = body["maturity"], body["scale"], body["needs"]
    return [
        Fact(
            _("Maturity"),
            maturity["label"] if maturity["code"] else "",
            _("since %(year)s") % {"year": body["start_year"]} if body["start_year"] else "",
            f"maturity-{maturity['code']}" if maturity["code"] else "",
        ),
        first_year_cost(body["cost"]),
        Fact(
            _("Staff added"), _staff(needs), "" if needs["staff_fte"] is None else _("full-time equivalent")
        ),
        Fact(_("Time to start"), _time_to_start(needs), ""),
        Fact(_("Students"), _count(scale["students"]), _reach(scale)),
    ]


def first_year_cost(cost: dict[str, Any]) -> Fact:
    """Return what the first year costs: the band where one is stated, and the amounts."""
    band = cost["band"]
    amounts = _amounts(cost)
    if band is None:
        return Fact(_("Cost, first year"), amounts)
    return Fact(_("Cost, first year"), band["label"], amounts, f"cost-{band['code']}")


def _amounts(cost: dict[str, Any]) -> str:
    """Return `$6,500 once, $14,200 a year (2025)`."""
    stated = [
        phrase % {"dollars": f"${intcomma(cost[key])}"}
        for key, phrase in (("one_time", _("%(dollars)s once")), ("annual", _("%(dollars)s a year")))
        if cost[key] is not None
    ]
    if not stated:
        return ""
    return ", ".join(stated) + (f" ({cost['year']})" if cost["year"] else "")


def _staff(needs: dict[str, Any]) -> str:
    if needs["staff_fte"] is not None:
        return f"{needs['staff_fte']:g}"
    return _cut(needs["staff"])


def _time_to_start(needs: dict[str, Any]) -> str:
    months = needs["months_to_start"]
    if months is None:
        return _cut(needs["time"])
    return ngettext("%(months)s month", "%(months)s months", months) % {"months": months}


def _reach(scale: dict[str, Any]) -> str:
    """Return `in 2 schools, March 2026`."""
    parts = []
    if scale["schools"] is not None:
        parts.append(
            ngettext("in %(n)s school", "in %(n)s schools", scale["schools"]) % {"n": scale["schools"]}
        )
    if scale["as_of"]:
        parts.append(_month(scale["as_of"]))
    return ", ".join(parts)


def _month(value: str) -> str:
    day = parse_date(value)
    return date_format(day, "YEAR_MONTH_FORMAT") if day else value


def _toolkit(body: dict[str, Any]) -> list[Fact]:
    formats = sorted({item["file"]["format"] for item in body["items"] if item["file"]})
    return [Fact(_("Items"), _count(len(body["items"])), ", ".join(formats)), *_takeaway(body)]


def _playbook(body: dict[str, Any]) -> list[Fact]:
    steps = sum(len(phase["steps"]) for phase in body["phases"])
    phases = len(body["phases"])
    return [
        Fact(_("Time in all"), body["total_time"]),
        Fact(
            _("Steps"),
            _count(steps),
            ngettext("in %(n)s phase", "in %(n)s phases", phases) % {"n": phases},
        ),
        *_takeaway(body),
    ]


def _takeaway(body: dict[str, Any]) -> list[Fact]:
    return [
        Fact(_("For"), _labels(body["audience"])),
        Fact(_("Grades"), _labels(body["grade_bands"])),
        Fact(_("Version"), body["version"], _month(body["updated_on"]) if body["updated_on"] else ""),
    ]


def _district(body: dict[str, Any]) -> list[Fact]:
    facts = body["facts"]
    return [
        Fact(_("Students"), _count(facts["students"])),
        Fact(_("Schools"), _count(facts["schools"])),
        Fact(_("Grades"), facts["grades"]),
        Fact(_("Students per teacher"), _decimal(facts["students_per_teacher"])),
        Fact(_("Setting"), facts["locale"]["label"] if facts["locale"] else ""),
    ]


def _labels(terms: list[dict[str, str]]) -> str:
    return ", ".join(term["label"] for term in terms)


def _count(number: int | None) -> str:
    return "" if number is None else intcomma(number)


def _decimal(number: float | None) -> str:
    return "" if number is None else floatformat(number, "-1g")


def _cut(text: str) -> str:
    return Truncator(text).words(WORDS)


_BUILDERS = {
    "innovation": _innovation,
    "toolkit": _toolkit,
    "playbook": _playbook,
    "district": _district,
}
