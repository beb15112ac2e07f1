"""Files as others' programs write them, where they are at hand; they are read and never copied here."""

import os
from pathlib import Path

import pytest

from plugins.researchlinks.references.reading import Reading, read_references
from plugins.researchlinks.references.remote import read_answer

BESIDE = Path(__file__).parents[5] / "shared" / "real"
FOLDER = Path(os.environ.get("GROUNDWORK_REAL_DATA", BESIDE)) / "citations"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(),
    reason="Set GROUNDWORK_REAL_DATA to a folder with citations/ to read real files.",
)


def read(name: str) -> Reading:
    return read_references((FOLDER / name).read_bytes())


def test_thirty_of_thirty_are_read_from_bibtex() -> None:
    reading = read("30_example_records.bib")
    assert (len(reading.items), reading.problems) == (30, [])
    assert all(item["author"] and item["issued"] and item["container-title"] for item in reading.items)


def test_every_record_is_read_from_ris() -> None:
    reading = read("rispy_example_full.ris")
    assert (len(reading.items), reading.problems) == (2, [])
    assert [item["issued"] for item in reading.items] == [{"date-parts": [[2014]]}, {"date-parts": [[2006]]}]


def test_eric_says_that_a_work_is_peer_reviewed() -> None:
    found = read_answer("ERIC", (FOLDER / "eric_api_response_1.json").read_bytes())
    assert found is not None
    assert found.is_peer_reviewed is True
    assert found.csl == read("eric_api_response_1.json").items[0]
    assert found.csl["container-title"] == "Journal of Educational Technology and Online Learning"


def test_crossref_tells_where_a_work_is_open() -> None:
    name = "crossref_10.1177_02683962211048201.json"
    found = read_answer("Crossref", (FOLDER / name).read_bytes())
    assert found is not None
    assert not found.is_retracted
    assert found.open_access_url.startswith("http")
    assert found.csl == read(name).items[0]
    assert [author["family"] for author in found.csl["author"]] == ["Wagner", "Lukyanenko", "Paré"]
