"""The plan of an entry, opened again as whoever downloads it would."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from wagtail.models import Page

from home.takeaway.plans.drawing_up import plan_of
from home.takeaway.plans.markdown import ROOM, as_markdown
from home.takeaway.plans.plan import Plan
from home.takeaway.plans.word import OWN_STEPS, as_word
from portfolio.models import DistrictIndexPage, PlaybookIndexPage
from portfolio.models.innovations import InnovationStep
from portfolio.publication import log
from tests import factories
from tests.home import documents
from tests.home.test_pages import live
from tests.plugging import turned_on
from tests.sample_plugin.models import MadeWith, Partner

BASE = documents.SITE["url"]
HOSTILE = (
    "1. # *a* _b_ [c](javascript:alert(1)) <script>alert(2)</script> `d` ![e](https://evil.example/) | &amp;",
    "- [x] not a task",
    "=====",
    "line\nbreak\r\n\r\n# heading\u2028\x00\x0b\x1b\ufffe\ud800",
    "</w:t></w:r><w:p/>]]> & \N{PILE OF POO} עברית",
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def whole(document: dict[str, Any]) -> dict[str, Any]:
    """A document whose references have the address that stored ones have."""

    def add(value: Any) -> None:
        if isinstance(value, dict):
            if "path" in value:
                value.setdefault("url", f"{BASE}{value['path']}")
            for item in value.values():
                add(item)
        elif isinstance(value, list):
            for item in value:
                add(item)

    add(document["body"])
    return document


def drawn_up(document: Any) -> Plan:
    return plan_of(whole(document), "Groundwork", f"{BASE}{document['path']}")


def in_word(document: dict[str, Any]) -> Any:
    return Document(BytesIO(as_word(drawn_up(document), document["updated_at"])))


def in_markdown(document: dict[str, Any]) -> str:
    return as_markdown(drawn_up(document)).decode()


def rendered(markdown: str) -> BeautifulSoup:
    return BeautifulSoup(MarkdownIt("commonmark").render(markdown), "html.parser")


def headings(word: Any) -> list[tuple[int, str]]:
    found = [part for part in word.paragraphs if part.style.name.startswith("Heading ")]
    return [(int(part.style.name[-1]), part.text) for part in found]


def boxes(word: Any) -> list[str]:
    """The names of the boxes that can be ticked."""
    controls = word.element.iter(qn("w:sdt"))
    return [next(control.iter(qn("w:alias"))).get(qn("w:val")) for control in controls]


def rows(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def addresses(word: Any) -> set[str]:
    return {part.target_ref for part in word.part.rels.values() if part.is_external}


def test_word_has_headings_a_table_of_steps_and_boxes_to_tick() -> None:
    word = in_word(documents.innovation())
    [table] = word.tables

    assert headings(word)[0] == (1, "Tuesday apprentices")
    assert [text for level, text in headings(word) if level == 2] == [
        "The problem", "What it takes", "What must be in place first", "Steps", "Toolkits and files",
        "What didn't work", "Advice to a district that starts", "Use it, and how to credit this",
    ]  # fmt: skip
    assert rows(table)[0] == ["Done", "Step", "Who", "By when"]
    assert rows(table)[2] == ["", "2. Move lunch\nOne board meeting", "", ""]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert boxes(word) == ["1. Ask twelve workplaces, not two", "2. Move lunch", "3. Train the mentors"]


def test_no_level_of_heading_is_left_out() -> None:
    for document in (documents.innovation(), documents.bare_innovation(), documents.playbook(12)):
        levels = [level for level, _text in headings(in_word(document))]
        assert levels[0] == 1
        assert all(below <= above + 1 for above, below in zip(levels, levels[1:], strict=False))


def test_word_says_what_it_is_and_asks_nothing_of_others() -> None:
    word = in_word(documents.innovation())
    names = {str(part.partname) for part in word.part.package.iter_parts()}

    assert word.core_properties.title == "Tuesday apprentices"
    assert word.core_properties.author == "Maple Hollow School District"
    assert {lang.get(qn("w:val")) for lang in word.styles.element.iter(qn("w:lang"))} == {"en-US"}
    assert not [name for name in names if "vba" in name.lower() or "macro" in name.lower()]
    assert f"{BASE}/innovations/innovation-1/" in addresses(word)


def test_word_names_nobody_but_the_districts_and_opens_as_a_file_of_today() -> None:
    word = in_word(documents.innovation())
    properties = word.core_properties
    modes = {
        each.get(qn("w:name")): each.get(qn("w:val"))
        for each in word.settings.element.iter(qn("w:compatSetting"))
    }

    assert (properties.language, properties.last_modified_by, properties.comments) == ("en", "", "")
    assert modes["compatibilityMode"] == "15"
    assert {part.style.name for part in word.sections[0].footer.paragraphs} == {"Footer"}
    fields = [each.get(qn("w:instr")) for each in word.sections[0].footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_table_of_steps_is_as_wide_as_the_text_and_stays_with_what_leads_to_it() -> None:
    word = in_word(documents.bare_innovation())
    [table], [section] = word.tables, word.sections
    leading = next(part for part in word.paragraphs if part.text.startswith("No steps were written down"))

    width = section.page_width - section.left_margin - section.right_margin
    assert sum(column.width for column in table.columns) == width
    assert leading.paragraph_format.keep_with_next


def test_plan_says_what_it_took_what_failed_and_whose_it_is() -> None:
    text = in_markdown(documents.innovation())

    for words in (
        "**Cost, first year:** Under $25,000. $6,500 once, $14,200 a year (2025). $60 per student and year.",
        "**Staff:** 0.5 full-time equivalent. One coordinator at half time.",
        "**Time:** 7 months from decision to start. Seven months",
        "- Insurance that covers students off site",
        "- [ ] **2. Move lunch** (One board meeting)\n  - Who: ______\n  - By when: ______\n\n  The van",
        "We now draw lots, and swap at midyear.",
        "The county paid for the van.",
        "CC BY 4.0 (credit us) <https://creativecommons.org/licenses/by/4.0/>",
        "version of May 14, 2026. The newest is at <https://portfolio.example/innovations/innovation-1/>",
        "No real district did this.",
    ):
        assert words in text
    assert "Brenneman" not in text


def test_what_is_not_stated_is_said_and_own_steps_have_room() -> None:
    text, word = in_markdown(documents.bare_innovation()), in_word(documents.bare_innovation())

    assert text.count("Not stated") == 3
    assert f"- [ ] {ROOM}" in text
    assert rows(word.tables[0])[1:] == [["", "", "", ""]] * OWN_STEPS


def test_playbook_is_taken_phase_by_phase_with_its_checklists() -> None:
    text, word = in_markdown(documents.playbook(4)), in_word(documents.playbook(4))

    assert "  - [ ] The driver agrees" in text
    assert f"How others insure it: <https://insurance.example/>" in text  # noqa: F541
    assert [rows(table)[1][1] for table in word.tables] == [
        "1. Walk the route, part 1\nTwo afternoons; Led by: Principals; Difficulty: Takes some work",
        "3. Meet every mentor, part 3\nTwo afternoons; Led by: Principals; Difficulty: Takes some work",
    ]
    assert boxes(word).count("The driver agrees") == 4
    assert "https://insurance.example/" in addresses(word)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text_in_both(hostile: str) -> None:
    document = documents.innovation()
    document["title"] = document["card"]["summary"] = hostile
    document["body"]["steps"][0] |= {"title": hostile, "time": hostile}
    document["body"]["needs"]["technology"] = hostile
    page, word = rendered(in_markdown(document)), in_word(document)
    said = " ".join("".join(sign for sign in hostile if sign not in "\x00\x0b\x1b\ufffe\ud800").split())

    assert page.h1.get_text() == said
    assert said in [part.get_text() for part in page.find_all("p")]
    assert any(said in item.strong.get_text() for item in page.find_all("li") if item.strong)
    assert not page.find_all(["script", "img", "code"])
    assert not [link for link in page.find_all("a") if "javascript" in link["href"]]
    assert len(page.find_all("h1")) == 1
    assert " ".join(headings(word)[0][1].split()) == said
    assert not [url for url in addresses(word) if not url.startswith(("https:", "http:"))]


def test_prose_keeps_lists_emphasis_and_links() -> None:
    document = documents.innovation()
    document["body"]["advice_html"] = (
        "<p>Ask <b>first</b>, then <i>build</i>.<br>"
        "See <a href='https://a.example/x_(y)' rel='noopener'>this</a>.</p>"
        "<ol><li>One<ul><li>Below</li></ul></li><li>Two</li></ol><ol><li>Again</li></ol>"
        "<p><a href='javascript:alert(1)'>not a link</a></p>"
    )
    page, word = rendered(in_markdown(document)), in_word(document)
    listed = {part.text: part for part in word.paragraphs if part.style.name.startswith("List ")}

    assert page.find("a", string="this")["href"] == "https://a.example/x_%28y%29"
    assert [run.text for part in word.paragraphs for run in part.runs if run.bold and run.text == "first"]
    assert "https://a.example/x_(y)" in addresses(word)
    assert not [url for url in addresses(word) if "javascript" in url]
    assert listed["Below"].style.name == "List Bullet 2"
    numbered = [listed[text]._p.pPr.numPr.numId.val for text in ("One", "Two", "Again")]
    assert numbered[0] == numbered[1] != numbered[2]


@pytest.fixture
def entry(transactional_db: None) -> Page:
    factories.make_site()
    log.flush()
    row = factories.DistrictFactory(name="Kestrel Plains", is_sample=False, leaid="4200001", state="PA")
    district = live(DistrictIndexPage.objects.get(), factories.district_page(district=row))
    page = factories.innovation_page(title="Four rooms & a bell")
    page.steps = [InnovationStep(title="Find the rooms", text="<p>Four of them.</p>", time="A week")]
    found: Page = live(district, page)
    return found


def address(page: Page, form: str = "docx") -> str:
    return f"/plans/{page.translation_key}.{form}"


@pytest.mark.parametrize(("form", "content_type"), [("docx", WORD), ("md", "text/markdown")])
def test_plan_is_a_download_that_caches_may_keep(
    client: Client, entry: Page, form: str, content_type: str
) -> None:
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address(entry, form), headers={"Host": "localhost"})

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith(content_type)
    assert answer["Content-Disposition"] == f'attachment; filename="four-rooms-a-bell-plan.{form}"'
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=5"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    assert len(captured) <= 2, captured.captured_queries
    again = client.get(address(entry, form), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    assert client.post(address(entry, form)).status_code == 405
    assert client.head(address(entry, form)).content == b""


def test_a_change_of_the_entry_is_another_plan(client: Client, entry: Page) -> None:
    before = client.get(address(entry))["ETag"]
    entry.what_did_not_work = "<p>The bell. " + "It rang too late, again and again. " * 8 + "</p>"
    entry.save_revision()
    factories.publish(entry)

    answer = client.get(address(entry), headers={"If-None-Match": before})
    assert answer.status_code == 200
    assert "The bell." in "\n".join(part.text for part in Document(BytesIO(answer.content)).paragraphs)


def test_withdrawn_entry_takes_its_plan_along(client: Client, entry: Page) -> None:
    known = client.get(address(entry))["ETag"]
    entry.unpublish()
    for _flushed in range(2):
        answer = client.get(address(entry), headers={"If-None-Match": known})
        assert answer.status_code == 410
        assert "Four rooms" not in answer.content.decode()
        log.flush()


def test_what_has_no_plan_is_not_there(client: Client, entry: Page) -> None:
    district = entry.get_parent()
    for path in (address(district), address(entry, "pdf"), f"/plans/{uuid4()}.md", "/plans/x.md", "/plans/"):
        assert client.get(path).status_code == 404, path
    assert client.get(f"/es{address(entry)}").status_code == 404


def test_page_leads_to_its_plan_and_a_comparison_does(client: Client, entry: Page) -> None:
    page = BeautifulSoup(client.get("/innovations/four-rooms-a-bell/").content, "html.parser")
    links = [link["href"] for link in page.select("#Steps a[download]")]
    compared = client.get(f"/compare/?e={entry.translation_key}").content.decode()

    assert links == [address(entry, "docx"), address(entry, "md")]
    assert [client.get(link).status_code for link in links] == [200, 200]
    assert f'href="{address(entry)}"' in compared


def test_addresses_are_the_canonical_ones(client: Client, entry: Page, settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.WAGTAILADMIN_BASE_URL = ["*"], "https://portfolio.example"
    text = client.get(address(entry, "md"), headers={"Host": "evil.example"}).content.decode()

    assert "<https://portfolio.example/innovations/four-rooms-a-bell/>" in text
    assert "evil.example" not in text


def test_plugins_add_to_the_plan_while_they_are_on(client: Client, entry: Page) -> None:
    partner = Partner.objects.create(name="The <b>mill</b>")
    with turned_on("sample_plugin"):
        entry.made_with = [MadeWith(partner=partner, part="Wood")]
        entry.save_revision()
        factories.publish(entry)
        assert (
            "## Made with\n\nThe \\<b\\>mill\\</b\\>: Wood"
            in client.get(address(entry, "md")).content.decode()
        )
    assert "Made with" not in client.get(address(entry, "md")).content.decode()


def test_a_playbook_has_a_plan_too(client: Client, entry: Page) -> None:
    playbook = live(PlaybookIndexPage.objects.get(), factories.playbook_page())

    assert "- [ ] **1. Walk through the rooms**" in client.get(address(playbook, "md")).content.decode()
