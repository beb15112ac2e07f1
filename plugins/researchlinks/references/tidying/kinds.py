"""Of what kind a work is: in the words of CSL, and those of others."""

from typing import Final

from .. import json_values

TYPES: Final = frozenset(
    [
        *(
            "article",
            "article-journal",
            "article-magazine",
            "article-newspaper",
            "book",
            "chapter",
            "dataset",
        ),
        *("document", "manuscript", "paper-conference", "report", "thesis", "webpage"),
    ]
)
# Other CSL types, and the words of Crossref and OpenAlex, as the nearest type that APA tells apart.
_SAME_TYPE: Final = {
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-series": "book",
    "book-set": "book",
    "component": "document",
    "dissertation": "thesis",
    "edited-book": "book",
    "entry": "chapter",
    "entry-dictionary": "chapter",
    "entry-encyclopedia": "chapter",
    "journal-article": "article-journal",
    "monograph": "book",
    "pamphlet": "report",
    "paper": "paper-conference",
    "periodical": "book",
    "post": "webpage",
    "post-weblog": "webpage",
    "posted-content": "article",
    "preprint": "article",
    "proceedings": "book",
    "proceedings-article": "paper-conference",
    "reference-book": "book",
    "reference-entry": "chapter",
    "report-component": "report",
    "report-series": "report",
    "review": "article-journal",
    "review-book": "article-journal",
    "speech": "paper-conference",
    "standard": "report",
}


def kind_of(value: object) -> str:
    """Return one of TYPES: the nearest, or "document"."""
    name = json_values.text(value).strip().lower()
    return name if name in TYPES else _SAME_TYPE.get(name, "document")
