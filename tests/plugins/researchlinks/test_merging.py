"""Two records of one work: shown side by side, chosen field by field, and one stands for both."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, ReferenceIndex

from plugins.researchlinks.filling import ask_about
from plugins.researchlinks.importing import import_references
from plugins.researchlinks.matching import twin_of, twins
from plugins.researchlinks.merging import CannotMergeError, merge
from plugins.researchlinks.models import ResearchLink, ResearchRecord
from portfolio.models import InnovationPage, PublicDocument
from portfolio.publication import log, upkeep
from tests import factories
from tests.api.published import get, read
from tests.plugins.researchlinks.conftest import SMALL, TRIAL, WORK, link, linking, record
from tests.plugins.researchlinks.website import Website

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on")]
WHERE = "wagtailsnippets_researchlinks_researchrecord:"
DOI = "10.5555/made.up"


@pytest.fixture
def reviewer() -> Any:
    return factories.UserFactory(is_superuser=True)


@pytest.fixture
def writer() -> Any:
    return factories.UserFactory()


@pytest.fixture
def desk(reviewer: Any) -> Client:
    client = Client()
    client.force_login(reviewer)
    return client


def pair(**fields: Any) -> tuple[ResearchRecord, ResearchRecord]:
    """Make an older record known by its ERIC number, which names the DOI too, and a newer by the DOI."""
    older = record("Algebra by hand", 2020, kind="eric", identifier="EJ1234567", note="From ERIC")
    older.csl["DOI"] = DOI
    older.save()
    return older, record("Algebra, by hand", 2020, kind="doi", identifier=DOI, **fields)


def shown(page: InnovationPage) -> Any:
    log.flush()
    return PublicDocument.objects.get(page_id=page.pk).body["research"]["records"]


def test_merging_moves_links_and_the_entry_is_compiled_again(reviewer: Any) -> None:
    older, newer = pair(students=80)
    page = linking(link(newer))
    assert [each["id"] for each in shown(page)] == [newer.pk]

    merge(newer.pk, older.pk, ["title", "students"], by=reviewer)

    assert [(each["id"], each["csl"]["title"], each["students"]) for each in shown(page)] == [
        (older.pk, "Algebra, by hand", 80)
    ]
    newer.refresh_from_db()
    assert newer.current == older
    assert ReferenceIndex.get_references_to(older).filter(object_id=str(page.pk)).exists()
    assert list(upkeep.verify()) == []


def test_old_versions_and_drafts_lead_to_the_record_that_stands(reviewer: Any) -> None:
    older, newer = pair()
    page = linking(link(newer))
    old = page.latest_revision
    page.title = "A draft"
    draft = page.save_revision()

    merge(older.pk, newer.pk, [], by=reviewer)

    for version in (old, draft):
        version.refresh_from_db()
        assert [each.record_id for each in version.as_object().research_links.all()] == [older.pk]
    draft.publish()
    assert [each["id"] for each in shown(page)] == [older.pk]
    assert ResearchLink.objects.get(page_id=page.pk).record_id == older.pk


def test_editor_shows_and_restores_a_version_that_names_the_merged_record(
    desk: Client, reviewer: Any
) -> None:
    older, newer = pair()
    page = linking(link(newer))
    merge(older.pk, newer.pk, [], by=reviewer)

    edit = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    revert = desk.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, page.latest_revision_id]))

    assert f'name="research_links-0-record" value="{older.pk}"' in edit
    assert f'name="research_links-0-record" value="{older.pk}"' in revert.content.decode()


def test_address_of_the_merged_record_leads_on(reviewer: Any) -> None:
    older, newer = pair()
    linking(link(older), title="Links the older")
    linking(link(newer), title="Links the newer")
    log.flush()
    page, file = f"/x/researchlinks/works/{newer.public_id}/", f"/x/researchlinks/cite/{newer.public_id}.ris"
    assert get(f"/research/{newer.public_id}").status_code == 200
    before = read("/changes")["next"]

    merge(older.pk, newer.pk, [], by=reviewer)
    log.flush()

    answer = get(f"/research/{newer.public_id}", view="card", fields="title")
    assert answer.status_code == 301
    assert answer["Location"].endswith(f"/api/v1/research/{older.public_id}?view=card&fields=title")
    assert Client().get(answer["Location"]).json()["title"] == "Algebra by hand"
    for address, there in (
        (page, f"/x/researchlinks/works/{older.public_id}/"),
        (file, f"/x/researchlinks/cite/{older.public_id}.ris"),
    ):
        moved = Client().get(address)
        assert (moved.status_code, moved["Location"]) == (301, there)
        assert "Cookie" not in moved.get("Vary", "")
        assert Client().get(there).status_code == 200
    gone = [each for each in read("/changes", after=before)["items"] if each["state"] == "gone"]
    assert [each["id"] for each in gone] == [str(newer.public_id)], "the log tells that it is gone"


def test_address_leads_nowhere_where_either_was_not_public(reviewer: Any) -> None:
    older, newer = pair()
    page = linking(link(older))
    merge(older.pk, newer.pk, [], by=reviewer)
    log.flush()
    assert get(f"/research/{newer.public_id}").status_code == 404, "it was never public"
    assert Client().get(f"/x/researchlinks/works/{newer.public_id}/").status_code == 404

    third = record("Algebra, by hand", 2020, kind="isbn", identifier="9783161484100")
    linking(link(third), title="Another")
    merge(older.pk, third.pk, [], by=reviewer)
    log.flush()
    assert get(f"/research/{third.public_id}").status_code == 301
    ResearchRecord.objects.filter(pk=older.pk).update(is_withdrawn=True)
    assert get(f"/research/{third.public_id}").status_code == 410
    assert Client().get(f"/x/researchlinks/works/{third.public_id}/").status_code == 404
    assert page.live


def test_an_entry_that_links_both_shows_the_work_once(reviewer: Any) -> None:
    older, newer = pair()
    page = linking(link(older), link(newer))
    draft = page.save_revision()

    merge(older.pk, newer.pk, [], by=reviewer)

    assert len(shown(page)) == 1
    draft.publish()
    assert len(shown(page)) == 1


def test_merging_again_leads_all_to_the_one_that_stands(reviewer: Any) -> None:
    first, second = pair()
    third = record("The same once more", kind="isbn", identifier="9783161484100")
    merge(second.pk, third.pk, [], by=reviewer)

    merge(first.pk, second.pk, [], by=reviewer)

    assert {each.current.pk for each in (second, third) if not each.refresh_from_db()} == {first.pk}


def test_choice_is_made_side_by_side_and_logged(desk: Client, reviewer: Any) -> None:
    older, newer = pair(note="From the journal", students=900)
    address = reverse(f"{WHERE}merge", args=[newer.pk, older.pk])

    side_by_side = desk.get(address).content.decode()
    desk.post(address, {"field-note": "other", "field-title": "kept", "field-students": "other"})

    assert side_by_side.index("From ERIC") < side_by_side.index("From the journal")
    assert "Container" not in side_by_side, "what both say alike is not shown"
    older.refresh_from_db()
    assert (older.title, older.note, older.students) == ("Algebra by hand", "From the journal", 900)
    assert older.known_as and older.known_as.value == "EJ1234567"
    logged = ModelLogEntry.objects.get(action="researchlinks.merge", object_id=older.pk)
    assert (logged.user, logged.data["other"], logged.data["taken"]) == (
        reviewer, newer.pk, ["note", "students"],
    )  # fmt: skip
    history = desk.get(reverse(f"{WHERE}history", args=[older.pk])).content.decode()
    assert "Another record was merged into this one" in history


def test_all_of_the_right_takes_its_identifier_too_and_both_stay_known(desk: Client) -> None:
    older, newer = pair()

    desk.post(reverse(f"{WHERE}merge", args=[older.pk, newer.pk]), {"all": "other"})

    older.refresh_from_db()
    assert older.known_as and older.known_as.value == DOI
    for text in (DOI, "EJ1234567"):
        assert [each.pk for each in import_references(text).known] == [older.pk]


def test_merged_record_is_not_offered_and_its_form_leads_on(desk: Client, reviewer: Any) -> None:
    older, newer = pair()
    merge(older.pk, newer.pk, [], by=reviewer)

    listed = desk.get(reverse(f"{WHERE}list")).content.decode()
    chooser = desk.get(reverse("wagtailsnippetchoosers_researchlinks_researchrecord:choose"))
    leads = desk.get(reverse(f"{WHERE}edit", args=[newer.pk]))

    assert "Algebra by hand" in listed
    assert "Algebra, by hand" not in listed
    assert "Algebra, by hand" not in json.loads(chooser.content)["html"]
    assert leads["Location"] == reverse(f"{WHERE}edit", args=[older.pk])
    again = desk.get(reverse(f"{WHERE}merge", args=[older.pk, newer.pk]))
    assert again["Location"] == reverse(f"{WHERE}edit", args=[older.pk])
    assert ResearchRecord.objects.filter(pk=newer.pk).exists()


def test_pasted_work_that_is_here_under_another_identifier_is_compared(desk: Client) -> None:
    older = record("Algebra by hand", 2020, kind="eric", identifier="EJ1234567")
    older.csl["DOI"] = DOI
    older.save()
    bib = f"@article{{a, title={{Algebra, by hand}}, year={{2020}}, doi={{{DOI}}}}}"

    answer = desk.post(reverse(f"{WHERE}add"), {"pasted": bib, "note": "Mine"}, follow=True)

    newer = ResearchRecord.objects.get(kind="doi")
    assert answer.request["PATH_INFO"] == reverse(f"{WHERE}merge", args=[older.pk, newer.pk])
    assert "Mine" in answer.content.decode()


def test_identifier_alone_that_is_here_leads_to_that_record(desk: Client) -> None:
    older, _newer = pair()

    answer = desk.post(reverse(f"{WHERE}add"), {"pasted": "EJ1234567"}).content.decode()

    assert "is here already" in answer
    assert f'<a href="{reverse(f"{WHERE}edit", args=[older.pk])}">that record</a>' in answer


def test_filling_in_that_meets_another_record_points_it_out(desk: Client, crossref: Website) -> None:
    older = record("Algebra by hand", 2020, kind="doi", identifier=DOI)
    newer = ResearchRecord.objects.create(kind="openalex", identifier="W1234567", csl={})
    crossref.says("/works", 200, json.dumps(WORK).encode())

    ask_about(newer)

    merge_address = reverse(f"{WHERE}merge", args=[older.pk, newer.pk])
    assert merge_address in desk.get(reverse(f"{WHERE}edit", args=[newer.pk])).content.decode()
    assert merge_address in desk.get(reverse(f"{WHERE}twins")).content.decode()
    assert twins() == [(older, newer)]


def test_record_with_a_twin_can_still_be_changed(desk: Client) -> None:
    older, _newer = pair()

    desk.post(reverse(f"{WHERE}edit", args=[older.pk]), {
        "work_title": "Algebra by hand", "authors": "Rivera, Ana", "published": "2020", "page": "",
        "published_in": "Journal of Made-up Studies", "publisher": "", "note": "Told anew",
    })  # fmt: skip

    older.refresh_from_db()
    assert older.note == "Told anew"


def test_tier_goes_with_the_facts_it_was_given_for(writer: Any) -> None:
    older, newer = pair(**SMALL)
    facts = ["design", "students", "sites", "direction", "is_significant"]

    kept = merge(older.pk, newer.pk, facts, by=writer)
    assert (kept.tier, kept.tier_why) == (3, "Controls are sound.")

    other = record("The same again", **(TRIAL | {"kind": "isbn", "identifier": "9783161484100"}))
    kept = merge(kept.pk, other.pk, ["students"], by=writer)
    assert (kept.students, kept.tier) == (900, None), "a mix of both was never judged"


def test_reviewer_chooses_a_tier_within_what_the_facts_allow(reviewer: Any) -> None:
    older, newer = pair(**TRIAL)

    with pytest.raises(CannotMergeError, match="[Tt]ier"):
        merge(older.pk, newer.pk, ["tier"], by=reviewer)

    newer.refresh_from_db()
    assert newer.merged_into is None
    assert merge(older.pk, newer.pk, [*TRIAL], by=reviewer).tier == 1


def test_writers_do_not_undo_a_withdrawal_and_a_retraction_always_counts(writer: Any, reviewer: Any) -> None:
    older, newer = pair(is_withdrawn=True, is_retracted=True)

    with pytest.raises(CannotMergeError, match="Ask its staff"):
        merge(older.pk, newer.pk, [], by=writer)

    kept = merge(older.pk, newer.pk, [], by=reviewer)
    assert (kept.is_withdrawn, kept.is_retracted) == (False, True)


def test_merging_is_for_writers_and_for_two_records(desk: Client) -> None:
    older, newer = pair()
    reader = Client()
    reader.force_login(factories.UserFactory())

    refused = reader.post(reverse(f"{WHERE}merge", args=[older.pk, newer.pk]), {"all": "other"})

    assert refused.status_code in (302, 403)
    for first, second in ((older.pk, older.pk), (older.pk, 4_000_001), (10**20, older.pk)):
        assert desk.get(reverse(f"{WHERE}merge", args=[first, second])).status_code == 404
    newer.refresh_from_db()
    assert newer.merged_into is None


@pytest.mark.parametrize(
    ("fields", "is_same"),
    [
        ({"kind": "doi", "identifier": DOI}, True),
        ({"kind": "isbn", "identifier": "9783161484100"}, False),
        ({}, True),
    ],
)
def test_title_and_year_say_it_only_of_what_nothing_else_names(fields: Any, is_same: bool) -> None:
    older = record("Algebra by hand", 2020, **fields)
    other = ResearchRecord(csl=older.csl | {"title": "ALGEBRA BY HAND"}, kind="doi", identifier=DOI)

    assert (twin_of(other) == older) is is_same
