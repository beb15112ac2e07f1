"""What a reader finds on the pages of entries."""

import re

import pytest
from bs4 import BeautifulSoup, Tag

from tests.home import documents, lists, rendered
from tests.home.rendered import PAGES, soup


def words(tag: Tag) -> str:
    return re.sub(r"\s+", " ", tag.get_text(" ")).strip()


def strip_of(page: BeautifulSoup) -> dict[str, str]:
    """The facts at a glance, by label."""
    facts = page.find_all(class_="strip__fact")
    return {words(fact.dt): " ".join(words(dd) for dd in fact.find_all("dd")) for fact in facts}


def test_innovation_shows_its_facts_at_a_glance() -> None:
    assert strip_of(soup(PAGES["innovation"]())) == {
        "Maturity": "Growing since 2022",
        "Cost, first year": "Under $25,000 $6,500 once, $14,200 a year (2025)",
        "Staff added": "0.5 full-time equivalent",
        "Time to start": "7 months",
        "Students": "236 in 2 schools, March 2026",
    }


def test_innovation_says_what_is_not_stated() -> None:
    facts = strip_of(soup(PAGES["innovation-bare"]()))

    assert facts.pop("Maturity") == "Stopped"
    assert set(facts.values()) == {"Not stated"}


def test_what_it_takes_names_what_nobody_stated() -> None:
    takes = words(soup(PAGES["innovation-bare"]()).find(id="Takes"))

    assert "Not stated Where the money came from Staff Time" in takes
    assert "Not stated Where" not in words(soup(PAGES["innovation"]()).find(id="Takes"))


def test_fact_that_is_nought_is_stated() -> None:
    document = documents.innovation()
    document["body"]["needs"]["staff_fte"] = 0.0
    document["body"]["needs"]["months_to_start"] = 0
    document["body"]["cost"].update(band=documents.term("none", "No new money"), one_time=0, annual=0)
    facts = strip_of(soup(rendered.entry(document)))

    assert facts["Staff added"].startswith("0 ")
    assert facts["Time to start"] == "0 months"
    assert facts["Cost, first year"] == "No new money $0 once, $0 a year (2025)"


def test_results_and_what_did_not_work_stand_side_by_side() -> None:
    page = soup(PAGES["innovation"]())
    results, lessons = page.find(id="Results"), page.find(id="Lessons")

    assert results["class"] == lessons["class"] == ["panel"]
    assert results.h2.name == lessons.h2.name
    assert results.find_next_sibling("section") is lessons


def test_results_are_a_table_with_headers() -> None:
    table = soup(PAGES["innovation"]()).find(id="Results").table
    first = table.tbody.tr

    assert table.caption
    assert len(table.thead.find_all("th", scope="col")) == len(first.find_all(["th", "td"])) == 6
    assert first.find("th", scope="row")
    assert [words(cell) for cell in first.find_all("td")][:3] == ["35%", "14%", "118"]


def test_table_that_scrolls_can_be_reached_by_keyboard() -> None:
    for frame in soup(PAGES["innovation"]()).find_all(class_="table-frame"):
        assert frame["tabindex"] == "0"
        assert frame["role"] == "region"
        assert frame["aria-label"]


@pytest.mark.parametrize("name", ["innovation", "story", "toolkit", "playbook", "district"])
def test_sample_is_marked_on_page_and_card(name: str) -> None:
    page = soup(PAGES[name]())

    assert "invented" in words(page.find(class_="bands"))
    assert words(page.find(class_="kicker")).endswith("Sample")
    card = soup(rendered.page("home/components/card.html", card=lists.cards()[0]["card"], path="/x/"))
    assert "Sample" in words(card)


def test_what_is_no_sample_is_not_marked() -> None:
    page = soup(PAGES["story-bare"]())

    assert not page.find(class_="bands")
    assert not page.find(class_="sample")


def test_missing_picture_has_a_designed_stand_in() -> None:
    art = soup(PAGES["innovation-bare"]()).find(class_="art")

    assert words(art) == "CF"
    assert "hue-1" in art["class"]
    assert art["aria-hidden"] == "true"


def test_picture_comes_in_modern_formats_and_says_whose_it_is() -> None:
    figure = soup(PAGES["story"]()).find("figure")

    assert [source["type"] for source in figure.find_all("source")] == ["image/avif", "image/webp"]
    assert figure.img["class"] == ["focal-start-center"]
    assert figure.img.get("loading") is None
    assert "Picture: Maple Hollow School District" in words(figure.figcaption)


def test_pictures_further_down_are_loaded_late() -> None:
    pictures = soup(PAGES["innovation"]()).find(class_="after").find_all("img")

    assert {picture["loading"] for picture in pictures} == {"lazy"}


def test_entry_says_how_to_credit_it() -> None:
    box = words(soup(PAGES["innovation"]()).find(id="Credit"))

    assert "“Tuesday apprentices”, Maple Hollow School District. Groundwork. CC-BY-4.0." in box
    assert "https://portfolio.example/innovations/innovation-1/" in box
    assert "Last reviewed on May 14, 2026" in box
    assert "The county paid for the van." in box


def test_contact_leads_to_a_form_and_shows_no_address() -> None:
    html = PAGES["innovation"]()
    contact = soup(html).find(id="Contact")

    assert contact.a["href"] == "/contact/1/"
    assert "mailto:" not in html


def test_video_is_a_link_with_its_transcript() -> None:
    html = PAGES["story"]()
    video = soup(html).find(class_="video")

    assert video.a["href"] == "https://video.example/watch/42"
    assert "It has captions." in words(video)
    assert "survey of 1904" in words(video.details)
    assert "<iframe" not in html


def test_toolkit_says_what_each_item_is() -> None:
    first, link, spanish = soup(PAGES["toolkit"]()).find(class_="items").find_all("li", recursive=False)

    assert "Download: DOCX, 47.1 KB" in words(first)
    assert "Checked for accessibility" in words(first)
    assert "Link to insurance.example" in words(link)
    assert "License not stated" in words(link)
    assert spanish.find(lang="es").get_text() == "español"


def test_playbook_leads_to_each_phase_and_step() -> None:
    page = soup(PAGES["playbook-of-12"]())
    targets = [link["href"][1:] for link in page.find(class_="toc").find_all("a")]

    assert len(targets) == 2 + 12
    assert all(page.find(id=target) for target in targets)
    assert len(page.find_all(class_="checklist")) == 2 * 12


def test_district_says_who_counted_and_when() -> None:
    page = soup(PAGES["district"]())

    assert strip_of(page)["Students"] == "1,483"
    assert words(page.find(class_="strip-source")) == "Invented figures for the school year 2022-23."
    assert "LEAID 9900017" in words(page)


def test_real_district_is_said_to_be_counted_by_nces() -> None:
    page = soup(rendered.entry(documents.district(is_sample=False), entries=rendered.NOTHING))

    assert "As NCES reports for the school year 2022-23." in words(page.find(class_="strip-source"))


def test_closed_district_names_its_successor() -> None:
    notice = soup(PAGES["district-merged"]()).find(class_="notice")

    assert "closed on June 30, 2024" in words(notice)
    assert notice.a["href"] == "/districts/maple-hollow/"
