"""Choosing a record on an entry: found, told apart, or made there and then."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plugins.researchlinks.models import ResearchRecord
from tests.plugins.researchlinks.conftest import SMALL, TRIAL, record

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on")]
CHOOSER = "/admin/snippets/choose/researchlinks/researchrecord/"


def offered(client: Client, words: str = "") -> str:
    return client.get(f"{CHOOSER}results/", {"q": words}).content.decode()


def create(client: Client, **data: Any) -> Any:
    return client.post(f"{CHOOSER}create/", data).json()


@pytest.mark.parametrize("words", ["ALGEBRA", "hand Rivera", "made.up", "paré"])
def test_record_is_found_by_title_author_or_identifier(admin_client: Client, words: str) -> None:
    record("Counting clouds")
    found = record("Algebra by hand", kind="doi", identifier="10.5555/made.up", **SMALL)
    found.csl["author"].append({"family": "de paré", "given": "Guy"})
    found.save()

    shown = offered(admin_client, words)

    assert "Algebra by hand" in shown
    assert ("Counting clouds" in shown) is False
    assert "Promising evidence" in shown


def test_name_of_a_part_of_a_reference_finds_nothing(admin_client: Client) -> None:
    record("Counting clouds")

    assert "No research here matches “family”" in offered(admin_client, "family")


def test_withdrawn_record_is_not_offered_and_a_retracted_one_is_named_so(admin_client: Client) -> None:
    record("Taken back by us", is_withdrawn=True)
    record("Taken back by its authors", is_retracted=True)

    shown = offered(admin_client)

    assert "Taken back by us" not in shown
    assert "Retracted" in shown


def test_empty_library_says_how_to_begin(admin_client: Client) -> None:
    assert "a DOI is enough" in offered(admin_client)


def test_record_made_in_the_chooser_is_chosen(admin_client: Client) -> None:
    made = create(admin_client, work_title="A thesis", authors="Rivera, Ana", published="2019")

    saved = ResearchRecord.objects.get()
    assert made["result"]["id"] == str(saved.pk)
    assert made["result"]["string"] == "A thesis (2019)"
    assert saved.csl["author"] == [{"family": "Rivera", "given": "Ana"}]


def test_no_one_gives_a_tier_in_the_chooser(admin_client: Client) -> None:
    create(admin_client, work_title="A thesis", **{name: str(value) for name, value in TRIAL.items()})

    assert ResearchRecord.objects.get().tier is None


@pytest.mark.parametrize(("data", "message"), [({}, "or write a title"), ({"pasted": "10.1"}, "10.1")])
def test_what_cannot_be_made_is_said_in_the_chooser(
    admin_client: Client, data: dict[str, str], message: str
) -> None:
    refused = create(admin_client, **data)

    assert message in refused["htmlFragment"]
    assert not ResearchRecord.objects.exists()


@pytest.mark.parametrize("path", [f"{CHOOSER}results/", "/admin/snippets/researchlinks/researchrecord/"])
def test_lists_take_as_many_queries_for_2_records_as_for_20(admin_client: Client, path: str) -> None:
    taken = []
    for studies in (range(2), range(2, 20)):
        for number in studies:
            record(f"Study {number}", **SMALL)
        admin_client.get(path)
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(path)
        taken.append(len(queries))

    assert taken[0] == taken[1]


@pytest.mark.parametrize(
    "pasted", ["10.5555/here", "@article{a, title={Here}, year={2021}, doi={10.5555/here}}"]
)
def test_work_that_is_here_already_is_to_be_chosen(admin_client: Client, pasted: str) -> None:
    known = record("Here", kind="eric", identifier="EJ1234567")
    known.csl["DOI"] = "10.5555/here"
    known.save()

    refused = create(admin_client, pasted=pasted)

    assert "Choose it under “Already here”" in refused["htmlFragment"]
    assert ResearchRecord.objects.get() == known


def test_merged_record_is_not_offered(admin_client: Client) -> None:
    record("Made one with another", merged_into=record("Counting clouds"))

    assert "Made one with another" not in offered(admin_client)
