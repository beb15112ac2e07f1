"""What a person pastes is understood, or answered with what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.researchlinks.references.identifiers import (
    Identifier,
    NotAnIdentifierError,
    parse_identifier,
    web_address,
)


@pytest.mark.parametrize(
    "pasted",
    [
        "10.1234/abc.5",
        "  10.1234 / ABC.5 ",
        "doi:10.1234/abc.5",
        "DOI: 10.1234/abc.5.",
        "doi: doi:10.1234/abc.5",
        "https://doi.org/10.1234/abc.5",
        "http://dx.doi.org/10.1234%2Fabc.5",
        "doi.org/10.1234/abc.5",
        "https://doi.org/10.1234/abc.5?from=mail#top",
        "<https://doi.org/10.1234/abc.5>",
        "“10.1234/abc.5”,",
        "(10.1234/abc.5)",
        "[10.1234/abc.5].",
        "10.12\u200b34/abc\u2060.5",
        "\ufeff10.1234/abc.5",
        "10.1234/abc\n.5",
        "https://pages.example.org/doi/10.1234/abc.5",
        "https://pages.example.org/doi/full/10.1234/ABC.5?journal=x",
    ],
)
def test_a_doi_is_known_however_it_was_pasted(pasted: str) -> None:
    assert parse_identifier(pasted) == Identifier("doi", "10.1234/abc.5")


@pytest.mark.parametrize(
    ("pasted", "value"),
    [
        ("10.1234/a(b)", "10.1234/a(b)"),
        ("(10.1234/a(b))", "10.1234/a(b)"),
        ("10.1177/0268 3962 11", "10.1177/0268396211"),
        ("10.1002/(SICI)1-2(1996)9:2<34::AID-X>3.CO;2", "10.1002/(sici)1-2(1996)9:2<34::aid-x>3.co;2"),
        ("https://link.springer.com/article/10.1007/s1-2", "10.1007/s1-2"),
    ],
)
def test_a_doi_keeps_what_belongs_to_it(pasted: str, value: str) -> None:
    assert parse_identifier(pasted).value == value


@pytest.mark.parametrize(
    ("pasted", "identifier", "url"),
    [
        ("ej1234567", Identifier("eric", "EJ1234567"), "https://eric.ed.gov/?id=EJ1234567"),
        ("ERIC: ED 123456", Identifier("eric", "ED123456"), "https://eric.ed.gov/?id=ED123456"),
        ("https://eric.ed.gov/?q=x&id=EJ1234567", Identifier("eric", "EJ1234567"), "https://eric.ed.gov/?id=EJ1234567"),
        (
            "https://files.eric.ed.gov/fulltext/ED123456.pdf",
            Identifier("eric", "ED123456"),
            "https://eric.ed.gov/?id=ED123456",
        ),
        ("w123456", Identifier("openalex", "W123456"), "https://openalex.org/W123456"),
        ("https://openalex.org/works/W123456", Identifier("openalex", "W123456"), "https://openalex.org/W123456"),
        ("0-306-40615-2", Identifier("isbn", "9780306406157"), "https://openlibrary.org/isbn/9780306406157"),
        ("ISBN-13: 978 0306406157", Identifier("isbn", "9780306406157"), "https://openlibrary.org/isbn/9780306406157"),
        ("080442957x", Identifier("isbn", "9780804429573"), "https://openlibrary.org/isbn/9780804429573"),
        ("www.Example.org/A b", Identifier("url", "https://www.example.org/A%20b"), "https://www.example.org/A%20b"),
    ],
)  # fmt: skip
def test_others_are_known_and_have_an_address(pasted: str, identifier: Identifier, url: str) -> None:
    assert parse_identifier(pasted) == identifier
    assert identifier.url == url


def test_a_host_that_only_looks_like_erics_is_any_other() -> None:
    assert parse_identifier("https://noteric.ed.gov/?id=EJ1234567").kind == "url"


def test_a_publishers_path_that_could_be_more_than_a_doi_stays_an_address() -> None:
    assert parse_identifier("https://pages.example.org/doi/10.1234/abc/full").kind == "url"
    assert parse_identifier("https://pages.example.org/x/10.1234/abc").kind == "url"


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        ("", "Nothing was entered"),
        (" \u200b ", "Nothing was entered"),
        ("10.", "should begin with “10.” and four to nine digits"),
        ("10.12/abc", "four to nine digits"),
        ("10.1234", "stops short"),
        ("10.1234/", "stops short"),
        ("10.1234/ab€", "has a character that a DOI cannot have"),
        ("10.1234/abc and more", "more than a DOI"),
        ("doi:abc", "begins with “10.”"),
        ("https://doi.org/", "four to nine digits"),
        ("EJ12", "has 2 digits"),
        ("0306406153", "last digit does not fit"),
        ("978-0-306-40615-8", "last digit does not fit"),
        ("ISBN 12", "13 digits"),
        ("javascript:alert(1)", "begins with https://"),
        ("data:text/html,x", "begins with https://"),
        ("ftp://example.org/x", "begins with https://"),
        ("https://", "names no website"),
        ("http://[::1", "not a complete web address"),
        ("https://user:word@example.org", "user name"),
        ("https://good.example\\@bad.example/", "names no website"),
        ("hello", "no DOI, ERIC number, ISBN or web address"),
        ("x" * 3000, "too long"),
        ("W١٢٣٤٥", "no DOI"),
    ],
)
def test_what_is_none_is_told_in_plain_words(pasted: str, says: str) -> None:
    with pytest.raises(NotAnIdentifierError) as refused:
        parse_identifier(pasted)
    assert says in str(refused.value)
    assert len(str(refused.value)) < 300


@given(st.text() | st.text("10./doi:EJDW<>()[]{}\"' htps%2F-xX97"))
def test_any_text_is_an_identifier_or_refused(text: str) -> None:
    try:
        identifier = parse_identifier(text)
    except NotAnIdentifierError:
        return
    assert identifier.url.startswith(("https://", "http://"))
    assert parse_identifier(identifier.url if identifier.kind != "isbn" else identifier.value) == identifier


@given(st.text("ab:/?#[]@<>\"' \\%.é").map("https://example.org/".__add__))
def test_an_address_is_safe_in_a_link(text: str) -> None:
    address = web_address(text)
    assert not set("<>\"\\ '`") & set(address) - {"'"}
    assert web_address(address) == address
