"""A draft may lack anything: its preview is a page all the same, and nothing in it reads “None”."""

import json
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from portfolio.models import (
    DistrictIndexPage,
    DistrictPage,
    InnovationPage,
    PlaybookPage,
    StoryPage,
    ToolkitPage,
)
from portfolio.models.districts import DistrictMilestone, DistrictQuote
from portfolio.models.innovations import (
    InnovationDistrict,
    InnovationRelated,
    InnovationResult,
    InnovationStep,
)
from portfolio.models.toolkits import ToolkitAuthor, ToolkitDistrict, ToolkitItem
from portfolio.publication.compiler import compile_page
from tests import factories

pytestmark = pytest.mark.django_db

HALF_FILLED = [
    ("heading", None),
    ("text", None),
    ("figure", {}),
    ("figure", {"picture": 99999, "alt": None, "caption": None}),
    ("quote", {"permission": True}),
    ("fact", {}),
    ("table", None),
    ("table", {"data": None}),
    ("table", {"data": [[]], "first_row_is_table_header": True}),
    ("table", {"data": [None, [None, "x"]]}),
    ("video", {}),
    ("file", {"file": 99999, "label": None}),
    ("nonsense", {}),
    ("text", '<p><a linktype="page" id="99999999999999999999999">There</a></p>'),
    ("text", '<p><a linktype="page" id="²">There</a> <a linktype="document" id="²">too</a></p>'),
    ("text", '<p><a linktype="document" id="99999999999999999999999">There</a></p>'),
]
PHASES = [
    {},
    {"title": None, "goal": None, "steps": []},
    {"title": "Begin", "steps": [{"type": "item", "value": {}}]},
    {"steps": [{"type": "item", "value": {"title": None, "resources": [{"type": "item", "value": {}}]}}]},
    {"steps": [{"type": "item", "value": {"title": "Look", "example": 99999}}]},
]
EMPTY_ROWS = [
    (InnovationPage, "districts", InnovationDistrict),
    (InnovationPage, "related", InnovationRelated),
    (InnovationPage, "results", InnovationResult),
    (InnovationPage, "steps", InnovationStep),
    (ToolkitPage, "authors", ToolkitAuthor),
    (ToolkitPage, "districts", ToolkitDistrict),
    (ToolkitPage, "items", ToolkitItem),
    (DistrictPage, "milestones", DistrictMilestone),
    (DistrictPage, "quotes", DistrictQuote),
]


def draft(model: type[Any], **fields: Any) -> Any:
    """Return a draft that has a title, `fields`, and nothing else."""
    factories.make_site()
    page = model(title="Only a title", slug="only-a-title", live=False, **fields)
    page.full_clean = lambda *args, **kwargs: None  # the editor saves it so, too
    DistrictIndexPage.objects.get().add_child(instance=page)
    page.save_revision()
    return page


def preview(client: Client, page: Page) -> str:
    answer = client.get(f"/admin/pages/{page.pk}/view_draft/")
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("model", [DistrictPage, InnovationPage, StoryPage, ToolkitPage, PlaybookPage])
def test_a_title_is_enough_for_a_preview(model: type[Page], admin_client: Client) -> None:
    html = preview(admin_client, draft(model))

    assert "Only a title" in html
    assert "None" not in html


@pytest.mark.parametrize(("block", "value"), HALF_FILLED)
def test_a_half_filled_block_is_previewed(block: str, value: Any, admin_client: Client) -> None:
    body = json.dumps([{"type": block, "value": value, "id": "1"}])

    assert "None" not in preview(admin_client, draft(StoryPage, body=body))


@pytest.mark.parametrize("phase", PHASES)
def test_a_half_filled_phase_is_previewed(phase: Any, admin_client: Client) -> None:
    phases = json.dumps([{"type": "phase", "value": phase, "id": "1"}])

    assert "None" not in preview(admin_client, draft(PlaybookPage, phases=phases))


@pytest.mark.parametrize(("model", "name", "row"), EMPTY_ROWS)
def test_an_empty_row_is_passed_over(model: type[Page], name: str, row: type[Any]) -> None:
    page = draft(model)
    setattr(page, name, [row()])

    assert compile_page(page) is not None
