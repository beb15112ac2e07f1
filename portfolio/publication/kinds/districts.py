"""A member district's page."""

from typing import Any

from portfolio.models.districts import District, DistrictPage
from portfolio.models.vocabulary import LocaleGroup, State
from portfolio.publication.districts import district_facts
from portfolio.publication.kinds.parts import contact_info, place_facets
from portfolio.publication.parts import Parts
from portfolio.publication.pictures import Shape, picture_info
from portfolio.publication.prose import compile_blocks
from portfolio.publication.sources import Sources
from portfolio.publication.terms import iso, term


def compile_district(page: DistrictPage, sources: Sources) -> Parts:
    # A draft may not have chosen its district yet; then the facts are those of a blank one.
    district = page.district or District(name=page.title)
    return Parts(
        body=_body(page, district, sources),
        card={
            "leaid": district.leaid,
            "state": term(State, district.state),
            "locale_group": term(LocaleGroup, district.locale_group),
            "students": district.students,
            "facts_year": district.year_of("students") or district.facts_year,
        },
        facets=place_facets([district]),
        numbers={"enrollment": district.students},
    )


def _body(page: DistrictPage, district: District, sources: Sources) -> dict[str, Any]:
    return {
        "facts": district_facts(district, sources),
        "short_name": page.short_name,
        "aliases": [line.strip() for line in page.other_names.splitlines() if line.strip()],
        "website": page.website,
        "logo": picture_info(page.logo, Shape.FIGURE, sources),
        "superintendent": contact_info(page.superintendent, sources),
        "contact": contact_info(page.contact, sources, entry_id=str(page.translation_key)),
        "about": compile_blocks(page.about, sources),
        "milestones": [{"date": iso(row.date), "text": row.text} for row in page.milestones.all()],
        "quotes": [
            {"text": row.text, "name": row.name, "role": row.role}
            for row in page.quotes.all()
            if row.permission
        ],
    }
