"""A toolkit and its items."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext

from portfolio.models.toolkits import ToolkitItem, ToolkitPage
from portfolio.models.vocabulary import GradeBand, ItemKind, Role
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
from portfolio.publication.parts import FacetValue, Parts
from portfolio.publication.prose import file_info
from portfolio.publication.sources import Sources
from portfolio.publication.terms import licence_info, required_term
from portfolio.selectors import districts_of


def compile_toolkit(page: ToolkitPage, sources: Sources) -> Parts:
    districts = districts_of(page)
    themes = list(page.themes.all())
    year = page.updated_on.year if page.updated_on else None
    items = [compiled for row in page.items.all() if (compiled := _item(row, sources))]
    formats = _formats(items)
    return Parts(
        body={**takeaway(page, sources), "items": items},
        card={"item_count": len(items), "formats": list(formats.values())},
        facets=[
            *lineage_facets(themes),
            *place_facets(districts),
            *choice_facets("role", Role, page.audience),
            *choice_facets("grade", GradeBand, page.grade_bands),
            *year_facets(year),
            *licence_facets(page),
            *(FacetValue("format", code, name) for code, name in formats.items()),
        ],
        districts=district_refs(districts, sources),
        themes=theme_refs(themes, sources),
        numbers={"enrollment": enrollment(districts), "year": year},
    )


def _formats(items: list[dict[str, Any]]) -> dict[str, str]:
    """Return what items come as, each with its name: `{"docx": "DOCX", "link": "Link"}`."""
    files = {item["file"]["format"] for item in items if item["file"]}
    names = {name.lower(): name for name in files}
    if any(item["file"] is None for item in items):
        names["link"] = gettext("Link")
    return dict(sorted(names.items(), key=lambda named: named[1]))


def _item(row: ToolkitItem, sources: Sources) -> dict[str, Any] | None:
    """Return the item, or None where its file may not be shown or it has neither file nor link."""
    file = file_info(row.file, sources)
    if file is None and not row.url:
        return None
    accessible = row.accessible if row.accessible is not None else file and file["accessible"]
    return {
        "title": row.title,
        "kind": required_term(ItemKind, row.kind),
        "description": row.description,
        "file": file,
        "url": row.url,
        "host": urlsplit(row.url).hostname or "",
        "licence": licence_info(row.licence),
        "language": row.language,
        "accessible": accessible,
    }
