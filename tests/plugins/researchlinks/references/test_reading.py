"""Files from elsewhere give references, and tell what could not be read."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.researchlinks.references.reading import LARGEST, read_references

BIB = """@article{clouds,
  author = {Rivera, Ana and M{\\"u}ller, J{\\'e}r{\\^o}me and {Made-up Institute} and others},
  title = {Counting {C}louds: 50% more \\& better},
  journal = {Journal of Made-Up Studies},
  year = 2020, month = may, volume = 12, number = 3, pages = {45--67},
  doi = {https://doi.org/10.1234/Clouds\\_1},
}
"""
RIS = """TY  - JOUR
TI  - Counting clouds
 in grade four
AU  - Rivera, Ana
AU  - Cho, Min-jun, Jr.
AU  - Made-up Institute
PY  - 2020
DA  - 2020/05/01/
JO  - Journal of Made-Up Studies
SP  - 45
EP  - 67
SN  - 1234-567X
KW  - clouds
KW  - counting
ER  -
"""


def test_bibtex_is_read_with_its_latex() -> None:
    reading = read_references(BIB)
    assert reading.problems == []
    assert reading.items == [
        {
            "id": "clouds",
            "type": "article-journal",
            "title": "Counting Clouds: 50% more & better",
            "author": [
                {"family": "Rivera", "given": "Ana"},
                {"family": "Müller", "given": "Jérôme"},
                {"literal": "Made-up Institute"},
            ],
            "container-title": "Journal of Made-Up Studies",
            "issued": {"date-parts": [[2020, 5]]},
            "volume": "12",
            "issue": "3",
            "page": "45-67",
            "DOI": "10.1234/clouds_1",
        }
    ]


def test_ris_is_read_with_lines_that_go_on() -> None:
    (item,) = read_references(RIS).items
    assert item["title"] == "Counting clouds in grade four"
    assert item["author"] == [
        {"family": "Rivera", "given": "Ana"},
        {"family": "Cho", "given": "Min-jun", "suffix": "Jr."},
        {"literal": "Made-up Institute"},
    ]
    assert item["issued"] == {"date-parts": [[2020, 5, 1]]}
    assert (item["page"], item["ISSN"], item["keyword"]) == ("45-67", "1234-567X", "clouds, counting")


@pytest.mark.parametrize("content", [BIB, RIS, json.dumps([{"title": "Clouds", "type": "book"}])])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_file_reads_in_any_encoding_and_line_ending(content: str, encoding: str, ending: str) -> None:
    encoded = content.replace("Ana", "Anä").replace("\n", ending).encode(encoding)
    assert read_references(encoded) == read_references(content.replace("Ana", "Anä"))
    assert len(read_references("\ufeff" + content).items) == 1


def test_a_record_that_is_not_closed_costs_no_other() -> None:
    reading = read_references(RIS.replace("ER  -\n", "") + RIS + "TI  - Astray\n" + RIS)
    assert len(reading.items) == 3
    assert [problem.where for problem in reading.problems] == [f"line {len(RIS.splitlines()) * 2}"]


def many(entries: int, broken: str) -> str:
    sound = [BIB.replace("{clouds,", f"{{clouds{number},") for number in range(entries - 1)]
    return "\n".join([*sound[: entries // 2], broken, *sound[entries // 2 :]])


@pytest.mark.parametrize(
    "broken",
    [
        "@book{bad,\n title = {Open,\n}\n",
        '@book{bad, title = "Open,\n}\n',
        "@book{bad, title = {x} year\n",
        "@book bad\n",
    ],
)
def test_one_broken_entry_costs_no_other(broken: str) -> None:
    reading = read_references(many(20, broken))
    assert len(reading.items) == 19
    (problem,) = reading.problems
    assert problem.where == f"line {10 * (len(BIB.splitlines()) + 1) + 1}"
    assert "@book" in problem.what


def test_ten_thousand_entries_are_read_in_reasonable_time() -> None:
    started = time.process_time()
    reading = read_references(many(10_000, "@book{bad,\n title = {Open,\n}\n"))
    assert (len(reading.items), len(reading.problems)) == (9_999, 1)
    assert time.process_time() - started < 30


def test_two_entries_of_one_key_are_two_works() -> None:
    assert len(read_references(BIB + BIB).items) == 2


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("<script>alert(1)</script>Clouds", "alert(1)Clouds"),
        ("<i>Homo</i> H<sub>2</sub>O", "Homo H2O"),
        ("&lt;script&gt;x&lt;/script&gt; R&amp;amp;D", "x R&D"),
        ("When p <0.05 and a <b and c> d", "When p <0.05 and a <b and c> d"),
        (" Two\n\tlines\u200b \u202eturned\u0000 ", "Two lines turned"),
        ("\ud800Lone", "Lone"),
    ],
)
def test_titles_are_plain_text(title: str, plain: str) -> None:
    assert read_references(json.dumps({"title": title})).items[0]["title"] == plain


def test_text_has_a_limit() -> None:
    (item,) = read_references(json.dumps({"title": "x" * 100_000, "abstract": "y " * 100_000})).items
    assert (len(item["title"]), item["title"][-1]) == (1000, "…")
    assert len(item["abstract"]) <= 10_000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "No references were found"),
        ("A letter to the board", "No references were found"),
        ("[]", "holds no references"),
        ('{"title": ', "not complete JSON"),
        ("[" * 100_000, "nested too deep"),
        ("[7]", "not a reference"),
        ("@book{x, year=2020}", "no title"),
        (b"\x00\xff\xfe", "No references were found"),
        ("x" * (LARGEST + 1), "larger than 10 MB"),
    ],
)
def test_what_holds_no_references_is_told(content: str | bytes, says: str) -> None:
    reading = read_references(content)
    assert reading.items == []
    assert says in reading.problems[0].what


def test_a_wrong_doi_is_left_out_and_told() -> None:
    reading = read_references(BIB.replace("10.1234/", "10.12/"))
    assert "DOI" not in reading.items[0]
    assert "four to nine digits" in reading.problems[0].what
    assert reading.problems[0].where == "line 1, entry “clouds”"


def test_odd_types_in_csl_json_count_as_absent() -> None:
    odd = {
        "title": ["Clouds"],
        "author": [7, None, {"family": ["Rivera"], "given": {}}, "Made-up Institute", [[]]],
        "issued": {"date-parts": [[None]]},
        "volume": 12,
        "page": True,
        "issue": float("inf"),
        "URL": "javascript:alert(1)",
        "type": "song",
    }
    (item,) = read_references(json.dumps([odd])).items
    assert item == {
        "type": "document",
        "title": "Clouds",
        "volume": "12",
        "author": [{"literal": "Rivera"}, {"literal": "Made-up Institute"}],
    }


@settings(max_examples=200, deadline=None)
@given(
    st.text() | st.text('@{}"=,#\\ \nabookTYAU-1() '), st.sampled_from(["", "@book{x,", "TY  - JOUR\n", "["])
)
def test_any_text_is_read_or_refused(text: str, start: str) -> None:
    reading = read_references(start + text)
    assert reading.items or reading.problems


@settings(max_examples=100, deadline=None)
@given(st.binary())
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    reading = read_references(content)
    assert reading.items or reading.problems


@pytest.mark.parametrize(
    "content",
    [
        "\n" * 1_000_000,
        "@" * 500_000,
        "@book{x, title = {$" + "_" * 500_000 + "}}",
        "@book{x, title = {y}, author = {" + ";" * 500_000 + "}}",
        json.dumps({"title": "x", "abstract": "<!--" * 200_000}),
        json.dumps({"title": "x", "abstract": "<a b=" * 200_000}),
        json.dumps({"title": "x", "abstract": "&amp;" * 200_000}),
        json.dumps({"title": "x", "author": ["," * 100_000] * 10}),
        "TY  - JOUR\nTI  - x\n" + "AU  - ,,,\n" * 100_000,
    ],
    ids=range(9),
)
def test_what_is_made_to_be_slow_is_read_in_seconds(content: str) -> None:
    started = time.process_time()
    read_references(content)
    assert time.process_time() - started < 10
