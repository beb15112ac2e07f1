"""Made-up works, and a strategy for any."""

import unicodedata

from hypothesis import strategies as st

from plugins.researchlinks.references.csl import Csl, Name
from plugins.researchlinks.references.tidying import TYPES, tidy_item


def person(family: str, given: str) -> Name:
    return {"family": family, "given": given}


def article(**fields: object) -> Csl:
    """A made-up article that lacks nothing; `container_title` and its like stand for CSL's hyphens."""
    whole = {
        "type": "article-journal",
        "title": "Counting clouds in grade four",
        "author": [person("Rivera", "Ana"), person("Cho", "Min-jun")],
        "issued": {"date-parts": [[2020]]},
        "container-title": "Journal of Made-Up Studies",
        "volume": "12",
        "issue": "3",
        "page": "45-67",
        "DOI": "10.1234/clouds",
    }
    for name, value in fields.items():
        whole[name if name == "archive_location" else name.replace("_", "-")] = value
    return tidy_item({name: value for name, value in whole.items() if value is not None}).item


_CHARACTERS = st.sampled_from("ab é{}\\$%&#_~^`'\"@-–<>,;:/=()|[]Øß漢. 7and") | st.characters()
words = st.text(_CHARACTERS, max_size=25).map(lambda text: unicodedata.normalize("NFC", text))
names = st.one_of(
    st.fixed_dictionaries({"family": words, "given": words}, optional={"suffix": words}),
    st.fixed_dictionaries({"literal": words}),
)
dates = st.one_of(
    st.lists(st.integers(1, 31), max_size=2).flatmap(
        lambda rest: st.integers(1, 2100).map(lambda year: {"date-parts": [[year, *rest]]})
    ),
    st.sampled_from([{"literal": "in press"}, {"literal": "forthcoming"}]),
)
_TEXT_FIELDS = (
    *("title", "container-title", "collection-title", "publisher", "publisher-place", "edition", "volume"),
    *("issue", "page", "number", "genre", "abstract", "keyword", "language", "archive", "archive_location"),
)
items = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(TYPES))},
    optional={
        **dict.fromkeys(_TEXT_FIELDS, words),
        "id": st.from_regex(r"[A-Za-z][A-Za-z0-9:-]{0,8}", fullmatch=True),
        "author": st.lists(names, max_size=3),
        "editor": st.lists(names, max_size=2),
        "issued": dates,
        "accessed": dates,
        "DOI": st.sampled_from(["10.1234/abc", "10.1234/a_b(c);d"]),
        "URL": st.sampled_from(["https://example.org/a_b?c=%7B1%7D&d=~e#f", "http://example.org/a b{c}"]),
        "ISBN": st.just("978-0-306-40615-7"),
        "ISSN": st.just("1234-567x"),
    },
).map(lambda raw: tidy_item(raw).item)
