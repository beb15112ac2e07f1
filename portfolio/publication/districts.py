"""Districts as documents name them: a reference in every entry, the facts on the member's page."""

from collections.abc import Callable, Iterable
from typing import Any

from portfolio.models.districts import District, DistrictPage
from portfolio.models.vocabulary import LeaType, Locale, LocaleGroup, SizeBand, State
from portfolio.publication.schema import DistrictFacts, DistrictRef
from portfolio.publication.sources import Sources
from portfolio.publication.terms import number, percent, term
from portfolio.remembering import recall_each

GRADES = {
    "Prekindergarten": "PK", "Kindergarten": "K", "PK": "PK", "KG": "K",
    "1st Grade": "1", "2nd Grade": "2", "3rd Grade": "3",
}  # fmt: skip


def district_refs(districts: Iterable[District], sources: Sources) -> list[DistrictRef]:
    """Name `districts` in their order, with the portfolio page of those that are public members."""
    rows = list(districts)
    pages = recall_each(("member", sources.locale), [row.pk for row in rows], _members_in(sources.locale))
    sources.refs(pages.values())
    for district in rows:
        sources.read("district", district.pk)
    return [_ref(district, sources.ref(pages.get(district.pk))) for district in rows]


def _members_in(language: str) -> Callable[[list[int]], dict[int, int]]:
    """Return how to find the pages, in `language`, of districts that are members."""

    def find(districts: list[int]) -> dict[int, int]:
        members = DistrictPage.objects.live().filter(district__in=districts, alias_of=None)
        return dict(members.filter(locale__language_code=language).values_list("district_id", "pk"))

    return find


def _ref(district: District, page: Any) -> DistrictRef:
    return {
        "leaid": district.leaid,
        "name": page["title"] if page else district.name,
        "state": district.state,
        "state_name": str(State(district.state).label) if district.state else "",
        "page": page,
    }


def district_facts(district: District, sources: Sources) -> DistrictFacts:
    """Return what NCES reports of `district`, with the school year and the source."""
    sources.read("district", district.pk)
    successor = district_refs([district.successor], sources)[0] if district.successor else None
    ratio = district.students and district.teachers_fte and float(district.students / district.teachers_fte)
    return {
        "leaid": district.leaid,
        "name": district.name,
        "state": district.state,
        "state_name": str(State(district.state).label) if district.state else "",
        "city": district.city,
        "county": district.county,
        "lea_type": str(LeaType(district.lea_type).label) if district.lea_type else None,
        "locale": term(Locale, district.locale),
        "locale_group": term(LocaleGroup, district.locale_group),
        "size": term(SizeBand, district.size_band),
        "grades": _grade_span(district),
        "students": district.students,
        "teachers_fte": number(district.teachers_fte),
        "students_per_teacher": round(ratio, 1) if ratio else None,
        "schools": district.schools,
        "ell_percent": percent(district.ell_students, district.students),
        "iep_percent": percent(district.iep_students, district.students),
        "frl_percent": percent(district.frl_students, district.students),
        "latitude": number(district.latitude),
        "longitude": number(district.longitude),
        "year": district.year_of("students") or district.facts_year,
        "source": district.source,
        "closed_on": district.closed_on.isoformat() if district.closed_on else None,
        "successor": successor,
    }


def _grade_span(district: District) -> str:
    ends = [_grade(district.lowest_grade), _grade(district.highest_grade)]
    return "–".join(dict.fromkeys(end for end in ends if end))


def _grade(text: str) -> str:
    return GRADES.get(text, text.removesuffix(" Grade").removesuffix("th").lstrip("0") if text else "")
