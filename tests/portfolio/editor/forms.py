"""What a browser sends from the editor of an innovation."""

from collections.abc import Sequence
from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

Rows = Sequence[dict[str, Any]]

COMPLETE = {
    "title": "Maker Mondays",
    "slug": "maker-mondays",
    "summary": "Every Monday, ninth graders build what they design, and fewer of them fail algebra.",
    "problem": "<p>One in three ninth graders failed algebra.</p>",
    "practice": "<p>On Mondays math is taught in the workshop.</p>",
    "grade_bands": ["9-12"],
    "maturity": "growing",
    "start_year": "2022",
    "what_did_not_work": "<p>In the first year we bought far too many tools.</p>",
    "contact_public": "False",
    "licence": "CC-BY-4.0",
    "reviewed_on": "2026-11-01",
}
INLINES = ("steps", "related", "research_links")
RICH_TEXTS = ("problem", "what_did_not_work", "advice", "prerequisites")


def innovation_form(
    themes: list[int], results: Rows = (), districts: Rows = (), **changes: Any
) -> dict[str, Any]:
    """Return the form's data: complete, with `changes` to it."""
    values = {"advice": "", "prerequisites": "", **COMPLETE, **changes}
    several = {"themes": themes, "grade_bands": values.pop("grade_bands")}
    data: dict[str, Any] = {name: value for name, value in values.items() if name not in RICH_TEXTS}
    data |= {name: rich_text(values[name]) for name in RICH_TEXTS}
    blocks = [("text", rich_text(values["practice"]))] if values["practice"] else []
    data["practice"] = streamfield(blocks)
    data |= {name: inline_formset([]) for name in INLINES}
    data["results"] = inline_formset(list(results))
    data["districts"] = inline_formset(list(districts))
    data["comments"] = inline_formset([])
    return nested_form_data(data) | several
