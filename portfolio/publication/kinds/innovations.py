"""An innovation, in facts that another district can compare."""

from typing import Any

from portfolio.models.innovations import InnovationPage
from portfolio.models.vocabulary import CostBand, GradeBand, Maturity, Role, State, StudentGroup
from portfolio.publication.districts import district_refs
from portfolio.publication.kinds.parts import (
    choice_facets,
    contact_info,
    enrollment,
    licence_facets,
    lineage_facets,
    place_facets,
    theme_refs,
    year_facets,
)
from portfolio.publication.parts import Parts
from portfolio.publication.prose import clean_html, compile_blocks
from portfolio.publication.schema import ContactInfo
from portfolio.publication.sources import Sources
from portfolio.publication.terms import iso, number, required_term, term, terms
from portfolio.selectors import districts_of


def compile_innovation(page: InnovationPage, sources: Sources) -> Parts:
    related = sources.refs(row.entry_id for row in page.related.all())
    districts = districts_of(page)
    themes = list(page.themes.all())
    return Parts(
        body={
            **_practice(page, sources),
            **_facts(page),
            "needs": _needs(page, sources),
            **_what_came_of_it(page, sources),
            "related": related,
        },
        card={
            "maturity": required_term(Maturity, page.maturity),
            "cost": term(CostBand, page.cost_band),
            "grade_bands": terms(GradeBand, page.grade_bands),
            "start_year": page.start_year,
        },
        facets=[
            *lineage_facets(themes),
            *place_facets(districts),
            *choice_facets("grade", GradeBand, page.grade_bands),
            *choice_facets("group", StudentGroup, page.student_groups),
            *choice_facets("cost", CostBand, [page.cost_band]),
            *choice_facets("maturity", Maturity, [page.maturity]),
            *year_facets(page.start_year),
            *licence_facets(page),
        ],
        districts=district_refs(districts, sources),
        themes=theme_refs(themes, sources),
        numbers={
            "enrollment": enrollment(districts),
            "start_year": page.start_year,
            "year": page.start_year,
            "cost": _first_year_cost(page),
        },
        relations={"related": related},
    )


def _practice(page: InnovationPage, sources: Sources) -> dict[str, Any]:
    return {
        "problem_html": clean_html(page.problem, sources),
        "practice": compile_blocks(page.practice, sources),
        "grade_bands": terms(GradeBand, page.grade_bands),
        "student_groups": terms(StudentGroup, page.student_groups),
        "roles": terms(Role, page.roles),
    }


def _facts(page: InnovationPage) -> dict[str, Any]:
    return {
        "maturity": required_term(Maturity, page.maturity),
        "start_year": page.start_year,
        "scale": {
            "schools": page.schools_count,
            "students": page.students_count,
            "teachers": page.teachers_count,
            "as_of": iso(page.scale_as_of),
        },
        "cost": {
            "band": term(CostBand, page.cost_band),
            "one_time": page.cost_one_time,
            "annual": page.cost_annual,
            "per_student": page.cost_per_student,
            "year": page.cost_year,
            "note": page.cost_note,
            "funding": page.funding,
        },
    }


def _first_year_cost(page: InnovationPage) -> int | None:
    """Return what a district would have to find for the first year; None where no sum is stated."""
    stated = [cost for cost in (page.cost_one_time, page.cost_annual) if cost is not None]
    if not stated:
        return 0 if page.cost_band == CostBand.NONE else None
    return sum(stated)


def _needs(page: InnovationPage, sources: Sources) -> dict[str, Any]:
    return {
        "staff": page.staff,
        "staff_fte": number(page.staff_fte),
        "months_to_start": page.months_to_start,
        "time": page.time_note,
        "prerequisites_html": clean_html(page.prerequisites, sources),
        "technology": page.technology,
        "policy_state": term(State, page.policy_state),
        "policy": page.policy_note,
        "policy_url": page.policy_url,
    }


def _what_came_of_it(page: InnovationPage, sources: Sources) -> dict[str, Any]:
    return {
        "steps": [
            {"title": step.title, "html": clean_html(step.text, sources), "time": step.time}
            for step in page.steps.all()
        ],
        "results": [
            {
                "metric": row.metric,
                "before": row.before,
                "after": row.after,
                "n": row.students,
                "period": row.period,
                "source": row.source,
                "source_url": row.source_url,
            }
            for row in page.results.all()
        ],
        "what_did_not_work_html": clean_html(page.what_did_not_work, sources),
        "advice_html": clean_html(page.advice, sources),
        "contact": _contact(page, sources),
    }


def _contact(page: InnovationPage, sources: Sources) -> ContactInfo | None:
    """Name whom to ask only where the entry says that readers may."""
    if not page.contact_public:
        return None
    return contact_info(page.contact, sources, entry_id=str(page.translation_key))
