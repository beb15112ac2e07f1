"""Documents are what the API's description says; tests/portfolio/test_sample.py asks those of the sample."""

from typing import Any

import pytest

from api.components import document_name
from portfolio.publication.schema import markdown_key
from tests.api.described import card_of, misfits, whole
from tests.home import documents

pytestmark = pytest.mark.once

FIXTURES = (
    documents.district(),
    documents.merged_district(),
    documents.innovation(),
    documents.bare_innovation(),
    documents.story(),
    documents.toolkit(),
    documents.toolkit(items=[]),
    documents.playbook(),
    documents.standard(),
    documents.index(),
    documents.home(),
)


def in_markdown(value: Any) -> Any:
    if isinstance(value, dict):
        return {markdown_key(key): in_markdown(inner) for key, inner in value.items()}
    return [in_markdown(inner) for inner in value] if isinstance(value, list) else value


each_fixture = pytest.mark.parametrize("document", FIXTURES, ids=lambda document: document["card"]["id"])


@each_fixture
def test_document_and_card_fit_their_schemas(document: dict[str, Any]) -> None:
    name = document_name(document["kind"])
    assert not misfits(whole(document), name)
    assert not misfits(card_of(document), f"{name}Card")
    assert not misfits(whole(document), "AnyDocument")


@each_fixture
def test_document_with_markdown_fits_and_is_told_from_html(document: dict[str, Any]) -> None:
    made = in_markdown(whole(document))
    assert not misfits(made, "AnyDocumentMarkdown")
    if made != whole(document):
        assert misfits(made, "AnyDocument")


@pytest.mark.parametrize("form", ["card", "whole", "markdown", "some fields"])
def test_list_holds_each_form_that_one_may_ask_for(form: str) -> None:
    item = {
        "card": card_of(documents.innovation()),
        "whole": whole(documents.innovation()),
        "markdown": in_markdown(whole(documents.innovation())),
        "some fields": {"id": "innovation-1", "body": {"cost": {"band": None}}},
    }[form]
    answer = {"items": [item], "next": None, "total": 1}
    assert not misfits(answer, "InnovationList")


@pytest.mark.parametrize("damage", [{"districts": "Maple"}, {"hue": 400}, {"body": {}}, {"maturity": None}])
def test_list_refuses_a_damaged_item_though_it_may_hold_parts(damage: dict[str, Any]) -> None:
    answer = {"items": [whole(documents.innovation()) | damage], "next": None, "total": 1}
    assert misfits(answer, "InnovationList")


def test_unknown_fields_are_allowed_everywhere() -> None:
    def with_more(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: with_more(inner) for key, inner in value.items()} | {"x_new": 1}
        return [with_more(inner) for inner in value] if isinstance(value, list) else value

    assert not misfits(with_more(whole(documents.playbook())), "AnyDocument")
