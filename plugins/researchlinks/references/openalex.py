"""A work as the API of OpenAlex describes it, in CSL's fields. Its abstract (an index of words) is left."""

from typing import Final

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

from .json_values import at, sequence, text

_TYPES: Final = {
    "article": "article-journal",
    "editorial": "article-journal",
    "letter": "article-journal",
    "erratum": "article-journal",
    "retraction": "article-journal",
}


def fields(work: dict[str, object]) -> dict[str, object]:
    kind = text(work.get("type"))
    place = at(work, "primary_location", "source")
    return {
        "id": text(work.get("id")).rpartition("/")[2],
        "type": _TYPES.get(kind, kind),
        "title": text(work.get("title")) or text(work.get("display_name")),
        "author": [
            _name(text(at(entry, "author", "display_name"))) for entry in sequence(work.get("authorships"))
        ],
        "container-title": text(at(place, "display_name")),
        "publisher": text(at(place, "host_organization_name")),
        "issued": text(work.get("publication_date")) or {"date-parts": [[work.get("publication_year")]]},
        "volume": at(work, "biblio", "volume"),
        "issue": at(work, "biblio", "issue"),
        "page": _page(text(at(work, "biblio", "first_page")), text(at(work, "biblio", "last_page"))),
        "language": work.get("language"),
        "ISSN": at(place, "issn"),
        "DOI": work.get("doi"),
        "URL": "" if work.get("doi") else at(work, "primary_location", "landing_page_url"),
    }


def _name(name: str) -> dict[str, object]:
    """OpenAlex has names in one piece; BibTeX's rule finds the family name, with its particles."""
    try:
        parts = parse_single_name_into_parts(name, strict=False)
    except InvalidNameError:
        return {"literal": name}
    return {
        "family": " ".join([*parts.von, *parts.last]),
        "given": " ".join(parts.first),
        "suffix": " ".join(parts.jr),
    }


def _page(first: str, last: str) -> str:
    return f"{first}-{last}" if first and last and first != last else first or last
