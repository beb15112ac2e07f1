"""Documents as Elasticsearch has them: their words by language, and what narrows and orders them."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from elasticsearch.dsl import Document, Keyword, Long, MetaField, Object, Text, analyzer, token_filter

from portfolio.publication.asking import KIND
from portfolio.publication.columns import collated, microseconds
from portfolio.publication.encoding import decode_marked
from portfolio.publication.models import PublicDocument, State
from search import language
from search.texts import COLUMNS, LONGEST_WORD, text_of

SHAPE = f"1.{language.VERSION}"
"""Raise the first number when what follows changes: the worker then fills a new index"""
DEEPEST_PAGE = 100_000
"""Documents that can be paged through"""
PARTS = {"text": 1.0, "title": 0.3, "summary": 0.1, "names": 0.1}
"""What a word counts in each part. `text` has the words of the others too. Found with search_eval."""
_MORE = ("state", "is_hidden", "site_id", "kind", "facets_json", "numbers_json", "published_at", "updated_at")

# Words come as language.words has them, so that both sides part them alike. Endings are the analyzers'
# part. They leave no word out: what tells nothing is left out of questions, and phrases need it.
_WORDS = {
    "en": analyzer(
        "english_words",
        tokenizer="whitespace",
        filter=[
            token_filter("english_possessives", "stemmer", language="possessive_english"),
            "lowercase",
            "asciifolding",
            token_filter("english_endings", "stemmer", language="porter2"),
        ],
    ),
    "es": analyzer(
        "spanish_words",
        tokenizer="whitespace",
        filter=["lowercase", token_filter("spanish_endings", "stemmer", language="spanish"), "asciifolding"],
    ),
    "other": analyzer("other_words", tokenizer="whitespace", filter=["lowercase", "asciifolding"]),
}


def _parts_in(language_code: str) -> Object:
    return Object(properties={part: Text(analyzer=_WORDS[language_code]) for part in PARTS})


class Entry(Document):
    """A public document. Its id is its number; its version is its place in the log."""

    sequence = Long()
    number = Long()
    site = Long()
    locale = Keyword()
    title_order = Keyword(index=False)
    published = Long()
    """In microseconds, as the catalog compares them"""
    updated = Long()
    en = _parts_in("en")
    es = _parts_in("es")
    other = _parts_in("other")
    facets = Object(dynamic="true")
    numbers = Object(dynamic="true")

    class Index:
        settings = {
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
            "refresh_interval": "-1",  # until it is filled
            "max_result_window": DEEPEST_PAGE,
        }

    class Meta:
        dynamic = MetaField("strict")
        source = MetaField(enabled=False)  # the log has it
        date_detection = MetaField(False)
        dynamic_templates = MetaField(
            [
                {
                    "facets": {
                        "path_match": "facets.*",
                        "match_mapping_type": "string",
                        "mapping": {"type": "keyword"},
                    }
                },
                *(
                    {
                        f"{kind}_numbers": {
                            "path_match": "numbers.*",
                            "match_mapping_type": kind,
                            "mapping": {"type": "double"},
                        }
                    }
                    for kind in ("long", "double")
                ),
            ]
        )


class Logged(NamedTuple):
    """The latest state of a document in the log; `fields` are None where it is not public."""

    number: int
    sequence: int
    fields: dict[str, Any] | None


def logged(after: int, up_to: int, limit: int) -> list[Logged]:
    """Return the next `limit` documents that changed after `after`, up to `up_to`, in their order."""
    rows = PublicDocument.log.filter(sequence__gt=after, sequence__lte=up_to).order_by("sequence")
    return list(_as_logged(rows.values_list(*COLUMNS, *_MORE)[:limit]))


def with_numbers(numbers: Iterable[int]) -> list[Logged]:
    """Return the documents with these numbers that the log knows."""
    return list(
        _as_logged(PublicDocument.log.filter(pk_number__in=list(numbers)).values_list(*COLUMNS, *_MORE))
    )


def field_of(locale: str, part: str) -> str:
    """Return the name of the field that has a part's words in the language of `locale`."""
    return f"{locale if locale in _WORDS else 'other'}.{part}"


def worded(words: Iterable[str], locale: str) -> str:
    """Return words as the analyzers take them."""
    return " ".join(language.for_stemmers(words, locale))


def _as_logged(rows: Iterable[tuple[Any, ...]]) -> Iterator[Logged]:
    for row in rows:
        number, sequence, state, is_hidden = row[0], row[2], row[6], row[7]
        is_public = state == State.LIVE and not is_hidden
        yield Logged(number, sequence, _fields(row) if is_public else None)


def _fields(row: tuple[Any, ...]) -> dict[str, Any]:
    text = text_of(row[: len(COLUMNS)])
    _state, _is_hidden, site, kind, facets, numbers, published, updated = row[len(COLUMNS) :]
    said = {"title": text.title, "summary": text.summary, "names": text.names, "text": text.body}
    return {
        "sequence": row[2],
        "number": text.number,
        "site": site,
        "locale": text.locale,
        "title_order": collated(text.title),
        "published": microseconds(published),
        "updated": microseconds(updated),
        text.locale if text.locale in _WORDS else "other": {
            part: worded(_short_enough(language.words(said[part])), text.locale) for part in PARTS
        },
        "facets": _by_key([*decode_marked(facets), (KIND, kind, kind, 0)]),
        "numbers": decode_marked(numbers),
    }


def _short_enough(words: Iterable[str]) -> list[str]:
    return [word for word in words if len(word) <= LONGEST_WORD]


def _by_key(facets: Iterable[Any]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for key, value, _label, _rank in facets:
        values.setdefault(key, []).append(value)
    return values
