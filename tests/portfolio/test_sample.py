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
from django.test import TestCase, override_settings
from docx import Document
from wagtail.models import Collection, Locale, Page, Revision, WorkflowState

from api.components import document_name
from home.models import HomePage, StandardPage
from home.site_tree import ensure_site_tree, ensure_translated_tree
from portfolio import sample
from portfolio.admin.content_requests import told_of_answers, with_answers
from portfolio.models import (
    Consent,
    ContentRequest,
    District,
    DistrictIndexPage,
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
    StoryIndexPage,
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
        ensure_translated_tree("es")
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
            root = "" if stored.locale == "en" else f"/{stored.locale}"
            word = Document(BytesIO(self.client.get(f"{root}/plans/{stored.id}.docx").content))
            text = self.client.get(f"{root}/plans/{stored.id}.md").content.decode()
            body = stored.body
            steps = [s for phase in body.get("phases", [body]) for s in phase["steps"]]
            named = [row.cells[1].text.partition("\n")[0] for table in word.tables for row in table.rows[1:]]
            if steps:
                numbered = [f"{number}. {step['title']}" for number, step in enumerate(steps, 1)]
                assert named == numbered, stored.title
            assert word.paragraphs[0].text == stored.title
            assert INVENTED[stored.locale] in text

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

    def test_a_translation_has_the_facts_of_its_original_in_other_words(self) -> None:
        spanish = InnovationPage.objects.get(slug="programa-de-lenguaje-dual")
        english = InnovationPage.objects.get(slug="two-way-language-program")
        assert spanish.translation_key == english.translation_key
        assert spanish.students_count == english.students_count == 684
        assert spanish.cost_annual == english.cost_annual
        assert spanish.get_parent().locale.language_code == "es"
        assert [theme.name for theme in spanish.themes.order_by("slug")] == [
            "Alianza con las familias", "Estudiantes multilingües",
        ]  # fmt: skip

    def test_no_sentence_of_a_translation_is_left_as_it_was(self) -> None:
        documents = PublicDocument.objects.filter(row_key=None)
        translated = documents.filter(locale="es")
        assert set(translated.values_list("kind", flat=True)) == {
            "home", "index", "page", "district", "innovation", "story",
        }  # fmt: skip
        for stored in translated:
            other = documents.filter(id=stored.id, locale="en").first()
            assert sentences(stored).isdisjoint(sentences(other) if other else ()), stored.path

    def test_an_entry_may_be_in_one_language_alone(self) -> None:
        story = StoryPage.objects.get(slug="el-cuaderno-de-la-abuela")
        assert story.live
        assert story.get_translations().count() == 0
        assert "Un programa de lenguaje dual" in str(PublicDocument.objects.get(page_id=story.pk).body)

    def test_spanish_pages_lead_to_each_other(self) -> None:
        home = self.client.get("/es/").content.decode()
        assert "Un programa de lenguaje dual que comienza en prekínder" in home
        assert "/es/historias/el-cuaderno-de-la-abuela/" in home
        assert "/es/themes/acceso-e-inclusion/" in home
        assert "/es/privacidad/" in home
        assert self.client.get("/es/retirar/").status_code == 200
        assert (
            "/es/innovaciones/programa-de-lenguaje-dual/"
            in self.client.get("/innovations/two-way-language-program/").content.decode()
        )

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
        assert [home.locale.language_code for home in HomePage.objects.live()] == ["en"]
        assert StandardPage.objects.live().count() == 4

    def test_remove_leaves_standing_pages_in_another_language_that_people_have_written_in(self) -> None:
        privacy = StandardPage.objects.get(slug="privacidad")
        privacy.save_revision(user=User.objects.create(email="ana@example.org"))
        run("load_sample", "--remove")
        assert HomePage.objects.filter(locale__language_code="es").exists()
        assert StandardPage.objects.filter(locale__language_code="es").count() == 4

    def test_remove_leaves_standing_pages_in_another_language_that_an_entry_lies_below(self) -> None:
        stories = StoryIndexPage.objects.get(locale__language_code="es")
        ours = StoryPage(title="La nuestra", slug="la-nuestra", is_sample=False, live=False)
        stories.add_child(instance=ours)
        run("load_sample", "--remove")
        assert StoryPage.objects.get().title == "La nuestra"

    def test_remove_refuses_where_a_real_entry_names_the_sample(self) -> None:
        InnovationPage.objects.filter(slug="kitchen-garden").update(is_sample=False)
        with pytest.raises(CommandError, match="A kitchen garden that the cafeteria depends on"):
            run("load_sample", "--remove")
        assert InnovationPage.objects.count() == 32

    def test_remove_keeps_themes_that_a_real_entry_uses(self) -> None:
        story = StoryPage(title="Ours", slug="ours", is_sample=False, live=False)
        story.themes = [Theme.objects.get(slug="school-meals")]
        HomePage.objects.get(locale__language_code="en").get_children().get(slug="stories").add_child(
            instance=story
        )
        run("load_sample", "--remove")
        assert list(Theme.objects.values_list("slug", flat=True).order_by("slug")) == [
            "school-meals", "school-operations",
        ]  # fmt: skip


INVENTED = {"en": "No real district did this.", "es": "Ningún distrito real hizo esto."}


def sentences(stored: PublicDocument) -> set[str]:
    """Return what a document says in four words or more. A district's name in the directory is one."""

    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for each in value.values() for text in texts(each)]
        if isinstance(value, list):
            return [text for each in value for text in texts(each)]
        return [value] if isinstance(value, str) and len(value.split()) > 3 else []

    return set(texts([stored.card, {**stored.body, "facts": {}}]))


class OneLanguageTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        ensure_site_tree()

    def test_what_has_no_index_pages_in_its_language_is_not_loaded(self) -> None:
        load()
        assert not PortfolioPage.objects.exclude(locale__language_code="en").exists()
        assert not Theme.objects.exclude(locale__language_code="en").exists()

    def test_a_network_without_that_language_gets_no_pages_in_it(self) -> None:
        with override_settings(LANGUAGES=[("en", "English")]):
            assert sample.languages() == []

    def test_what_somebody_made_by_hand_in_a_language_is_passed_over(self) -> None:
        spanish = Locale.objects.create(language_code="es")
        home = HomePage.objects.get().copy_for_translation(spanish)
        home.save_revision().publish()
        theirs = [
            DistrictIndexPage(title="Los distritos", slug="los-distritos", locale=spanish),
            StandardPage(title="Datos privados", slug="privacidad", locale=spanish, body=[]),
        ]
        for page in theirs:
            home.add_child(instance=page)

        made = ensure_translated_tree("es")
        assert "Acerca de este portafolio" in made
        assert not {"Privacidad", "Distritos"} & set(made)
        assert [page.title for page in Page.objects.child_of(home)[:2]] == [each.title for each in theirs]
        assert ensure_translated_tree("es") == []
        load()  # there is nothing that its districts could lie below
        assert not PortfolioPage.objects.filter(locale=spanish).exists()

    def test_a_translation_of_what_is_not_there_stops_the_load(self) -> None:
        ensure_translated_tree("es")
        written = content.read_toml("translations/es")
        written["innovations"][0]["of"] = "no-such-entry"
        read = content.read_toml
        with (
            patch.object(content, "read_toml", lambda name: written if name.endswith("/es") else read(name)),
            pytest.raises(LookupError, match="innovation/no-such-entry"),
        ):
            load()


def run(*args: str) -> str:
    out = StringIO()
    quick, wanted = "portfolio.sample.renditions.make_quick_ones", "portfolio.publication.log.want_renditions"
    with patch(quick), patch(wanted):
        call_command(*args, stdout=out, no_color=True)
    return out.getvalue()


def sample_text() -> str:
    files = (content.HERE / "content").rglob("*.toml")
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
