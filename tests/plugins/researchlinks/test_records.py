"""Records: pasted, written by hand, filled in from outside, imported; each work once."""

import json
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.admin.panels import ObjectList

from plugins.researchlinks.editor.panels import PANELS
from plugins.researchlinks.forms import RecordForm
from plugins.researchlinks.importing import import_references
from plugins.researchlinks.models import FACTS, ResearchRecord
from tests import factories
from tests.plugins.researchlinks.conftest import SMALL, TRIAL, WORK, record
from tests.plugins.researchlinks.website import Website

pytestmark = [pytest.mark.django_db(transaction=True)]
REAL = Path(__file__).resolve().parents[4] / "shared" / "real" / "citations"
HANDLER = ObjectList(PANELS, base_form_class=RecordForm).bind_to_model(ResearchRecord)


def form(user: Any, instance: ResearchRecord | None = None, **data: Any) -> Any:
    bound = HANDLER.get_form_class()
    handler = HANDLER.get_bound_panel(instance=instance or ResearchRecord(), request=None, form=None)
    assert handler
    return bound(data, instance=instance or ResearchRecord(), for_user=user)


@pytest.fixture
def reviewer() -> Any:
    return factories.UserFactory(is_superuser=True)


@pytest.fixture
def writer() -> Any:
    return factories.UserFactory()


def test_pasted_doi_is_filled_in(writer: Any, crossref: Website) -> None:
    crossref.says("/works", 200, json.dumps(WORK).encode())
    made = form(writer, pasted=" https://doi.org/10.5555/MADE.UP. ")
    assert made.is_valid(), made.errors

    saved = made.save()

    saved.refresh_from_db()
    assert (saved.kind, saved.identifier) == ("doi", "10.5555/made.up")
    assert saved.title == "Algebra by hand"
    assert saved.csl["author"] == [{"family": "Cho", "given": "Min"}]
    assert saved.retrieved_on


@pytest.mark.parametrize(
    "answer", [(503, b""), (404, b"{}"), (200, b"<html>"), (200, b"{" * 5000), (200, b"[]")]
)
def test_what_nobody_knows_is_kept_as_it_was_pasted(
    writer: Any, crossref: Website, answer: tuple[int, bytes], caplog: pytest.LogCaptureFixture
) -> None:
    crossref.says("/works", *answer)

    saved = form(writer, pasted="10.5555/made.up").save()

    saved.refresh_from_db()
    assert saved.title == "10.5555/made.up"
    assert saved.retrieved_on is None
    assert not [entry for entry in caplog.records if entry.levelname == "ERROR"]


def test_retracted_work_is_marked(writer: Any, crossref: Website) -> None:
    retracted = {"message": WORK["message"] | {"updated-by": [{"type": "retraction", "DOI": "10.5555/gone"}]}}
    crossref.says("/works", 200, json.dumps(retracted).encode())

    saved = form(writer, pasted="10.5555/made.up").save()

    saved.refresh_from_db()
    assert saved.is_retracted


def test_kind_of_work_is_what_the_source_says(writer: Any, crossref: Website) -> None:
    book = {"message": WORK["message"] | {"type": "report"}}
    crossref.says("/works", 200, json.dumps(book).encode())

    saved = form(writer, pasted="10.5555/made.up").save()

    saved.refresh_from_db()
    assert saved.csl["type"] == "report"


def test_overlong_address_gets_a_plain_message(writer: Any) -> None:
    refused = form(writer, pasted=f"https://example.org/{'a' * 600}")

    assert not refused.is_valid()
    assert refused.errors["pasted"]


@pytest.mark.parametrize("pasted", ["10.", "EJ", "978-3-16-148410-1", "just words", "ftp://example.org/x"])
def test_what_is_no_identifier_gets_a_plain_message(writer: Any, pasted: str) -> None:
    refused = form(writer, pasted=pasted)

    assert not refused.is_valid()
    assert len(refused.errors["pasted"][0]) > 20
    assert not ResearchRecord.objects.exists()


def test_written_by_hand(writer: Any) -> None:
    made = form(
        writer, work_title="A thesis <script>", authors="Rivera, Ana\nThe Mill School", published="2019",
        publisher="Made-up University",
    )  # fmt: skip
    assert made.is_valid(), made.errors

    saved = made.save()

    assert saved.csl["author"] == [{"family": "Rivera", "given": "Ana"}, {"literal": "The Mill School"}]
    assert saved.year == 2019
    changed = form(writer, saved, work_title="Another title", authors="", published="2019", publisher="")
    assert changed.is_valid(), changed.errors
    assert "author" not in changed.save().csl


def test_nothing_at_all_is_refused(writer: Any) -> None:
    assert "work_title" in form(writer).errors


def test_a_work_is_kept_once(writer: Any) -> None:
    record("A study", kind="doi", identifier="10.5555/made.up")

    again = form(writer, pasted="doi:10.5555/Made.Up")

    assert "is here already: “A study (2021)”" in again.errors["pasted"][0]


def test_reviewer_assigns_a_tier_within_what_the_study_allows(reviewer: Any) -> None:
    facts = {name: str(value) for name, value in TRIAL.items()}
    made = form(reviewer, work_title="A trial", **facts)
    assert made.is_valid(), made.errors
    saved = made.save()
    assert (saved.tier, saved.tier_by) == (1, reviewer)
    assert saved.tier_on

    refused = form(reviewer, work_title="Small", **(facts | {"students": "80"}))
    assert refused.errors["tier"]
    assert form(reviewer, work_title="Why", **(facts | {"tier_why": ""})).errors["tier_why"]


def test_other_facts_by_a_writer_take_the_tier_away(writer: Any) -> None:
    known = record("A small study", **SMALL)
    facts = {
        name: str(SMALL[name]) for name in ("design", "students", "sites", "direction", "is_significant")
    }
    same = form(writer, known, work_title="A small study", published="2021", note="Told anew", **facts)
    assert same.is_valid(), same.errors
    assert same.save().tier == 3

    changed = form(
        writer, known, work_title="A small study", published="2021", **(facts | {"students": "90"})
    )
    assert changed.is_valid(), changed.errors
    assert changed.save().tier is None


@pytest.mark.parametrize("fate", ["is_withdrawn", "is_retracted"])
def test_reviewer_takes_back_a_record_that_has_a_tier(reviewer: Any, fate: str) -> None:
    known = record("A trial", **TRIAL)
    facts = {name: str(value) for name, value in TRIAL.items()}

    made = form(reviewer, known, work_title="A trial", published="2021", **facts, **{fate: "on"})

    assert made.is_valid(), made.errors
    assert getattr(made.save(), fate)
    assert known.tier == 1


def test_model_refuses_a_tier_that_the_study_does_not_carry() -> None:
    with pytest.raises(ValidationError):
        ResearchRecord(csl={"title": "x"}, tier=1, tier_why="Because", design="qualitative").clean()


def test_import_tells_what_could_not_be_read_and_repeats_nothing() -> None:
    text = "@article{a, title={One}, year={2020}}\n@article{b, title={Two}, year={2021}}\n"
    first, again = import_references(text), import_references(text)

    assert [len(first.made), len(again.made), len(again.known)] == [2, 0, 2]
    assert ResearchRecord.objects.count() == 2


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
def test_real_bibtex_file_comes_in_whole(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_references", str(REAL / "30_example_records.bib"))

    assert "30 made, 0 there already, 0 could not be read." in capsys.readouterr().out
    assert ResearchRecord.objects.exclude(title="").count() == 30


LONG_AGO = timezone.localdate() - timedelta(days=1000)
FACTS_OF_SMALL = {name: str(SMALL[name]) for name in FACTS if name in SMALL}


def old(**fields: Any) -> ResearchRecord:
    return record("A small study", **SMALL, tier_on=LONG_AGO, **fields)


def change(user: Any, known: ResearchRecord, **data: str) -> Any:
    usual = {"work_title": "A small study", "published": "2021", "authors": "Rivera, Ana"}
    return form(user, known, **(usual | FACTS_OF_SMALL | data))


def test_still_holds_counts_from_today(writer: Any) -> None:
    known = old(review_by=LONG_AGO)
    assert known.is_stale

    said = change(writer, known, still_holds="on", review_by=LONG_AGO.isoformat())
    assert said.is_valid(), said.errors
    said.save()

    known.refresh_from_db()
    assert known.reviewed_on == timezone.localdate()
    assert known.review_by is None
    assert not known.is_stale
    assert known.tier == 3


def test_day_of_the_next_review_can_be_set(writer: Any) -> None:
    known = old()
    soon = timezone.localdate() + timedelta(days=30)

    change(writer, known, still_holds="on", review_by=soon.isoformat()).save()

    known.refresh_from_db()
    assert (known.review_by, known.good_until, known.is_stale) == (soon, soon, False)


def test_looked_at_and_out_of_date_at_once_is_refused(writer: Any) -> None:
    refused = change(writer, old(), still_holds="on", review_by=(LONG_AGO + timedelta(days=1)).isoformat())

    assert refused.errors["review_by"] == ["Choose a day after today, or leave it empty."]


@pytest.mark.parametrize("gone", ["is_retracted", "is_withdrawn"])
def test_writer_may_still_write_of_what_is_retracted_or_withdrawn(writer: Any, gone: str) -> None:
    known = old(**{gone: True})

    changed = change(writer, known, note="It was taken back in May.")

    assert changed.is_valid(), changed.errors
    saved = changed.save()
    assert (saved.note, saved.tier) == ("It was taken back in May.", 3)


def test_writer_who_names_another_design_takes_the_tier_away(writer: Any) -> None:
    changed = change(writer, old(), design="qualitative")

    assert changed.is_valid(), changed.errors
    saved = changed.save()
    assert (saved.tier, saved.tier_on) == (None, None)


def test_migration_fills_in_what_names_the_records_that_are_there() -> None:
    doi, eric = record("One", kind="doi", identifier="10.5555/one"), record("Two")
    eric.csl |= {"archive": "ERIC", "archive_location": "EJ1234567", "DOI": "10.5555/two"}
    eric.save()
    ResearchRecord.objects.update(doi="", eric="")

    import_module("plugins.researchlinks.migrations.0004_known_dois").fill_in(apps, None)

    doi.refresh_from_db()
    eric.refresh_from_db()
    assert (doi.doi, doi.eric) == ("10.5555/one", "")
    assert (eric.doi, eric.eric) == ("10.5555/two", "EJ1234567")
