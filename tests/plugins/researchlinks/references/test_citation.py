"""Reference lists as APA's seventh edition has them; all works are made up."""

from html import unescape

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.researchlinks.references.citation import cite
from plugins.researchlinks.references.csl import Csl
from plugins.researchlinks.references.tidying import tidy_item

from .works import article, items, person

RIVERA, CHO, OSTER = person("Rivera", "Ana"), person("Cho", "Min-jun"), person("Øster", "J.K.")
INSTITUTE = {"literal": "Made-up Institute"}


def work(kind: str, **fields: object) -> Csl:
    bare = dict.fromkeys(["container_title", "volume", "issue", "page", "DOI"])
    return article(**{**bare, "title": "Clouds", "author": [RIVERA], "type": kind, **fields})


def text(item: Csl) -> str:
    return cite([item])[0].text


def in_text(*items: Csl) -> list[str]:
    """In the order they were given."""
    return [citation.in_text for citation in sorted(cite(items), key=lambda citation: citation.index)]


@pytest.mark.parametrize(
    ("item", "entry"),
    [
        (
            article(),
            "Rivera, A., & Cho, M.-J. (2020). Counting clouds in grade four. Journal of Made-Up Studies, "
            "12(3), 45–67. https://doi.org/10.1234/clouds",
        ),
        (
            article(page="e12", DOI=None, volume=None, issue=None, title="Why clouds?", author=[RIVERA]),
            "Rivera, A. (2020). Why clouds? Journal of Made-Up Studies, Article e12.",
        ),
        (
            work("article-newspaper", container_title="The Daily", issued="2020-05-06"),
            "Rivera, A. (2020, May 6). Clouds. The Daily.",
        ),
        (
            work("book", edition="2", publisher="Paper Press"),
            "Rivera, A. (2020). Clouds (2nd ed.). Paper Press.",
        ),
        (
            work("book", author=None, editor=[RIVERA, CHO], publisher="Paper Press"),
            "Rivera, A., & Cho, M.-J. (Eds.). (2020). Clouds. Paper Press.",
        ),
        (
            work(
                "chapter",
                editor=[CHO],
                container_title="Skies",
                page="1-9",
                edition="3rd",
                publisher="Paper Press",
            ),
            "Rivera, A. (2020). Clouds. In M.-J. Cho (Ed.), Skies (3rd ed., pp. 1–9). Paper Press.",
        ),
        (
            work("chapter", editor=[CHO, OSTER, RIVERA], container_title="Skies", page="7"),
            "Rivera, A. (2020). Clouds. In M.-J. Cho, J. K. Øster, & A. Rivera (Eds.), Skies (p. 7).",
        ),
        (
            work(
                "report",
                author=[INSTITUTE],
                number="12",
                publisher="Made-up Institute",
                URL="https://example.org/r",
            ),
            "Made-up Institute. (2020). Clouds (Report No. 12). https://example.org/r",
        ),
        (
            work("thesis", genre="Doctoral dissertation", publisher="University of Nowhere"),
            "Rivera, A. (2020). Clouds [Doctoral dissertation, University of Nowhere].",
        ),
        (
            work(
                "webpage",
                issued=None,
                container_title="Sky site",
                URL="https://example.org",
                accessed="2021-02-03",
            ),
            "Rivera, A. (n.d.). Clouds. Sky site. Retrieved February 3, 2021, from https://example.org",
        ),
        (
            work("paper-conference", container_title="Cloud meeting"),
            "Rivera, A. (2020). Clouds [Paper presentation]. Cloud meeting.",
        ),
        (
            work("paper-conference", container_title="Proceedings of clouds", page="1-2"),
            "Rivera, A. (2020). Clouds. In Proceedings of clouds (pp. 1–2).",
        ),
        (work("dataset", publisher="Sky archive"), "Rivera, A. (2020). Clouds [Data set]. Sky archive."),
        (work("book", author=None), "Clouds. (2020)."),
        (work("book", issued="in press"), "Rivera, A. (in press). Clouds."),
        (
            work("report", archive="ERIC", archive_location="ED123456"),
            "Rivera, A. (2020). Clouds. https://eric.ed.gov/?id=ED123456",
        ),
        (work("book", author=[INSTITUTE, RIVERA]), "Made-up Institute & Rivera, A. (2020). Clouds."),
        (work("book", author=[{**CHO, "suffix": "Jr."}]), "Cho, M.-J., Jr. (2020). Clouds."),
        (work("book", author=[person("van der Berg", "Jan de")]), "van der Berg, J. de. (2020). Clouds."),
        (work("book", title=None), "Rivera, A. (2020). [Untitled]."),
    ],
)
def test_each_kind_of_work_has_its_form(item: Csl, entry: str) -> None:
    assert text(item) == entry


def test_html_slants_and_links_and_nothing_else() -> None:
    assert cite([article(title="H<sub>2</sub>O & <script>x</script>")])[0].html == (
        "Rivera, A., &amp; Cho, M.-J. (2020). H2O &amp; x. <i>Journal of Made-Up Studies</i>, <i>12</i>(3), "
        '45–67. <a href="https://doi.org/10.1234/clouds">https://doi.org/10.1234/clouds</a>'
    )


@pytest.mark.parametrize(("authors", "shown"), [(20, 20), (21, 20), (200, 20)])
def test_of_more_than_twenty_authors_the_first_nineteen_and_the_last_are_shown(
    authors: int, shown: int
) -> None:
    names = [person(f"Name{number:03d}", "A.") for number in range(authors)]
    entry = text(work("book", author=names))
    assert entry.count("Name") == shown
    assert (f", . . . Name{authors - 1:03d}, A." in entry) == (authors > 20)


def test_the_list_is_in_apas_order() -> None:
    works = [
        work("book", author=[person("Browning", "A.")]),
        work("book", author=[person("Brown", "J.")], issued="in press"),
        work("book", author=[person("Brown", "J."), CHO], issued="1990"),
        work("book", author=[person("Brown", "J.")], issued=None),
        work("book", author=[person("Brown", "J.")], issued="2001"),
        work("book", author=[person("Östergård", "O.")]),
        work("book", author=[person("O'Brien", "O.")]),
        work("book", author=None, title="The brown bear"),
        work("book", author=[person("Brown", "A.")]),
    ]
    assert [citation.index for citation in cite(works)] == [8, 3, 4, 1, 2, 7, 0, 6, 5]


def test_works_of_one_year_get_letters_by_date_and_title() -> None:
    works = [
        work("webpage", title="Bears", issued="2020-05-01"),
        work("book", title="The zoo"),
        work("book", title="An ape"),
        work("book", title="Old", issued=None),
        work("book", title="Older", issued=None),
    ]
    assert in_text(*works) == [
        "(Rivera, 2020c)", "(Rivera, 2020b)", "(Rivera, 2020a)", "(Rivera, n.d.-a)", "(Rivera, n.d.-b)",
    ]  # fmt: skip
    assert "(2020c, May 1)" in cite(works)[4].text


def test_citations_in_the_text_are_short_but_never_alike() -> None:
    assert in_text(work("book", author=[RIVERA, CHO])) == ["(Rivera & Cho, 2020)"]
    assert in_text(work("book", author=[RIVERA, CHO, OSTER])) == ["(Rivera et al., 2020)"]
    assert in_text(
        work("book", author=[RIVERA, CHO, OSTER, INSTITUTE]),
        work("book", author=[RIVERA, OSTER, CHO]),
        work("book", author=[RIVERA, OSTER, CHO], issued="2021"),
    ) == ["(Rivera, Cho, et al., 2020)", "(Rivera, Øster, & Cho, 2020)", "(Rivera et al., 2021)"]
    assert in_text(work("book"), work("book", author=[person("Rivera", "Bo")], issued="2019")) == [
        "(A. Rivera, 2020)",
        "(B. Rivera, 2019)",
    ]


def test_a_work_without_author_is_cited_by_its_title() -> None:
    assert in_text(article(author=None, title="Counting the clouds: a view from above")) == [
        "(“Counting the clouds,” 2020)"
    ]
    assert in_text(work("book", author=None, title="A very long title of many words")) == [
        "(A very long title of, 2020)"
    ]


def test_nothing_cites_as_nothing_and_an_empty_work_as_untitled() -> None:
    assert cite([]) == []
    assert text({}) == "[Untitled]. (n.d.)."


@settings(max_examples=150, deadline=None)
@given(st.lists(items, max_size=6))
def test_any_list_is_cited_whole_safely_and_without_two_alike(works: list[Csl]) -> None:
    citations = cite(works)
    assert sorted(citation.index for citation in citations) == list(range(len(works)))
    assert len({citation.in_text for citation in citations}) == len(works)
    for citation in citations:
        assert unescape(nh3.clean(citation.html, tags=set())) == citation.text
        kept = nh3.clean(citation.html, tags={"i", "a"}, attributes={"a": {"href"}}, link_rel=None)
        assert kept.count("<") == citation.html.count("<")


def test_a_long_list_is_cited_in_reasonable_time() -> None:
    alike = work("book", author=[RIVERA, CHO, OSTER])
    works = [tidy_item({**alike, "title": f"Work {number}"}).item for number in range(2000)]
    assert len({citation.in_text for citation in cite(works)}) == 2000
