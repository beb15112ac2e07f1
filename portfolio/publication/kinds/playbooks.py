"""A playbook: phases, steps and all that helps with them."""

from typing import Any

from portfolio.models.playbooks import PlaybookPage
from portfolio.models.vocabulary import Difficulty, GradeBand, Role
from portfolio.publication.districts import district_refs
from portfolio.publication.kinds.parts import (
    choice_facets,
    enrollment,
    licence_facets,
    lineage_facets,
    place_facets,
    takeaway,
    theme_refs,
    year_facets,
)
from portfolio.publication.parts import Parts
from portfolio.publication.prose import clean_html, file_info, unique_anchor
from portfolio.publication.schema import Ref
from portfolio.publication.sources import Sources
from portfolio.publication.terms import term
from portfolio.selectors import districts_of


def compile_playbook(page: PlaybookPage, sources: Sources) -> Parts:
    districts = districts_of(page)
    themes = list(page.themes.all())
    year = page.updated_on.year if page.updated_on else None
    anchors: set[str] = set()
    phases = [_phase(child.value, sources, anchors) for child in page.phases or []]
    return Parts(
        body={
            **takeaway(page, sources),
            "purpose_html": clean_html(page.purpose, sources),
            "readiness_questions": [row.question for row in page.readiness_questions.all()],
            "phases": phases,
            "total_time": page.total_time,
        },
        card={
            "phase_count": len(phases),
            "step_count": sum(len(phase["steps"]) for phase in phases),
            "total_time": page.total_time,
        },
        facets=[
            *lineage_facets(themes),
            *place_facets(districts),
            *choice_facets("role", Role, page.audience),
            *choice_facets("grade", GradeBand, page.grade_bands),
            *year_facets(year),
            *licence_facets(page),
        ],
        districts=district_refs(districts, sources),
        themes=theme_refs(themes, sources),
        numbers={"enrollment": enrollment(districts), "year": year},
        relations={"examples": _examples(phases)},
    )


def _examples(phases: list[dict[str, Any]]) -> list[Ref]:
    """Return the entries that steps point to, each once."""
    refs = [step["example"] for phase in phases for step in phase["steps"] if step["example"]]
    return list({ref["id"]: ref for ref in refs}.values())


def _phase(value: Any, sources: Sources, anchors: set[str]) -> dict[str, Any]:
    return {
        **_heading(value, anchors),
        "goal": value["goal"] or "",
        "duration": value["duration"] or "",
        "steps": [_step(child, sources, anchors) for child in value["steps"].bound_blocks],
    }


def _step(child: Any, sources: Sources, anchors: set[str]) -> dict[str, Any]:
    value = child.value
    example = value["example"]
    return {
        "id": child.original_id or "",  # what a block without one is given differs each time
        **_heading(value, anchors),
        "why": value["why"] or "",
        "how_html": clean_html(value["how"].source if value["how"] else "", sources),
        "owner": term(Role, value["owner"]),
        "time": value["time"] or "",
        "difficulty": term(Difficulty, value["difficulty"]),
        "inputs": _lines(value["inputs"]),
        "checklist": _lines(value["checklist"]),
        "key_questions": _lines(value["key_questions"]),
        "done_when": _lines(value["done_when"]),
        "resources": [made for item in value["resources"] if (made := _resource(item, sources))],
        "example": sources.ref(example.pk) if example else None,
    }


def _heading(value: Any, anchors: set[str]) -> dict[str, str]:
    title = value["title"] or ""
    return {"anchor": unique_anchor(title, anchors), "title": title}


def _lines(values: Any) -> list[str]:
    return [line for line in values if line]


def _resource(value: Any, sources: Sources) -> dict[str, Any] | None:
    title, url = value["title"] or "", value["url"] or ""
    file = file_info(value["file"], sources, title)
    return {"title": title, "file": file, "url": url} if file or url else None
