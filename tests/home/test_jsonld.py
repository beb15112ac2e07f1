"""JSON-LD as search engines and harvesters read it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from home.jsonld import jsonld
from tests.home import documents, schema_org
from tests.home.rendered import PAGES, soup

URL = "https://portfolio.example/innovations/innovation-1/"
DOCUMENTS = {
    "innovation": documents.innovation,
    "innovation-bare": documents.bare_innovation,
    "story": documents.story,
    "toolkit": documents.toolkit,
    "playbook": documents.playbook,
    "district": documents.district,
    "district-merged": documents.merged_district,
    "page": documents.standard,
    "index": documents.index,
    "home": documents.home,
}


def graph(document: dict[str, Any]) -> list[dict[str, Any]]:
    data = json.loads(jsonld(document, documents.SITE, URL))
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object with a type, however deep."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from nodes(item)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_jsonld_uses_only_terms_of_schema_org(name: str) -> None:
    for node in nodes(graph(DOCUMENTS[name]())):
        said = {key for key in node if not key.startswith("@")}

        assert said <= schema_org.allowed(node["@type"]), node["@type"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_jsonld_leaves_out_what_is_not_stated(name: str) -> None:
    text = jsonld(DOCUMENTS[name](), documents.SITE, URL)

    assert not re.search(r'(null|""|\[\]|\{\})[,\]}]', text)


@pytest.mark.parametrize(
    ("name", "types"),
    [
        ("innovation", "CreativeWork"),
        ("story", "Article"),
        ("toolkit", ["CreativeWork", "LearningResource"]),
        ("playbook", ["HowTo", "LearningResource"]),
        ("district", ["EducationalOrganization", "SchoolDistrict"]),
        ("home", "WebSite"),
        ("index", "CollectionPage"),
        ("page", "WebPage"),
    ],
)
def test_document_is_of_the_type_that_its_kind_has(name: str, types: Any) -> None:
    assert graph(DOCUMENTS[name]())[0]["@type"] == types


def test_playbook_is_sections_of_steps() -> None:
    sections = graph(documents.playbook(3))[0]["step"]

    assert [section["@type"] for section in sections] == ["HowToSection"] * 2
    assert [len(section["itemListElement"]) for section in sections] == [2, 1]
    assert sections[0]["itemListElement"][1] == {
        "@type": "HowToStep",
        "name": "Walk the route, part 2",
        "text": "Take the van at noon on a school day, with a watch. Write down every stop.",
        "position": 2,
        "url": f"{URL}#step-2",
    }


def test_total_time_is_said_only_as_iso_8601() -> None:
    document = documents.playbook()
    assert "totalTime" not in graph(document)[0]

    document["body"]["total_time"] = "P1Y2M"
    assert graph(document)[0]["totalTime"] == "P1Y2M"


def test_district_is_known_by_its_leaid() -> None:
    assert graph(documents.district())[0]["identifier"] == {
        "@type": "PropertyValue",
        "propertyID": "NCES LEAID",
        "value": "9900017",
    }


def test_licence_travels_with_the_work() -> None:
    assert graph(documents.story())[0]["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_breadcrumbs_end_at_the_page_itself() -> None:
    trail = graph(documents.innovation())[1]["itemListElement"]

    assert [item["name"] for item in trail] == ["Home", "Innovations", "Tuesday apprentices"]
    assert [item["position"] for item in trail] == [1, 2, 3]
    assert trail[-1]["item"] == URL


def test_hostile_text_cannot_leave_the_script_element() -> None:
    document = documents.innovation(title=documents.HOSTILE, summary=documents.HOSTILE)
    text = jsonld(document, documents.SITE, URL)

    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text)["@graph"][0]["name"] == documents.HOSTILE


def test_page_carries_its_jsonld_unchanged() -> None:
    script = soup(PAGES["innovation"]()).find("script", type="application/ld+json")

    assert json.loads(script.string)["@graph"][0]["name"] == "Tuesday apprentices"
