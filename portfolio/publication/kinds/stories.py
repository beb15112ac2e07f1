"""A story."""

from portfolio.models.stories import StoryPage
from portfolio.models.vocabulary import StoryKind
from portfolio.publication.districts import district_refs
from portfolio.publication.kinds.parts import (
    choice_facets,
    enrollment,
    licence_facets,
    lineage_facets,
    place_facets,
    theme_refs,
    year_facets,
)
from portfolio.publication.parts import FacetValue, Parts
from portfolio.publication.prose import compile_blocks, reading_minutes
from portfolio.publication.sources import Sources
from portfolio.publication.terms import iso, required_term
from portfolio.selectors import districts_of


def compile_story(page: StoryPage, sources: Sources) -> Parts:
    districts = districts_of(page)
    themes = list(page.themes.all())
    kind = required_term(StoryKind, page.story_kind)
    year = page.published_on.year if page.published_on else None
    innovations = sources.refs(row.innovation_id for row in page.innovations.all())
    body = {
        "story_kind": kind,
        "date": iso(page.published_on),
        "byline": page.byline,
        "body": compile_blocks(page.body, sources),
        "innovations": innovations,
    }
    return Parts(
        body=body,
        card={
            "story_kind": kind,
            "date": iso(page.published_on),
            "reading_minutes": reading_minutes(body),
        },
        facets=[
            *lineage_facets(themes),
            *place_facets(districts),
            *choice_facets("story_kind", StoryKind, [page.story_kind]),
            *year_facets(year),
            *licence_facets(page),
            *(FacetValue("innovation", ref["id"], ref["title"]) for ref in innovations),
        ],
        districts=district_refs(districts, sources),
        themes=theme_refs(themes, sources),
        numbers={"enrollment": enrollment(districts), "year": year},
        relations={"innovations": innovations},
    )
