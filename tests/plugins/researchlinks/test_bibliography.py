"""The records as a kind of the API, and as a bibliography of the whole portfolio."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from api.openapi import openapi
from plugins.researchlinks import views
from plugins.researchlinks.models import ResearchRecord
from portfolio.models import InnovationPage, PublicDocument
from portfolio.publication import log, upkeep
from tests import factories
from tests.api.published import get, read, titles
from tests.plugging import turned_on
from tests.plugins.researchlinks.conftest import SMALL, TRIAL, link, linking, record

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on")]
ADDRESS = "/x/researchlinks/"


def page(address: str = ADDRESS, /, **query: Any) -> str:
    answer = Client().get(address, query)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_api_lists_what_public_entries_link_with_filters_and_counts() -> None:
    algebra, reading = factories.ThemeFactory(name="Algebra"), factories.ThemeFactory(name="Reading")
    linking(link(record("A trial", 2021, **TRIAL)), themes=[algebra])
    linking(link(record("A small study", 1999, **SMALL)), themes=[reading])
    record("Linked by nobody", **TRIAL)

    found = read("/research", facets="evidence_tier,study_design,theme", sort="year")

    assert [item["title"] for item in found["items"]] == ["A trial", "A small study"]
    assert [(each["label"], each["count"]) for each in found["facets"]["theme"]] == [
        ("Algebra", 1),
        ("Reading", 1),
    ]
    assert titles("research", evidence_tier="1") == ["A trial"]
    assert titles("research", study_design="randomized") == ["A trial"]
    assert titles("research", theme=reading.slug) == titles("research", year_max=2000) == ["A small study"]
    assert titles("research", year_min=2000, evidence_tier="3") == []


def test_entries_are_found_by_the_research_they_link() -> None:
    trial = record("A trial", **TRIAL)
    linking(link(trial), title="It holds")
    linking(link(trial, "contradicts"), title="It does not hold")
    linking(link(record("Another", **SMALL)), title="Something else")

    assert sorted(titles(research=str(trial.public_id))) == ["It does not hold", "It holds"]
    assert titles(contradicted_by=str(trial.public_id)) == ["It does not hold"]
    trial.is_withdrawn = True
    trial.save()
    log.flush()
    assert titles(research=str(trial.public_id)) == []


def test_documents_fit_their_description() -> None:
    linking(link(record("A trial", note="It helped most.", **TRIAL)))

    schemas = openapi()["components"]["schemas"]
    for form in ("html", "markdown"):
        answer = read("/research", view="full", format=form)
        described = {"$ref": "#/components/schemas/ResearchList", "components": {"schemas": schemas}}
        Draft202012Validator(described).validate(answer)
    [whole] = read("/research", view="full")["items"]
    assert whole["summary"] == "It helped most."
    assert whole["body"]["citation_text"].startswith("Rivera, A. (2021). A trial.")
    assert whole["body"]["year"] == 2021


def test_a_theme_of_an_entry_reaches_its_research() -> None:
    entry = linking(link(record(**TRIAL)), themes=[factories.ThemeFactory(name="Algebra")])
    other = factories.ThemeFactory(name="Reading")

    entry.themes = [other]
    entry.save_revision().publish()
    log.flush()
    assert titles("research", theme=other.slug) == ["Algebra in the workshop"]

    type(other).objects.filter(pk=other.pk).update(name="Reading aloud")
    log.flush()
    [item] = read("/research")["items"]
    assert [theme["name"] for theme in item["themes"]] == ["Reading aloud"]
    assert list(upkeep.verify()) == []


def test_what_only_a_draft_links_is_nowhere() -> None:
    entry = linking(link(record("A trial", **TRIAL)))
    draft = entry.get_latest_revision_as_object()
    draft.research_links.add(link(record("What we are about to try", **SMALL)))
    draft.save_revision()
    ResearchRecord.objects.update(grades="9-12")
    log.flush()

    assert titles("research") == ["A trial"]
    assert "about to try" not in page()
    assert "about to try" not in str(list(PublicDocument.log.values()))


@pytest.mark.parametrize("how", ["withdraw", "unpublish", "delete"])
def test_what_is_taken_back_is_gone_at_once_from_api_page_and_file(how: str) -> None:
    entry, found = linking(link(record(**TRIAL))), ResearchRecord.objects.get()
    own = f"{ADDRESS}works/{found.public_id}/"
    assert "Algebra in the workshop" in page(own)

    if how == "withdraw":
        ResearchRecord.objects.filter(pk=found.pk).update(is_withdrawn=True)
    else:
        getattr(entry, how)()

    assert titles("research") == []
    assert get(f"/research/{found.public_id}").status_code == 410
    assert Client().get(own).status_code == 404
    assert "Algebra in the workshop" not in page()
    assert json.loads(page(f"{ADDRESS}works.json")) == []


def test_a_record_comes_back_with_its_id() -> None:
    linking(link(record(**TRIAL)))
    before = read("/research")["items"][0]
    ResearchRecord.objects.update(is_withdrawn=True)
    log.flush()
    ResearchRecord.objects.update(is_withdrawn=False)
    log.flush()

    after = read("/research")["items"][0]
    assert after["id"] == before["id"]
    assert after["sequence"] > before["sequence"] + 1


def test_off_and_on_again_loses_nothing() -> None:
    linking(link(record(**TRIAL)))
    before = read("/research")["items"]
    with turned_on():
        upkeep.note_outdated()
        log.flush()
        assert get("/research").status_code == 404
        assert Client().get(ADDRESS).status_code == 404
        assert {each["state"] for each in read("/changes")["items"] if each["kind"] == "research"} == {"gone"}
    upkeep.note_outdated()
    log.flush()
    assert [item | {"sequence": 0} for item in read("/research")["items"]] == [
        item | {"sequence": 0} for item in before
    ]


def test_bibliography_says_who_uses_a_work_and_what_speaks_against() -> None:
    trial = record("It <b>held</b>", note="Ninth graders built bridges.", is_retracted=True, **TRIAL)
    linking(link(trial), title="Bridges on Mondays")
    linking(link(trial, "contradicts"), title="Bridges on Fridays")

    shown = page()

    assert "It &lt;b&gt;held&lt;/b&gt;" in shown
    assert "Ninth graders built bridges." in shown
    assert "Rivera, A. (2021)." in shown
    assert "Retracted" in shown
    assert "Speaks against an entry here" in shown
    assert "Bridges on Mondays" in shown
    assert shown.index("Speaks against</dt>") < shown.index("Bridges on Fridays</a>")
    assert f'rel="canonical" href="http://localhost:8000{ADDRESS}"' in shown
    assert "Bridges on Mondays" in page(f"{ADDRESS}works/{trial.public_id}/")


def test_bibliography_narrows_counts_and_pages_by_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "ON_A_PAGE", 2)
    linking(*(link(record(f"Trial {number}", 2000 + number, **TRIAL)) for number in range(3)))
    linking(link(record("A small study", 1990, **SMALL)))

    first = page()
    assert "4 studies" in first
    assert "Page 1 of 2" in first
    assert "Trial 2" in first
    assert "Trial 0" not in first
    assert "Trial 0" in page(page=2)
    assert "?evidence_tier=3" in first
    assert "A small study" in page(evidence_tier="3")
    assert "Trial" not in page(evidence_tier="3").split('id="Found"')[1].split("works__take")[0]
    assert "There is no such page." in page(page=9)
    assert "Nothing fits all of these filters." in page(evidence_tier="2")
    assert "There is no such order" in page(sort="colour")


def test_bibliography_takes_as_many_queries_for_2_works_as_for_20(django_assert_num_queries: Any) -> None:
    linking(*(link(record(f"Trial {number}", **TRIAL)) for number in range(20)))
    page()
    with CaptureQueriesContext(connection) as captured:
        page()
        of_twenty = len(captured)
    InnovationPage.objects.get().delete()
    linking(*(link(record(f"Another {number}", **TRIAL)) for number in range(2)))
    page()
    with django_assert_num_queries(of_twenty):
        page()


@pytest.mark.parametrize(("form", "mark"), [("bib", "@article{"), ("ris", "TY  - JOUR"), ("json", '"title"')])
def test_the_list_can_be_taken_away_as_it_is_narrowed(
    form: str, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    linking(link(record("A trial", **TRIAL)), link(record("A small study", **SMALL)))

    assert page(f"{ADDRESS}works.{form}").count(mark) == 2
    narrowed = page(f"{ADDRESS}works.{form}", evidence_tier="3")
    assert narrowed.count(mark) == 1
    assert "small study" in narrowed
    monkeypatch.setattr(views, "IN_A_FILE", 1)
    assert f"works.{form}?sort=year&amp;part=2" in page()
    assert page(f"{ADDRESS}works.{form}", part=2).count(mark) == 1
    refused = Client().get(f"{ADDRESS}works.{form}", {"part": "3"})
    assert refused.status_code == 400
    assert "from 1 to 2" in refused.content.decode()
    assert Client().get(f"{ADDRESS}works.doc").status_code == 404


def test_entry_leads_to_its_research_and_to_all_of_it() -> None:
    found = record(**TRIAL)
    entry = linking(link(found))

    shown = page(f"/innovations/{entry.slug}/")

    assert f'href="{ADDRESS}works/{found.public_id}/"' in shown
    assert f'href="{ADDRESS}"' in shown
    assert f"{ADDRESS}works/{found.public_id}/" in page("/sitemap-pages.xml")


@pytest.mark.parametrize("part", ["0", "-1", "x", "²", "99999999"])
def test_odd_parts_are_refused_in_words(part: str) -> None:
    linking(link(record(**TRIAL)))

    assert Client().get(f"{ADDRESS}works.bib", {"part": part}).status_code == 400


def test_bibliography_of_nothing_says_so() -> None:
    assert "No entry links any research yet." in page()
