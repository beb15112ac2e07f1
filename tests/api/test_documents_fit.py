"""What is stored is what the API's description says."""

import json
from typing import Any
from unittest.mock import patch

import pytest
from django.test import TestCase

from api.components import document_name
from home.site_tree import ensure_site_tree
from portfolio import sample
from portfolio.models import PublicDocument
from portfolio.publication import log
from portfolio.publication.schema import KINDS, markdown_key
from tests.api.described import misfits
from tests.home import documents

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


def card_of(document: dict[str, Any]) -> dict[str, Any]:
    """Return a card as the API gives it."""
    added = {"url": f"https://portfolio.example{document['path']}", "path": document["path"], "sequence": 7}
    return json.loads(json.dumps(document["card"] | added))


def whole(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document as the API gives it."""
    return card_of(document) | {"body": json.loads(json.dumps(document["body"]))}


def in_markdown(value: Any) -> Any:
    if isinstance(value, dict):
        return {markdown_key(key): in_markdown(inner) for key, inner in value.items()}
    return [in_markdown(inner) for inner in value] if isinstance(value, list) else value


each_fixture = pytest.mark.parametrize("document", FIXTURES, ids=lambda document: document["card"]["id"])


@pytest.mark.once
@each_fixture
def test_document_and_card_fit_their_schemas(document: dict[str, Any]) -> None:
    name = document_name(document["kind"])
    assert not misfits(whole(document), name)
    assert not misfits(card_of(document), f"{name}Card")
    assert not misfits(whole(document), "AnyDocument")


@pytest.mark.once
@each_fixture
def test_document_with_markdown_fits_and_is_told_from_html(document: dict[str, Any]) -> None:
    made = in_markdown(whole(document))
    assert not misfits(made, "AnyDocumentMarkdown")
    if made != whole(document):
        assert misfits(made, "AnyDocument")


@pytest.mark.once
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


@pytest.mark.once
@pytest.mark.parametrize("damage", [{"districts": "Maple"}, {"hue": 400}, {"body": {}}, {"maturity": None}])
def test_list_refuses_a_damaged_item_though_it_may_hold_parts(damage: dict[str, Any]) -> None:
    answer = {"items": [whole(documents.innovation()) | damage], "next": None, "total": 1}
    assert misfits(answer, "InnovationList")


@pytest.mark.once
def test_unknown_fields_are_allowed_everywhere() -> None:
    def with_more(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: with_more(inner) for key, inner in value.items()} | {"x_new": 1}
        return [with_more(inner) for inner in value] if isinstance(value, list) else value

    assert not misfits(with_more(whole(documents.playbook())), "AnyDocument")


class SampleDocumentsTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        ensure_site_tree()
        with patch("portfolio.sample.renditions.make_quick_ones"):
            sample.load()
        with patch("portfolio.publication.log.want_renditions"):
            log.refresh_all()

    def test_every_compiled_document_fits(self) -> None:
        stored = PublicDocument.objects.all()
        assert {document.kind for document in stored} == set(KINDS)
        for document in stored:
            made = {"card": document.card, "body": document.body, "path": document.path}
            assert not misfits(whole(made), document_name(document.kind)), document.path
