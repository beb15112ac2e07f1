"""The sample portfolio: what is in it, that it is invented throughout, and that it comes and goes whole."""

import csv
import json
import os
import re
from collections import Counter
from io import BytesIO, StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase
from docx import Document
from wagtail.models import Collection, Revision, WorkflowState

from api.components import document_name
from home.models import HomePage, StandardPage
from home.site_tree import ensure_site_tree
from portfolio import sample
from portfolio.admin.content_requests import told_of_answers, with_answers
from portfolio.models import (
    Consent,
    ContentRequest,
    District,
    DistrictPage,
    DistrictSpace,
    File,
    InnovationPage,
    Organisation,
    Person,
    Picture,
    PlaybookPage,
    PortfolioPage,
    PublicDocument,
    StoryPage,
    Theme,
    ToolkitPage,
    User,
)
from portfolio.models.vocabulary import SAMPLE_PREFIX, CostBand, Maturity
from portfolio.publication import log
from portfolio.publication.documents import as_document
from portfolio.publication.schema import KINDS
from portfolio.readiness import requirements
from portfolio.sample import content, prose
from tests.api.described import misfits, whole


def load() -> Counter[str]:
    """Load without renditions, which are most of the time it takes."""
    with patch("portfolio.sample.renditions.make_quick_ones"):
        return sample.load()


class SampleTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        ensure_site_tree()
        cls.made = load()
        with patch(
            "portfolio.publication.log.want_renditions"
        ):  # they take minutes, and nobody looks at them
            log.flush()

    def test_sample_has_the_promised_breadth(self) -> None:
        least = {DistrictPage: 12, InnovationPage: 20, StoryPage: 12, ToolkitPage: 6, PlaybookPage: 3}
        for model, count in least.items():
            assert model.objects.live().count() >= count, model
        assert Theme.objects.count() >= 25
        assert Person.objects.count() >= 20
        assert set(InnovationPage.objects.live().values_list("maturity", flat=True)) == set(Maturity.values)
        assert set(InnovationPage.objects.live().values_list("cost_band", flat=True)) == {
            *CostBand.values,
            "",
        }

    def test_every_row_says_that_it_is_a_sample(self) -> None:
        for model in (PortfolioPage, Picture, File, Person, Organisation):
            assert not model.objects.filter(is_sample=False).exists(), model
        assert not DistrictPage.objects.exclude(district__is_sample=True).exists()

    def test_member_pages_belong_to_invented_districts_without_a_state(self) -> None:
        for page in DistrictPage.objects.select_related("district"):
            assert page.district.leaid.startswith(SAMPLE_PREFIX)
            assert page.district.state == ""
            page.district.full_clean()

    def test_real_districts_are_facts_with_source_and_year_and_nothing_else(self) -> None:
        real = District.objects.filter(is_sample=False)
        assert real.count() >= 30
        assert not real.filter(source="").exists()
        assert not real.filter(facts_year="").exists()
        for district in real:
            district.full_clean()

    def test_merged_district_names_its_successor(self) -> None:
        closed = District.objects.get(is_sample=True, closed_on__isnull=False)
        assert closed.successor.name == "Brackenford Township Schools"
        assert DistrictPage.objects.get(district=closed).live

    def test_published_entries_pass_every_requirement(self) -> None:
        for page in PortfolioPage.objects.live().specific():
            assert requirements(page) == [], page

    def test_every_entry_with_steps_is_taken_away_whole(self) -> None:
        for stored in PublicDocument.objects.filter(kind__in=("innovation", "playbook")):
            word = Document(BytesIO(self.client.get(f"/plans/{stored.id}.docx").content))
            text = self.client.get(f"/plans/{stored.id}.md").content.decode()
            body = stored.body
            steps = [s for phase in body.get("phases", [body]) for s in phase["steps"]]
            named = [row.cells[1].text.partition("\n")[0] for table in word.tables for row in table.rows[1:]]
            if steps:
                numbered = [f"{number}. {step['title']}" for number, step in enumerate(steps, 1)]
                assert named == numbered, stored.title
            assert word.paragraphs[0].text == stored.title
            assert "No real district did this." in text

    def test_entries_are_in_every_state(self) -> None:
        assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == 1
        assert WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).count() == 1
        assert PortfolioPage.objects.filter(live=False, expired=False).count() == 4

    def test_one_consent_has_run_out_and_its_picture_is_on_no_live_page(self) -> None:
        expired = next(consent for consent in Consent.objects.all() if not consent.holds())
        for picture in expired.pictures.all():
            assert not picture.may_be_shown()
            assert not PortfolioPage.objects.live().filter(picture=picture).exists()

    def test_a_draft_answers_what_districts_are_asked_for(self) -> None:
        request = ContentRequest.objects.get(is_sample=True)
        assert request.is_open
        assert [answer.entry.live for answer in request.answers.all()] == [False]
        assert "1 answer" in told_of_answers(with_answers(ContentRequest.objects.all()).get())

    def test_compiled_documents_hold_no_address_and_no_real_district(self) -> None:
        entries = PublicDocument.objects.exclude(kind__in=["home", "page", "index"])
        assert entries.filter(row_key=None).count() == PortfolioPage.objects.live().count()
        assert not entries.filter(is_sample=False).exists()
        addresses = Person.objects.values_list("email", flat=True)
        for document in entries:
            text = json.dumps([document.card, document.body])
            assert not [address for address in addresses if address in text], document.path
            assert all(leaid.startswith(SAMPLE_PREFIX) for leaid in re.findall(r'"leaid": "(\d+)"', text))

    def test_compiled_documents_are_what_the_api_describes(self) -> None:
        stored = list(map(as_document, PublicDocument.objects.all()))
        assert {document["kind"] for document in stored} == {*KINDS, "research"}
        for document in stored:
            assert not misfits(whole(document), document_name(document["kind"])), document["path"]

    def test_pictures_have_alt_texts_of_their_own(self) -> None:
        texts = list(Picture.objects.values_list("description", flat=True))
        assert len(set(texts)) == len(texts)
        assert all(40 <= len(text) <= 160 for text in texts), texts

    def test_toolkit_files_are_all_used(self) -> None:
        assert {row["name"] for row in content.read_toml("media")["files"]} == {
            path.name for path in content.FILES.iterdir()
        }

    def test_sample_makes_no_accounts(self) -> None:
        assert not User.objects.exists()

    def test_second_load_adds_nothing_and_keeps_what_people_changed(self) -> None:
        page = StoryPage.objects.get(slug="the-list-on-the-table")
        page.title = "A title of our own"
        page.save_revision().publish()
        assert load().total() == 0
        assert StoryPage.objects.get(pk=page.pk).title == "A title of our own"

    def test_command_leaves_a_loaded_sample_alone(self) -> None:
        StoryPage.objects.get(slug="the-list-on-the-table").delete()
        assert "Nothing was changed" in run("load_sample")
        assert "1 stories" in run("load_sample", "--missing")

    def test_remove_takes_the_sample_and_only_that(self) -> None:
        kept = District.objects.filter(is_sample=False).count()
        answer = run("load_sample", "--remove")
        assert "districts" in answer
        for model in (PortfolioPage, Picture, File, Person, Organisation, Consent, DistrictSpace, Theme):
            assert not model.objects.exists(), model
        assert not ContentRequest.objects.exists()
        assert District.objects.count() == kept
        assert Collection.objects.count() == 1
        assert HomePage.objects.live().exists()
        assert StandardPage.objects.live().count() == 4

    def test_remove_refuses_where_a_real_entry_names_the_sample(self) -> None:
        InnovationPage.objects.filter(slug="kitchen-garden").update(is_sample=False)
        with pytest.raises(CommandError, match="A kitchen garden that the cafeteria depends on"):
            run("load_sample", "--remove")
        assert InnovationPage.objects.count() == 31

    def test_remove_keeps_themes_that_a_real_entry_uses(self) -> None:
        story = StoryPage(title="Ours", slug="ours", is_sample=False, live=False)
        story.themes = [Theme.objects.get(slug="school-meals")]
        HomePage.objects.get().get_children().get(slug="stories").add_child(instance=story)
        run("load_sample", "--remove")
        assert list(Theme.objects.values_list("slug", flat=True).order_by("slug")) == [
            "school-meals", "school-operations",
        ]  # fmt: skip


def run(*args: str) -> str:
    out = StringIO()
    quick, wanted = "portfolio.sample.renditions.make_quick_ones", "portfolio.publication.log.want_renditions"
    with patch(quick), patch(wanted):
        call_command(*args, stdout=out, no_color=True)
    return out.getvalue()


def sample_text() -> str:
    files = (content.HERE / "content").glob("*.toml")
    return " ".join(path.read_text(encoding="utf-8") for path in files).casefold()


LIMITS = {"low": (1, 25_000), "medium": (25_000, 100_000), "high": (100_000, 500_000)}


def test_sample_costs_lie_within_their_bands() -> None:
    innovations = [entry for written in content.districts() for entry in written.get("innovations", [])]
    for entry in innovations:
        low, high = LIMITS.get(entry.get("cost_band", ""), (0, 10_000_000))
        first_year = entry.get("cost_one_time", 0) + entry.get("cost_annual", 0)
        assert low <= first_year <= high, entry["slug"]


def test_sample_text_names_no_district_of_the_directory() -> None:
    text = sample_text()
    names = [row["name"].casefold() for row in content.directory()]
    named = [name for name in names if len(name) > 6 and re.search(rf"\b{re.escape(name)}\b", text)]
    assert named == []


def test_sample_districts_share_no_name_with_a_real_one() -> None:
    folder = os.environ.get("GROUNDWORK_REAL_DATA")
    if not folder:
        pytest.skip("Set GROUNDWORK_REAL_DATA to the folder of the NCES files to compare all names.")
    path = Path(folder) / "leas" / "elsi_2022-23_all_districts.csv"
    if not path.exists():
        path = Path(folder) / path.name
    with path.open(encoding="utf-8-sig", newline="") as file:
        real = {row[0].casefold() for row in csv.reader(file) if row}
    for written in content.districts():
        name = written["district"]["name"].casefold()
        first_words = " ".join(name.split()[:2])
        assert not [other for other in real if other == name or other.startswith(f"{first_words} ")], name


def test_prose_turns_each_kind_of_chunk_into_its_block() -> None:
    blocks = prose.stream(
        "## Head\n\nOne **two**\n\n- a\n- b\n\n> Said\n> so\n-- Who | Role\n\n| x | y |\n| 1 | 2 |\n\n"
        "!figure key | Seen\n\n!fact 9 | of ten | Log, 2024",
        lambda what, key: 7,
    )
    assert [block["type"] for block in blocks] == ["heading", "text", "quote", "table", "figure", "fact"]
    assert blocks[1]["value"] == "<p>One <b>two</b></p><ul><li>a</li><li>b</li></ul>"
    assert blocks[2]["value"]["text"] == "Said so"
    assert blocks[3]["value"]["data"] == [["x", "y"], ["1", "2"]]
    assert blocks[4]["value"]["picture"] == 7


def test_prose_refuses_a_line_that_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="!figur key"):
        prose.stream("!figur key", lambda what, key: 7)
