"""One made-up entry: an innovation or a district, complete enough to be published, about 5 KB as JSON.

How often a cost, a maturity, a locale or a state comes up is set by hand: a filter must leave many
entries or few, as it would in a real portfolio.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from benchmarks.words import Words
from portfolio.models import District, DistrictPage, InnovationPage, Theme
from portfolio.models.innovations import InnovationResult, InnovationStep
from portfolio.models.vocabulary import (
    STATE_BY_FIPS,
    CostBand,
    GradeBand,
    LeaType,
    Locale,
    Maturity,
    Role,
    StudentGroup,
)

FACTS_YEAR = "2023-24"
LAST_DAY = datetime.datetime(2026, 6, 30, 12, tzinfo=datetime.UTC)
YEARS_OF_PUBLISHING = 3
ISLANDS = {"60", "66", "69", "72", "78", "59"}
STATES = {fips: 10 if fips in {"06", "12", "17", "36", "39", "42", "48"} else 3
          for fips in STATE_BY_FIPS if fips not in ISLANDS}  # fmt: skip
LOCALES = {
    Locale.CITY_LARGE: 6, Locale.CITY_MIDSIZE: 3, Locale.CITY_SMALL: 4, Locale.SUBURB_LARGE: 18,
    Locale.SUBURB_MIDSIZE: 3, Locale.SUBURB_SMALL: 2, Locale.TOWN_FRINGE: 4, Locale.TOWN_DISTANT: 8,
    Locale.TOWN_REMOTE: 6, Locale.RURAL_FRINGE: 14, Locale.RURAL_DISTANT: 18, Locale.RURAL_REMOTE: 14,
}  # fmt: skip
MATURITIES = {
    Maturity.IDEA: 3, Maturity.PILOT: 25, Maturity.GROWING: 30, Maturity.ESTABLISHED: 25,
    Maturity.SUSTAINED: 12, Maturity.STOPPED: 5,
}  # fmt: skip
COSTS = {
    CostBand.NONE: 20, CostBand.LOW: 38, CostBand.MEDIUM: 25, CostBand.HIGH: 12, CostBand.VERY_HIGH: 5,
}  # fmt: skip


def district(words: Words, number: int) -> District:
    """Return an unsaved district of the directory: invented, below a real state."""
    fips = words.weighted(STATES)
    students = int(words.random.lognormvariate(7.6, 1.3)) + 60
    return District(
        leaid=f"{fips}{number:05d}",
        name=f"{words.name()} {words.weighted({'School District': 6, 'Public Schools': 3, 'Unified': 1})}",
        state=STATE_BY_FIPS[fips],
        city=words.name(),
        county=f"{words.name()} County",
        lea_type=LeaType.REGULAR,
        locale=words.weighted(LOCALES),
        lowest_grade="PK",
        highest_grade="12",
        students=students,
        schools=max(1, students // 450),
        teachers_fte=round(students / 15, 1),
        ell_students=students // 12,
        iep_students=students // 7,
        frl_students=students // 2,
        facts_year=FACTS_YEAR,
        source="Made up for a benchmark",
    )


def district_page(words: Words, facts: District) -> DistrictPage:
    return DistrictPage(
        title=facts.name,
        slug=f"district-{facts.leaid}",
        summary=words.phrase(10, 16)[:199],
        district=facts,
        website=f"https://{facts.leaid}.example.org/",
        about=[("text", words.paragraph(4)), ("heading", words.phrase(2, 4)), ("text", words.paragraph(3))],
        **_dates(words),
    )


def innovation(words: Words, number: int, themes: Sequence[Theme]) -> InnovationPage:
    """Return an unsaved innovation about one to three of `themes`."""
    title = words.phrase(2, 5)
    page = InnovationPage(
        title=title,
        slug=f"entry-{number}",
        summary=words.phrase(14, 22)[:199],
        problem=words.paragraph(2),
        practice=_practice(words),
        what_did_not_work=words.paragraph(3),
        advice=words.paragraph(1),
        contact_public=False,
        **_audience(words),
        **_facts(words),
        **_dates(words),
    )
    page.themes = words.few(themes, most=3, least=1)
    page.steps = [_step(words) for _ in range(words.random.randint(2, 4))]
    page.results = [_result(words) for _ in range(words.random.randint(1, 2))]
    return page


def _practice(words: Words) -> list[tuple[str, Any]]:
    quote = {"text": words.sentences(1), "name": words.name(), "role": "Teacher", "permission": True}
    fact = {"number": f"{words.random.randint(20, 95)}%", "label": words.phrase(4, 7), "source": "Records"}
    return [
        ("text", words.paragraph(2)),
        ("heading", words.phrase(2, 5)),
        ("text", words.bullets(words.random.randint(2, 3))),
        words.random.choice([("quote", quote), ("fact", fact)]),
        ("text", words.paragraph(words.random.randint(1, 2))),
    ]


def _audience(words: Words) -> dict[str, list[str]]:
    first = words.random.randrange(len(GradeBand.values))
    return {
        "grade_bands": GradeBand.values[first : first + words.random.randint(1, 3)],
        "student_groups": words.few(StudentGroup.values, most=2),
        "roles": words.few(Role.values, most=3, least=1),
    }


def _facts(words: Words) -> dict[str, Any]:
    number = words.random.randint
    return {
        "maturity": words.weighted(MATURITIES),
        "start_year": number(2012, 2025),
        "schools_count": number(1, 30),
        "students_count": number(30, 9_000),
        "teachers_count": number(2, 300),
        "cost_band": words.weighted(COSTS),
        "cost_one_time": number(1, 90) * 1_000,
        "cost_annual": number(0, 60) * 1_000,
        "cost_year": number(2020, 2025),
        "cost_note": words.sentences(1),
        "funding": words.phrase(3, 6),
        "staff": words.sentences(1),
        "staff_fte": number(0, 12) / 4,
        "months_to_start": number(1, 18),
        "time_note": words.phrase(4, 8),
        "prerequisites": words.bullets(1),
        "technology": words.phrase(3, 7),
    }


def _dates(words: Words) -> dict[str, Any]:
    minutes = words.random.randrange(YEARS_OF_PUBLISHING * 365 * 24 * 60)
    published = LAST_DAY - datetime.timedelta(minutes=minutes)
    return {
        "first_published_at": published,
        "last_published_at": published,
        "reviewed_on": published.date(),
    }


def _step(words: Words) -> InnovationStep:
    return InnovationStep(
        title=words.phrase(2, 5), text=f"<p>{words.sentences(1)}</p>", time=words.phrase(1, 2)
    )


def _result(words: Words) -> InnovationResult:
    before = words.random.randint(20, 60)
    return InnovationResult(
        metric=words.phrase(4, 8),
        before=f"{before}%",
        after=f"{before + words.random.randint(1, 35)}%",
        students=words.random.randint(20, 2_000),
        period="2022 to 2024",
        source="District records",
    )
