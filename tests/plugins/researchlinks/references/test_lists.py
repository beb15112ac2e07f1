"""A list of identifiers, one on each line."""

from plugins.researchlinks.references.identifiers import Identifier
from plugins.researchlinks.references.reading import read_references


def test_each_line_is_a_work_and_what_is_none_is_told_by_its_line() -> None:
    reading = read_references(
        "\ufeffDOI\r\nhttps://doi.org/10.1234/ABC\r\n\r\n ej1234567 \r\n978-3-16-148410-0\r\n"
    )

    assert [(entry.where, entry.csl, entry.identifier) for entry in reading.entries] == [
        ("line 2", {}, Identifier("doi", "10.1234/abc")),
        ("line 4", {}, Identifier("eric", "EJ1234567")),
        ("line 5", {}, Identifier("isbn", "9783161484100")),
    ]
    (problem,) = reading.problems
    assert problem.where == "line 1"
    assert "“DOI” is no DOI, ERIC number, ISBN or web address" in problem.what


def test_text_without_one_identifier_is_no_list() -> None:
    (problem,) = read_references("First line\nSecond line\n").problems

    assert problem.where == "the file"
    assert "No references were found" in problem.what


def test_a_list_has_a_limit_and_says_so() -> None:
    assert len(read_references("10.1234/x\n" * 1000).entries) == 1000

    (problem,) = read_references("10.1234/x\n" * 1001).problems

    assert problem.what == "The list has more than 1000 lines. Split it, and add the parts in turn."


def test_where_a_work_stands_is_told_for_every_format() -> None:
    bib = read_references("@book{a, title={A}}\n@book{b, title={B}}")
    ris = read_references("TY  - BOOK\nTI  - A\nER  - \nTY  - BOOK\nTI  - B\nER  - ")
    csl = read_references('[{"title": "A", "id": "a"}, {"title": "B"}]')

    assert [entry.where for entry in bib.entries] == ["line 1, entry “a”", "line 2, entry “b”"]
    assert [entry.where for entry in ris.entries] == ["line 1", "line 4"]
    assert [entry.where for entry in csl.entries] == ["entry 1 (“a”)", "entry 2"]
