"""Research in the real editor: from a pasted DOI to what a reader sees of the evidence."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from plugins.researchlinks import filling
from plugins.researchlinks.references.remote import Lookup
from portfolio.models import DistrictSpace, InnovationPage
from tests import factories
from tests.browser.writing import sign_in
from tests.plugins.researchlinks.conftest import SMALL, TRIAL, record
from tests.plugins.researchlinks.website import website

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

pytestmark = pytest.mark.django_db(transaction=True)

DOI = "10.1177/02683962211048201"
RECORDED = Path(__file__).parent / "files" / "crossref_work.json"
WORK = "Artificial intelligence and the conduct of literature reviews"
APA = f"Wagner, G., Lukyanenko, R., & Paré, G. (2021). {WORK}. Journal of Information Technology, 37(2)"
HOSTILE = "<script>document.title = 'taken'</script> in grade four"
CITED = "document.title = 'taken' in grade four"
"""A citation leaves out what looks like markup: sources send titles with it"""
SLOW = 30_000
"""Milliseconds in which a page must have been saved, on a busy machine"""
PASTE = "Paste what you have"


@pytest.fixture
def crossref(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Crossref, as it answered once, without the network."""
    with website(settings) as made:
        made.says("/works", 200, RECORDED.read_bytes())
        here = Lookup("Crossref", made.url("/works", "127.0.0.1"))
        monkeypatch.setattr(filling, "lookups", lambda identifier: [here])
        yield


@pytest.fixture
def desk(space: DistrictSpace, chromium: "Browser") -> Iterator["BrowserContext"]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def writer(desk: "BrowserContext", live_server: Any) -> "Page":
    return sign_in(desk, live_server.url, "writer@example.org")


@pytest.fixture
def entry(space: DistrictSpace) -> InnovationPage:
    return factories.add_draft(space.page, factories.innovation_page())


def begin_record(page: "Page") -> None:
    page.get_by_role("button", name="Research", exact=True).click()
    page.get_by_role("link", name="Records", exact=True).click()
    page.get_by_role("link", name="Add research record").first.click()


def save(page: "Page") -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def edit(page: "Page", base: str, entry: InnovationPage) -> "Locator":
    """Open the entry in the editor, and return its research."""
    page.goto(f"{base}/admin/pages/{entry.pk}/edit/")
    page.wait_for_load_state("networkidle")
    return page.locator("#panel-child-content-research-section")


def open_chooser(page: "Page", research: "Locator") -> "Locator":
    research.get_by_role("button", name="Add Research").click()
    research.get_by_role("button", name="Choose research record").last.click()
    return page.locator(".modal-dialog")


def relate(page: "Page", row: int) -> None:
    page.locator(f"#id_research_links-{row}-relation").select_option(label="Evaluates this")
    for question in ("population_overlaps", "setting_overlaps"):
        page.locator(f"#id_research_links-{row}-{question}").select_option(label="Yes")


def save_draft(page: "Page") -> None:
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages")).to_contain_text("has been updated", timeout=SLOW)


def test_pasted_doi_becomes_a_citation(writer: "Page", crossref: None) -> None:
    begin_record(writer)
    writer.get_by_role("textbox", name=PASTE).fill("10.1177")
    save(writer)
    expect(writer.get_by_role("main")).to_contain_text("The DOI “10.1177” stops short")

    writer.get_by_role("textbox", name=PASTE).fill(DOI)
    save(writer)

    row = writer.get_by_role("row").filter(has_text=WORK)
    expect(row).to_contain_text("Wagner et al., 2021")
    expect(row).to_contain_text("Not reviewed yet")
    row.get_by_role("link", name=WORK).click()
    expect(writer.get_by_role("region", name="As readers see it")).to_contain_text(APA)
    assert writer.locator("#id_authors").input_value().splitlines()[0] == "Wagner, Gerit"
    assert not writer.locator("[name*=tier]").count()


def test_hostile_title_is_text_wherever_it_is_shown(
    writer: "Page", live_server: Any, entry: InnovationPage
) -> None:
    begin_record(writer)
    by_hand = writer.get_by_role("region", name="The reference, by hand")
    by_hand.get_by_role("button", name="Toggle section").click()
    by_hand.get_by_role("textbox", name="Title").fill(HOSTILE)
    save(writer)
    writer.get_by_role("link", name=HOSTILE).click()
    expect(writer.get_by_role("region", name="As readers see it")).to_contain_text(CITED)

    chooser = open_chooser(writer, edit(writer, live_server.url, entry))
    chooser.get_by_role("link", name=HOSTILE).click()
    relate(writer, 0)
    save_draft(writer)
    factories.publish(InnovationPage.objects.get(pk=entry.pk))
    writer.goto(f"{live_server.url}/innovations/{entry.slug}/")

    expect(writer.get_by_role("listitem").filter(has_text=CITED)).to_be_visible()
    assert writer.title() != "taken"


def test_work_is_added_while_writing_and_taken_away_by_a_reader(
    writer: "Page", live_server: Any, entry: InnovationPage, crossref: None
) -> None:
    chooser = open_chooser(writer, edit(writer, live_server.url, entry))
    chooser.get_by_role("tab", name="New").click()
    chooser.get_by_role("textbox", name=PASTE).fill(DOI)
    chooser.get_by_role("button", name="Add it and choose it").click()
    expect(chooser).to_be_hidden()
    relate(writer, 0)
    save_draft(writer)
    factories.publish(InnovationPage.objects.get(pk=entry.pk))

    writer.goto(f"{live_server.url}/innovations/{entry.slug}/")

    expect(writer.locator("#Research")).to_contain_text(APA)
    for link, begins in {"BibTeX": "@article{", "RIS": "TY  - JOUR", "CSL-JSON": "["}.items():
        with writer.expect_download() as download:
            writer.get_by_role("link", name=link).click()
        taken = download.value.path().read_text("utf-8-sig")
        assert taken.startswith(begins)
        assert DOI in taken


def test_strength_follows_from_the_links_and_falls_with_a_withdrawal(
    writer: "Page", desk: "BrowserContext", live_server: Any, entry: InnovationPage
) -> None:
    trial = record("A trial of it", **TRIAL)
    record("A small study", **SMALL)
    research = edit(writer, live_server.url, entry)
    for row, title in enumerate(["A small study", "A trial of it"]):
        chooser = open_chooser(writer, research)
        chooser.get_by_role("textbox", name="Title, author, DOI").fill(title)
        expect(chooser.get_by_role("row")).to_have_count(2)
        chooser.get_by_role("link", name=title).click()
        relate(writer, row)
    assert not writer.locator("[name*=tier]").count()
    save_draft(writer)
    factories.publish(InnovationPage.objects.get(pk=entry.pk))
    reader = desk.browser.new_context().new_page()
    reader.goto(f"{live_server.url}/innovations/{entry.slug}/")
    expect(reader.get_by_role("heading", name="Strong evidence")).to_be_visible()
    expect(reader.locator("#Research")).to_match_aria_snapshot(
        """
        - heading "What the research says" [level=2]
        - heading "Strong evidence" [level=3]
        - paragraph: /“A trial of it” evaluates this/
        - list:
          - listitem:
            - paragraph: /A small study/
            - term: Kind of study
            - definition: Correlational study with statistical controls
          - listitem:
            - paragraph: /A trial of it/
        """
    )

    desk.clear_cookies()
    staff = sign_in(desk, live_server.url, "editor@example.org")
    staff.goto(f"{live_server.url}/admin/snippets/researchlinks/researchrecord/edit/{trial.pk}/")
    staff.get_by_label("Withdrawn from this library").check()
    save(staff)
    staff.wait_for_url("**/researchrecord/")
    reader.reload()

    expect(reader.get_by_role("heading", name="Promising evidence")).to_be_visible()
    expect(reader.locator("#Research")).to_contain_text("“A small study” evaluates this")
    reader.context.close()
