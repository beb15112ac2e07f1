"""What the research says of an entry: on its page, in the API, and never typed by anyone."""

import json
import re
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from docx import Document

from plugins.researchlinks.models import ResearchLink
from portfolio.models import InnovationPage, PublicDocument
from portfolio.publication import log, upkeep
from tests.api.published import get, read
from tests.plugins.researchlinks.conftest import SMALL, TRIAL, link, linking, record

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on")]


def evidence(page: InnovationPage) -> Any:
    log.flush()
    return PublicDocument.objects.get(page_id=page.pk).body["research"]


def test_strongest_record_carries_the_entry_and_its_withdrawal_takes_that_back() -> None:
    trial = record("A trial of it", **TRIAL)
    page = linking(link(trial), link(record("A small study", **SMALL)))
    assert evidence(page)["tier"]["label"] == "Strong evidence"
    assert "A trial of it" in evidence(page)["reason"]

    trial.is_withdrawn = True
    trial.save()

    assert evidence(page)["tier"]["label"] == "Promising evidence"
    assert "A small study" in evidence(page)["reason"]
    assert [each["is_withdrawn"] for each in evidence(page)["records"]] == [True, False]
    assert list(upkeep.verify()) == []


def test_retraction_lowers_at_once() -> None:
    page = linking(link(record(**TRIAL)))
    type(page.research_links.get().record).objects.update(is_retracted=True)

    assert evidence(page)["tier"] is None


def test_nobody_can_type_a_tier(admin_client: Client) -> None:
    names = {field.name for field in (*ResearchLink._meta.fields, *InnovationPage._meta.fields)}
    page = linking(link(record(**SMALL)))
    form = admin_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()

    assert not [name for name in names if "tier" in name]
    assert 'name="research_links-0-relation"' in form
    assert "tier" not in "".join(part.split('"')[0] for part in form.split('name="')[1:])


def test_contradicting_research_is_shown() -> None:
    against = record("It did not help", **(SMALL | {"direction": "negative", "tier": None, "tier_why": ""}))
    page = linking(link(record("It helped", **TRIAL)), link(against, "contradicts"))

    shown = Client().get(f"/innovations/{page.slug}/").content.decode()

    assert evidence(page)["is_mixed"]
    assert "but findings are mixed" in shown
    assert "It did not help" in shown


def test_page_says_it_in_words_with_its_citation_and_escapes_titles() -> None:
    page = linking(
        link(record("<script>alert(1)</script> and algebra", note="It helped <b>most</b>.", **TRIAL))
    )

    shown = Client().get(f"/innovations/{page.slug}/").content.decode()

    assert "Strong evidence" in shown
    assert "Rivera, A. (2021)." in shown
    assert "<script>alert" not in shown
    assert "It helped &lt;b&gt;most&lt;/b&gt;." in shown


def test_page_names_the_tier_once_before_the_works(client: Client) -> None:
    page = linking(link(record("A trial of it", **TRIAL)))
    log.flush()
    panel = BeautifulSoup(client.get(page.url).content, "html.parser").find(id="Research")
    panel.find("ul", class_="evidence").decompose()

    assert panel.get_text().count("Strong evidence") == 1
    assert "“A trial of it” evaluates this, and a reviewer gave it tier 1." in panel.get_text()


def test_the_strongest_evidence_comes_first_and_none_last() -> None:
    linking(title="Abacus without any")
    linking(link(record(**SMALL)), title="Abacus with a small study")
    linking(link(record(**TRIAL)), title="A trial of some abacus for all who read and write")
    linking(link(record(**TRIAL)), title="Abacus abacus")
    linking(link(record(**TRIAL)), title="Trial")
    strong = ["A trial of some abacus for all who read and write", "Abacus abacus", "Trial"]
    rest = ["Abacus with a small study", "Abacus without any"]

    def titles(path: str, **query: Any) -> list[str]:
        return [item["title"] for item in read(path, sort="evidence", **query)["items"]]

    assert titles("/innovations") == titles("/search", kind="innovation") == [*strong, *rest]
    found = titles("/search", q="abacus", kind="innovation")
    assert found == ["Abacus abacus", strong[0], *rest]  # of equals, the better answer
    shown = Client().get("/library/?kind=innovation&q=abacus&sort=evidence").content.decode()
    assert "Strongest evidence" in shown
    places = [shown.index(words) for words in ("for all who read", "a small study", "without any")]
    assert places == sorted(places)


def test_api_narrows_and_counts_by_tier_and_design() -> None:
    linking(link(record("A", **TRIAL)), title="Strong one")
    linking(link(record("B", **SMALL)), title="Promising one")
    linking(title="No research")

    found = read("/innovations", evidence_tier="1", facets="evidence_tier,study_design")

    assert [item["title"] for item in found["items"]] == ["Strong one"]
    assert [(f["value"], f["count"]) for f in found["facets"]["evidence_tier"]] == [("1", 1), ("3", 1)]
    assert [f["value"] for f in found["facets"]["study_design"]] == ["randomized"]
    assert get("/innovations", evidence_tier="9").status_code == 400


@pytest.mark.parametrize(("form", "begins"), [("bib", "@article{"), ("ris", "TY  - JOUR"), ("json", "[")])
def test_references_can_be_taken_away(form: str, begins: str) -> None:
    page = linking(link(record(**SMALL)))

    answer = Client().get(f"/x/researchlinks/cite/{page.translation_key}.{form}")

    assert answer.content.decode().lstrip("\ufeff").startswith(begins)
    assert "attachment" in answer["Content-Disposition"]
    page.unpublish()
    assert Client().get(f"/x/researchlinks/cite/{page.translation_key}.{form}").status_code == 404


def test_two_works_of_one_year_are_told_apart() -> None:
    page = linking(link(record("One study", **SMALL)), link(record("Two studies", **SMALL)))

    assert sorted(each["in_text"] for each in evidence(page)["records"]) == [
        "(Rivera, 2021a)",
        "(Rivera, 2021b)",
    ]


def test_text_is_searched() -> None:
    page = linking(link(record("Algebra by hand", note="Ninth graders built bridges.", **SMALL)))

    assert "built bridges" in PublicDocument.objects.get(page_id=page.pk).search_text


def test_works_are_cited_in_the_json_ld() -> None:
    page = linking(link(record("</script> by hand", kind="doi", identifier="10.5555/made.up", **SMALL)))

    shown = Client().get(f"/innovations/{page.slug}/").content.decode()
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown, flags=re.S)
    [node] = [each for each in json.loads(data)["@graph"] if "citation" in each]

    assert node["citation"] == [
        {
            "@type": "ScholarlyArticle",
            "name": "</script> by hand",
            "url": "https://doi.org/10.5555/made.up",
            "author": [{"@type": "Person", "name": "Ana Rivera", "familyName": "Rivera", "givenName": "Ana"}],
            "datePublished": "2021",
            "identifier": "https://doi.org/10.5555/made.up",
        }
    ]


def test_plan_that_is_taken_away_cites_it_and_says_what_counts_no_longer() -> None:
    trial = record("A trial of <algebra>", **TRIAL)
    page = linking(link(trial), link(record("Gone wrong", **SMALL), "contradicts"))
    type(trial).objects.filter(title="Gone wrong").update(is_retracted=True)
    log.flush()
    citation = evidence(page)["records"][0]["citation_text"]

    text = Client().get(f"/plans/{page.translation_key}.md").content.decode()
    word = Document(BytesIO(Client().get(f"/plans/{page.translation_key}.docx").content))
    said = [paragraph.text for paragraph in word.paragraphs]

    assert "## What the research says\n\nStrong evidence." in text
    assert "A trial of \\<algebra\\>" in text
    assert [line for line in said if citation in line]
    assert [
        line for line in said if line.endswith("This work has been retracted. It counts for nothing here.")
    ]
