"""What a reader finds on home, index and theme pages, with and without entries."""

from typing import Any

from tests.home import documents, lists, rendered
from tests.home.rendered import PAGES, soup
from tests.home.test_entry_pages import words


def index(**changes: Any) -> Any:
    listing = lists.listing(**changes)
    return soup(rendered.page("home/pages/index.html", documents.index(), listing=listing))


def test_index_counts_what_it_found() -> None:
    assert words(index(total=1_240).find(id="Found")) == "1,240 innovations"
    assert words(index(total=1).find(id="Found")) == "1 innovation"


def test_filters_are_links_that_say_which_are_on() -> None:
    facets = index().find(id="Filters")
    on = facets.find("a", attrs={"aria-current": "true"})

    assert words(on) == "Growing 9"
    assert facets.find("a", href="?maturity=pilot")
    assert all(detail.has_attr("open") for detail in facets.find_all("details")[:2])


def test_filter_can_be_taken_away() -> None:
    chips = index().find(class_="chips")

    assert words(chips.li) == "Take away: Maturity: Growing"
    assert words(chips.find(class_="chips__clear")) == "Clear all"


def test_index_with_nothing_found_shows_the_way_back() -> None:
    empty = soup(PAGES["index-empty"]()).find(class_="empty")

    assert "Nothing fits all of these filters." in words(empty)
    assert empty.a["href"] == "?"


def test_index_with_nothing_published_says_so() -> None:
    empty = index(items=[], active=[], clear_url=None).find(class_="empty")

    assert "Nothing has been published here yet." in words(empty)


def test_index_of_many_pages_leads_to_the_next() -> None:
    page = soup(PAGES["index"]())
    pages = page.find(class_="pagination")

    assert "Page 2 of 52" in words(pages)
    assert pages.find("a", rel="next")["href"] == "?page=3"
    assert "page 2" in page.title.get_text()
    assert words(page.find(class_="notice")) == "No page 999."


def test_card_says_by_shape_and_word_how_far_and_how_much() -> None:
    card = index().find(class_="card")
    maturity, cost = card.find_all(class_="mark")

    assert words(maturity) == "Maturity: Growing"
    assert words(cost) == "Cost, first year: Under $25,000"
    assert maturity.use["href"].endswith("#maturity-growing")
    assert cost.use["href"].endswith("#cost-low")


def test_card_without_facts_names_none() -> None:
    bare = lists.shown(documents.bare_innovation())
    card = index(items=[bare]).find(class_="card")

    assert [words(mark) for mark in card.find_all(class_="mark")] == ["Maturity: Stopped"]


def test_home_shows_newest_of_each_kind_and_where_all_are() -> None:
    page = soup(PAGES["home"]())

    assert words(page.h1) == "See what other school districts tried, and what came of it"
    assert [words(link) for link in page.find_all(class_="more")] == ["All innovations", "All stories"]
    assert "1,007" in words(page.find(class_="theme-list"))


def test_home_of_a_new_site_says_that_nothing_is_there_yet() -> None:
    assert "Nothing has been published yet." in words(soup(PAGES["home-empty"]()).main)


def test_theme_names_what_it_is_also_called() -> None:
    page = soup(PAGES["theme"]())

    assert "Also called: Apprenticeship, Internship" in words(page.main)
    assert page.find(class_="breadcrumbs").a["href"] == "/themes/learning-models/"
    assert page.find("a", href="/themes/job-shadowing/")


def test_missing_page_leads_back_to_the_lists() -> None:
    links = [link["href"] for link in soup(PAGES["404"]()).main.find_all("a")]

    assert links == [link["path"] for link in documents.SITE["navigation"]]
    assert soup(PAGES["404-alone"]()).main.a["href"] == "/"
