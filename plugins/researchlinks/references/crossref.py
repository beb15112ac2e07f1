"""A work as Crossref's REST API describes it, in CSL's fields."""

from .json_values import at, mapping, sequence, text, texts


def fields(work: dict[str, object]) -> dict[str, object]:
    """Crossref's own JSON is close to CSL's, but has lists for titles, and names of its own."""
    return {
        **{
            name: work.get(name)
            for name in ("type", "volume", "issue", "page", "abstract", "language", "DOI")
        },
        "title": _title(work),
        "container-title": text(work.get("container-title")),
        "author": work.get("author"),
        "editor": work.get("editor"),
        "issued": work.get("issued") if text(_year(work.get("issued"))) else work.get("published"),
        "publisher": _institution(work) or work.get("publisher"),
        "publisher-place": work.get("publisher-location"),
        "edition": work.get("edition-number"),
        "number": work.get("article-number") or work.get("report-number"),
        "genre": text(work.get("degree")),
        "ISSN": work.get("ISSN"),
        "ISBN": [number.rpartition("/")[2] for number in texts(work.get("ISBN"))],
        "URL": "" if work.get("DOI") else work.get("URL"),
    }


def _title(work: dict[str, object]) -> str:
    title, subtitle = text(work.get("title")), text(work.get("subtitle"))
    if not subtitle or subtitle.lower() in title.lower():
        return title
    return f"{title.rstrip(' :')}: {subtitle}"


def _year(issued: object) -> object:
    first = next(iter(sequence(at(issued, "date-parts"))), None)
    return next(iter(sequence(first)), None)


def _institution(work: dict[str, object]) -> str:
    """Who gave the degree or issued the report; for all else the publisher says more."""
    if work.get("type") not in ("dissertation", "report"):
        return ""
    return text(mapping(next(iter(sequence(work.get("institution"))), None)).get("name"))
