"""What a work is known by: DOI, ERIC number, OpenAlex id, ISBN or web address.

People paste these with prefixes, spaces and punctuation around them. What is certain is put right;
what is not raises NotAnIdentifierError, which says what is wrong and what would be right.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit, urlunsplit

from django.utils.translation import gettext

from .plain_text import one_line

Kind = Literal["doi", "eric", "openalex", "isbn", "url"]

LONGEST = 2000
# Crossref's recommended pattern, and the one old form beside it that Wiley gave out in great number.
_DOI = re.compile(r"10\.\d{4,9}/[-._;()/:a-z0-9]+", re.ASCII)
_SICI = re.compile(r"10\.1002/\(sici\)[-._;()/:a-z0-9<>]+", re.ASCII)
_ERIC = re.compile(r"(?:eric\b[\s:#-]*)?((?:EJ|ED)\s?\d{6,7})", re.IGNORECASE | re.ASCII)
_OPENALEX = re.compile(r"(?:openalex\b[\s:]*)?(W\d{4,12})", re.IGNORECASE | re.ASCII)
_ISBN_LABEL = re.compile(r"(?:urn:)?isbn(?:[-\s]?1[03](?!\d))?[\s:]*", re.IGNORECASE | re.ASCII)
_RESOLVERS = ("doi.org", "dx.doi.org", "www.doi.org")
_DOI_LABEL = re.compile(r"(?:doi\s*[:=]?\s*)+(?=10\s*\.)|urn:doi:|info:doi/", re.IGNORECASE | re.ASCII)
# Atypon's platforms and Springer's: a path of exactly one prefix and one suffix can be nothing else.
_PUBLISHER_PATH = re.compile(
    r"/doi/(?:(?:abs|abstract|book|citedby|epdf|epub|figure|full|full-xml|mlt|pdf|pdfdirect|pdfplus|reader|"
    r"ref|suppl)/)?(10\.\d{4,9}/[^/]+)/?",
    re.ASCII,
)
_SPRINGER_PATH = re.compile(r"/(?:article|chapter|book|content/pdf)/(10\.1007/[^/]+?)(?:\.pdf)?/?")
# A slip of the hand or a line break in the middle of a DOI: beside a joint, or between digits.
_SPACE_INSIDE = re.compile(r"(?<=[/_(-])\s+|\s+(?=[/_)-])|(?<=[\d.])\s+(?=\d)|\s+(?=\.\w)")
_QUOTES = "\"'`“”‘’«»„‚"
_UNSAFE = re.compile(r"[\s\"<>\\^`{|}]")


class NotAnIdentifierError(ValueError):
    """The text is none of the five; the message is written for the person who pasted it."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """Normalised: DOI lower case and bare, ERIC and OpenAlex upper case, ISBN as 13 digits."""

    kind: Kind
    value: str

    @property
    def url(self) -> str:
        if self.kind == "doi":
            return f"https://doi.org/{quote(self.value, safe='/:;()._-')}"
        return {"eric": _ERIC_PAGE, "openalex": _OPENALEX_PAGE, "isbn": _ISBN_PAGE, "url": "{}"}[
            self.kind
        ].format(self.value)


_ERIC_PAGE = "https://eric.ed.gov/?id={}"
_OPENALEX_PAGE = "https://openalex.org/{}"
_ISBN_PAGE = "https://openlibrary.org/isbn/{}"


def parse_identifier(text: str) -> Identifier:
    """The identifier that was pasted, normalised; NotAnIdentifierError where there is no certain one."""
    pasted = _bare(text)
    if not pasted:
        raise NotAnIdentifierError(
            gettext("Nothing was entered. Enter a DOI, ERIC number, ISBN or web address.")
        )
    if len(pasted) > LONGEST:
        raise NotAnIdentifierError(
            gettext("This is too long. Enter one DOI, ERIC number, ISBN or web address.")
        )
    for read in _READERS:
        if found := read(pasted):
            return found
    told = gettext(
        "“%(text)s” is no DOI, ERIC number, ISBN or web address. A DOI looks like 10.1234/abc, an ERIC "
        "number like EJ1234567, and a web address begins with https://."
    )
    raise NotAnIdentifierError(told % {"text": pasted[:80]})


def web_address(text: str) -> str:
    """An http or https address, safe to put into a link; NotAnIdentifierError for all others."""
    address = one_line(text)
    if address.lower().startswith("www."):
        address = f"https://{address}"
    if len(address) > LONGEST:
        told = gettext("The web address is longer than %(most)d characters.")
        raise NotAnIdentifierError(told % {"most": LONGEST})
    parts = _split(address)
    if parts.scheme not in ("http", "https"):
        raise NotAnIdentifierError(gettext("A web address must begin with https:// or http://."))
    return urlunsplit(parts._replace(netloc=parts.netloc.lower(), **_escaped(parts)))


def is_resolver(address: str) -> bool:
    """Whether the address is a DOI's own, and so says nothing beyond the DOI."""
    return _split(address).hostname in _RESOLVERS


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        told = gettext("“%(text)s” is not a complete web address.")
        raise NotAnIdentifierError(told % {"text": address[:80]}) from error
    if parts.scheme in ("http", "https") and (not host or _UNSAFE.search(parts.netloc)):
        told = gettext("“%(text)s” names no website, as https://example.org/page does.")
        raise NotAnIdentifierError(told % {"text": address[:80]})
    if "@" in parts.netloc:
        raise NotAnIdentifierError(gettext("Leave out the user name in the web address (the part before @)."))
    return parts


def _escaped(parts: SplitResult) -> dict[str, str]:
    return {
        name: _UNSAFE.sub(lambda found: quote(found.group(), safe=""), getattr(parts, name))
        for name in ("path", "query", "fragment")
    }


def _bare(text: str) -> str:
    """What is left when quotes, brackets and the sentence around it are taken away."""
    text = one_line(text)
    while text:
        shorter = text.strip(_QUOTES + " ").rstrip(".,;:!").strip()
        if shorter[:1] == "<" or (shorter[-1:] == ">" and "<" not in shorter):
            shorter = shorter.removeprefix("<").removesuffix(">")
        for opening, closing in ("()", "[]", "{}"):
            if shorter.startswith(opening) and shorter.endswith(closing):
                shorter = shorter[1:-1]
            elif shorter.endswith(closing) and opening not in shorter:
                shorter = shorter[:-1]
        if shorter == text:
            break
        text = shorter
    return text


def _read_doi(text: str) -> Identifier | None:
    bare = _DOI_LABEL.sub("", text, count=1) if _DOI_LABEL.match(text) else text
    if bare.lower().startswith("doi:"):
        raise NotAnIdentifierError(gettext("A DOI begins with “10.” after “doi:”, such as 10.1234/abc."))
    if re.match(r"10\s*\.(?=\s*\d)", bare, re.ASCII) is None and bare not in ("10", "10."):
        return None
    if _isbn_digits(bare) is not None:
        return None
    return Identifier("doi", _doi(re.sub(r"^10\s*\.\s*", "10.", bare)))


def _doi(text: str) -> str:
    """The normalised DOI in a text that begins with “10.”."""
    doi = _SPACE_INSIDE.sub("", _bare(text)).lower()
    if "%2f" in doi:
        doi = unquote(doi)
    if " " in doi:
        told = gettext("“%(text)s” has more than a DOI in it. Enter the DOI alone, such as 10.1234/abc.")
        raise NotAnIdentifierError(told % {"text": doi[:80]})
    if _DOI.fullmatch(doi) or _SICI.fullmatch(doi):
        return doi
    raise NotAnIdentifierError(_wrong_doi(doi))


def _wrong_doi(doi: str) -> str:
    prefix, slash, suffix = doi.partition("/")
    if not re.fullmatch(r"10\.\d{4,9}", prefix, re.ASCII):
        told = gettext(
            "The DOI “%(doi)s” should begin with “10.” and four to nine digits, as in 10.1234/abc."
        )
    elif not slash or not suffix:
        told = gettext(
            "The DOI “%(doi)s” stops short: after “%(prefix)s/” comes the part that names the work."
        )
    else:
        told = gettext(
            "The DOI “%(doi)s” has a character that a DOI cannot have. Copy it once more from its page."
        )
    return told % {"doi": doi[:80], "prefix": prefix}


def _read_eric(text: str) -> Identifier | None:
    found = _ERIC.fullmatch(text)
    if found:
        return Identifier("eric", found.group(1).upper().replace(" ", ""))
    if re.fullmatch(r"(?:EJ|ED)\d+", text, re.IGNORECASE | re.ASCII):
        told = gettext("“%(text)s” has %(n)d digits. An ERIC number is EJ or ED and six or seven digits.")
        raise NotAnIdentifierError(told % {"text": text[:20], "n": len(text) - 2})
    return None


def _read_openalex(text: str) -> Identifier | None:
    found = _OPENALEX.fullmatch(text)
    return Identifier("openalex", found.group(1).upper()) if found else None


def _isbn_digits(text: str) -> str | None:
    """The digits, where the text is written as an ISBN is."""
    labelled = _ISBN_LABEL.match(text)
    bare = text[labelled.end() :] if labelled else text
    digits = re.sub(r"[\s\-‐‑–]", "", bare).upper()
    if labelled or re.fullmatch(r"97[89]\d{10}|\d{9}[\dX]", digits, re.ASCII):
        return digits
    return None


def _read_isbn(text: str) -> Identifier | None:
    digits = _isbn_digits(text)
    if digits is None:
        return None
    if re.fullmatch(r"97[89]\d{10}", digits, re.ASCII):
        right = _check_digit_13(digits[:12])
    elif re.fullmatch(r"\d{9}[\dX]", digits, re.ASCII):
        right = _check_digit_10(digits[:9])
    else:
        raise NotAnIdentifierError(
            gettext("An ISBN has 13 digits that begin with 978 or 979, or 10 in older books.")
        )
    if digits[-1] != right:
        told = gettext(
            "The ISBN %(digits)s has a mistake: its last digit does not fit the others. Compare it with the "
            "book or its page."
        )
        raise NotAnIdentifierError(told % {"digits": digits})
    body = f"978{digits[:9]}" if len(digits) == 10 else digits[:12]
    return Identifier("isbn", body + _check_digit_13(body))


def _check_digit_13(body: str) -> str:
    return str(-sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body)) % 10)


def _check_digit_10(body: str) -> str:
    rest = -sum(int(digit) * (10 - place) for place, digit in enumerate(body)) % 11
    return "X" if rest == 10 else str(rest)


def _read_address(text: str) -> Identifier | None:
    address = text
    if re.match(
        r"(?:www\.|dx\.doi\.org/|doi\.org/|eric\.ed\.gov/|openalex\.org/)", text, re.IGNORECASE | re.ASCII
    ):
        address = f"https://{text}"
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", address)
    if scheme is None:
        return None
    if scheme.group(1).lower() not in ("http", "https"):
        told = gettext(
            "“%(text)s” is no address of a web page. A web address begins with https:// or http://."
        )
        raise NotAnIdentifierError(told % {"text": text[:80]})
    return _known_address(address) or Identifier("url", web_address(_bare(web_address(address))))


def _known_address(address: str) -> Identifier | None:
    """The DOI, ERIC number or OpenAlex id that an address of their own pages holds."""
    parts = _split(address)
    host, path = parts.hostname or "", unquote(parts.path)
    if host in _RESOLVERS:
        return Identifier("doi", _doi(re.sub(r"^(?:doi:\s*)?", "", path.strip("/ "))))
    if host == "eric.ed.gov" or host.endswith(".eric.ed.gov"):
        return _on_eric(path, parts.query)
    if host in ("openalex.org", "api.openalex.org", "www.openalex.org"):
        return _read_openalex(path.rstrip("/").rpartition("/")[2])
    publisher = _PUBLISHER_PATH.fullmatch(path)
    if publisher is None and host == "link.springer.com":
        publisher = _SPRINGER_PATH.fullmatch(path)
    if publisher and _DOI.fullmatch(publisher.group(1).lower()):
        return Identifier("doi", publisher.group(1).lower())
    return None


def _on_eric(path: str, query: str) -> Identifier | None:
    ids = parse_qs(query).get("id") or [path.rpartition("/")[2].removesuffix(".pdf")]
    found = re.fullmatch(r"(?:EJ|ED)\d{6,7}", ids[0].upper(), re.ASCII)
    return Identifier("eric", found.group()) if found else None


_READERS: tuple[Callable[[str], Identifier | None], ...] = (
    _read_doi,
    _read_eric,
    _read_openalex,
    _read_isbn,
    _read_address,
)
