"""Answers of Crossref, OpenAlex and ERIC, made up after their documentation; the network is never asked."""

import json
from typing import get_args
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.researchlinks.references.identifiers import Identifier, parse_identifier
from plugins.researchlinks.references.remote import (
    LARGEST,
    Found,
    RemoteAnswerError,
    Source,
    lookups,
    read_answer,
)

SOURCES = pytest.mark.parametrize("source", get_args(Source))


def crossref(**fields: object) -> Found:
    work = {
        "type": "journal-article",
        "title": ["Counting <i>clouds</i>"],
        "subtitle": ["A study"],
        "container-title": ["Journal of Made-Up Studies"],
        "author": [{"given": "Ana", "family": "Rivera"}, {"name": "Made-up Institute"}],
        "issued": {"date-parts": [[2020, 5]]},
        "DOI": "10.1234/Clouds",
    }
    return found("Crossref", {"message": {**work, **fields}})


def openalex(**fields: object) -> Found:
    work = {
        "id": "https://openalex.org/W123456",
        "doi": "https://doi.org/10.1234/clouds",
        "ids": {
            "openalex": "https://openalex.org/W123456",
            "doi": "https://doi.org/10.1234/clouds",
            "mag": 7,
        },
        "title": "Counting clouds",
        "type": "article",
        "publication_date": "2020-05-01",
        "authorships": [{"author": {"display_name": "Ana van der Rivera"}}],
        "biblio": {"volume": "12", "issue": "3", "first_page": "45", "last_page": "67"},
        "primary_location": {"source": {"display_name": "Journal of Made-Up Studies"}},
        "is_retracted": False,
        "open_access": {"oa_url": "https://example.org/clouds.pdf"},
    }
    return found("OpenAlex", {**work, **fields})


def eric(**fields: object) -> Found:
    record = {
        "id": "ED123456",
        "title": "Counting clouds",
        "author": ["Rivera, Ana", "Cho, Min-jun, Ed."],
        "publicationdateyear": 2020,
        "publicationtype": ["Reports - Research"],
        "publisher": "Made-up Institute. 1 Main Street, Nowhere.",
        "peerreviewed": "F",
        "e_fulltextauth": 1,
    }
    return found("ERIC", {"response": {"numFound": 1, "docs": [{**record, **fields}]}})


def found(source: Source, answer: object) -> Found:
    known = read_answer(source, json.dumps(answer).encode())
    assert known is not None
    return known


@pytest.mark.parametrize(
    ("pasted", "sources"),
    [
        ("10.1234/a(b);c", ["Crossref", "OpenAlex"]),
        ("EJ1234567", ["ERIC"]),
        ("W123456", ["OpenAlex"]),
        ("9780306406157", ["Crossref"]),
        ("https://example.org", []),
    ],
)
def test_each_kind_of_identifier_is_asked_of_who_knows_it(pasted: str, sources: list[str]) -> None:
    asked = lookups(parse_identifier(pasted))
    assert [lookup.source for lookup in asked] == sources
    for lookup in asked:
        address = urlsplit(lookup.url)
        assert address.scheme == "https"
        assert address.hostname in ("api.crossref.org", "api.openalex.org", "api.ies.ed.gov")


def test_crossrefs_work_is_understood() -> None:
    known = crossref()
    assert known.csl["title"] == "Counting clouds: A study"
    assert known.csl["author"] == [{"family": "Rivera", "given": "Ana"}, {"literal": "Made-up Institute"}]
    assert known.identifiers == [Identifier("doi", "10.1234/clouds")]
    assert (known.is_retracted, known.open_access_url, known.is_peer_reviewed) == (False, "", None)


@pytest.mark.parametrize(
    ("fields", "is_retracted"),
    [
        ({"updated-by": [{"type": "retraction", "DOI": "10.1234/notice"}]}, True),
        ({"updated-by": [{"type": "withdrawal"}]}, True),
        ({"updated-by": [{"type": "correction"}]}, False),
        ({"update-to": [{"type": "retraction", "DOI": "10.1234/clouds"}]}, True),
        ({"update-to": [{"type": "retraction", "DOI": "10.1234/another"}]}, False),
        ({"relation": {"is-retracted-by": [{"id": "10.1234/notice"}]}}, True),
        ({"title": ["RETRACTED: Counting clouds"]}, True),
        ({"title": ["Retracted articles and what they do"]}, False),
        ({"updated-by": "retraction"}, False),
    ],
)
def test_crossref_tells_of_retractions(fields: dict[str, object], is_retracted: bool) -> None:
    assert crossref(**fields).is_retracted is is_retracted


@pytest.mark.parametrize(("begins", "is_open"), [("2020-01-01T00:00", True), ("9999-01-01T00:00", False)])
def test_crossref_tells_where_a_work_is_open(begins: str, is_open: bool) -> None:
    licence = {"URL": "https://creativecommons.org/licenses/by/4.0/", "start": {"date-time": begins}}
    page = {"primary": {"URL": "https://example.org/clouds"}}
    known = crossref(license=[licence], resource=page)
    assert known.open_access_url == ("https://example.org/clouds" if is_open else "")


def test_openalexs_work_is_understood() -> None:
    known = openalex()
    assert known.csl["author"] == [{"family": "van der Rivera", "given": "Ana"}]
    assert known.csl["page"] == "45-67"
    assert known.open_access_url == "https://example.org/clouds.pdf"
    assert set(known.identifiers) == {Identifier("doi", "10.1234/clouds"), Identifier("openalex", "W123456")}
    assert openalex(is_retracted=True).is_retracted


def test_erics_record_is_understood() -> None:
    known = eric()
    assert (known.csl["type"], known.csl["publisher"]) == ("report", "Made-up Institute")
    assert known.is_peer_reviewed is False
    assert eric(peerreviewed="T").is_peer_reviewed is True
    assert eric(peerreviewed=None).is_peer_reviewed is None
    assert known.open_access_url == "https://files.eric.ed.gov/fulltext/ED123456.pdf"
    assert eric(e_fulltextauth=0).open_access_url == ""
    assert Identifier("doi", "10.1234/x") in eric(url="https://doi.org/10.1234/x").identifiers


def test_only_web_addresses_come_out() -> None:
    assert openalex(open_access={"oa_url": "javascript:alert(1)"}).open_access_url == ""
    assert "URL" not in openalex(doi=None, primary_location={"landing_page_url": "data:text/html,x"}).csl


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("Crossref", {"message": {"items": []}}),
        ("Crossref", {"message": {}}),
        ("OpenAlex", {"results": []}),
        ("OpenAlex", {"error": "Not found"}),
        ("ERIC", {"response": {"numFound": 0, "docs": []}}),
    ],
)
def test_a_work_that_is_not_known_is_none(source: Source, answer: object) -> None:
    assert read_answer(source, json.dumps(answer).encode()) is None


@SOURCES
@pytest.mark.parametrize(
    "content",
    [b"", b"<html>Busy</html>", b"[]", b"null", b"\xff\xfe\x00", b"[" * 200_000, b" " * (LARGEST + 1)],
)
def test_what_is_no_answer_is_told_in_plain_words(source: Source, content: bytes) -> None:
    with pytest.raises(RemoteAnswerError, match=f"^{source} answered "):
        read_answer(source, content)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
KEYS = (
    *("title", "author", "authorships", "issued", "DOI", "doi", "ids", "license", "resource", "relation"),
    *("update-to", "updated-by", "open_access", "biblio", "primary_location", "publicationdateyear"),
    *("peerreviewed", "e_fulltextauth", "isbn", "ISBN", "ISSN", "publisher", "source", "publicationtype"),
    *("type", "id", "url", "items", "results", "subject", "page", "institution"),
)


@SOURCES
@settings(max_examples=150, deadline=None)
@given(fields=st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8), titled=st.booleans())
def test_wrong_types_count_as_not_said(source: Source, fields: dict[str, object], titled: bool) -> None:
    work = {**fields, **({"title": "Clouds"} if titled else {})}
    wrapped = {"Crossref": {"message": work}, "OpenAlex": work, "ERIC": {"response": {"docs": [work]}}}
    known = read_answer(source, json.dumps(wrapped[source]).encode())
    assert known is None or urlsplit(known.open_access_url).scheme in ("", "https", "http")


@SOURCES
@settings(max_examples=100, deadline=None)
@given(content=st.binary() | VALUES.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_an_answer_none_or_an_error(source: Source, content: bytes) -> None:
    try:
        known = read_answer(source, content)
    except RemoteAnswerError:
        return
    assert known is None or known.csl["title"]
