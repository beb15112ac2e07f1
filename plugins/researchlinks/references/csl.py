"""CSL-JSON: the one shape that references have here. `tidying` is the gate where they are put into it.

Fields are those of the Citation Style Language's data schema that a reference list needs. An ERIC
number has no field there; it lies in `archive` and `archive_location`, as Zotero keeps it.
"""

from typing import Final, TypedDict

ERIC: Final = "ERIC"


class Name(TypedDict, total=False):
    """A person has `family` and `given`, perhaps `suffix`; all others have `literal` alone."""

    family: str
    given: str
    suffix: str
    literal: str


# Either year, month and day as far as they are known, or words such as "in press".
Date = TypedDict("Date", {"date-parts": list[list[int]], "literal": str}, total=False)

Csl = TypedDict(
    "Csl",
    {
        "id": str,
        "type": str,
        "title": str,
        "author": list[Name],
        "editor": list[Name],
        "container-title": str,
        "collection-title": str,
        "publisher": str,
        "publisher-place": str,
        "edition": str,
        "issued": Date,
        "accessed": Date,
        "volume": str,
        "issue": str,
        "page": str,
        "number": str,
        "genre": str,
        "abstract": str,
        "keyword": str,
        "language": str,
        "DOI": str,
        "URL": str,
        "ISBN": str,
        "ISSN": str,
        "archive": str,
        "archive_location": str,
    },
    total=False,
)


def eric_number(item: Csl) -> str:
    return item.get("archive_location", "") if item.get("archive") == ERIC else ""


def published(item: Csl) -> list[int]:
    """Year, month and day of publication, as far as known."""
    parts = item.get("issued", {}).get("date-parts", [])
    return parts[0] if parts else []
