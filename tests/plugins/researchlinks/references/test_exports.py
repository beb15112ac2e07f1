"""Files that are written can be read: by this house, and by the libraries of others."""

import json
from collections.abc import Callable, Sequence

import bibtexparser
import pytest
from hypothesis import assume, example, given, settings

from plugins.researchlinks.references.csl import Csl
from plugins.researchlinks.references.exports import as_bibtex, as_csl_json, as_ris
from plugins.researchlinks.references.reading import read_references
from plugins.researchlinks.references.tidying import tidy_item

from .works import article, items, person

Export = Callable[[Sequence[Csl]], str]
FORMATS = pytest.mark.parametrize("export", [as_bibtex, as_ris, as_csl_json])


@FORMATS
@settings(max_examples=100, deadline=None)
@given(item=items)
@example(item=article(author=[person("Rivera,,", "Ana, ,")]))
def test_an_export_reads_back_as_it_was(export: Export, item: Csl) -> None:
    assume(item.get("title"))
    item.setdefault("id", "key")
    assert read_references(export([item])).items == [item]


@settings(max_examples=150, deadline=None)
@given(item=items)
def test_tidying_twice_changes_nothing_more(item: Csl) -> None:
    assert tidy_item(item).item == item


@FORMATS
def test_an_export_of_nothing_is_empty(export: Export) -> None:
    assert export([]).strip() in ("", "[]")


def test_bibtex_escapes_what_latex_takes_for_commands() -> None:
    text = as_bibtex([article(title=r"R&D_50% {of} \input{x} -- $5 ''")])
    assert r"R\&D\_50\%" in text
    assert r"\input" not in text
    assert not bibtexparser.parse_string(text).failed_blocks


def test_bibtex_keys_are_made_from_the_work_and_are_unique() -> None:
    first, second = article(title="Clouds"), article(title="Clouds")
    named = article(id="own:key-1")
    text = as_bibtex([first, named, second])
    assert [line for line in text.splitlines() if line.startswith("@")] == [
        "@article{Rivera2020Clouds,",
        "@article{own:key-1,",
        "@article{Rivera2020Clouds-2,",
    ]


def test_bibtex_keeps_an_organization_in_one_piece() -> None:
    group = article(author=[{"literal": "Bread and Roses, Inc."}, person("van der Berg", "Jan")])
    assert "author = {{Bread and Roses, Inc.} and {van der Berg}, {Jan}}," in as_bibtex([group])


def test_ris_has_its_tags_line_by_line() -> None:
    lines = as_ris([article(page="45-67")]).split("\r\n")
    assert lines[0] == "TY  - JOUR"
    assert {"AU  - Rivera, Ana", "SP  - 45", "EP  - 67", "PY  - 2020", "DO  - 10.1234/clouds"} <= set(lines)
    assert lines[-3:] == ["ER  - ", "", ""]


@FORMATS
def test_an_export_puts_in_order_what_never_was(export: Export) -> None:
    odd = {"type": 7, "title": "A\r\nER  - \nTY  - JOUR", "author": "x", "URL": "javascript:alert(1)"}
    read = read_references(export([odd]))  # type: ignore[list-item]  # it is odd on purpose
    assert [item["title"] for item in read.items] == ["A ER - TY - JOUR"]
    assert "javascript" not in export([odd])  # type: ignore[list-item]  # it is odd on purpose


def test_csl_json_is_a_list_of_items() -> None:
    assert json.loads(as_csl_json([article()]))[0]["container-title"] == "Journal of Made-Up Studies"
