"""What of a document is searched, and how much each part of it counts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portfolio.publication.encoding import decode
from portfolio.publication.models import PublicDocument
from search import language

LONGEST_WORD = 60
TITLE, SUMMARY, NAMES = 3.0, 1.0, 1.0
"""What a word in the title, in the summary, or in the name of a theme or district counts besides its
place in the text, where it counts 1. Found by trying, with search_eval."""
COLUMNS = ("pk_number", "locale", "sequence", "title", "card_json", "search_text")


@dataclass(frozen=True)
class Text:
    """The public words of one document."""

    number: int
    locale: str
    title: str
    summary: str
    names: str
    body: str
    """All its words, those of the other parts too"""


@dataclass(frozen=True)
class Weighed:
    """A document's stems with what they count, and its words as they are written."""

    in_text: Mapping[str, int]
    besides: Mapping[str, float]
    """What they count besides, for standing in a part that says more"""
    length: int
    """Words of the text"""
    words: frozenset[str]


def text_of(row: tuple[Any, ...]) -> Text:
    """Return the text of a row with COLUMNS."""
    number, locale, _sequence, title, card_json, search_text = row
    card = decode(card_json)
    names = [theme["name"] for theme in card.get("themes", ())]
    for district in card.get("districts", ()):
        names += [district["name"], district["state_name"]]
    return Text(number, locale, title, card.get("summary") or "", " ".join(names), search_text)


def texts(after: int, up_to: int) -> Iterator[Text]:
    """Yield the text of every live document that changed after `after`, up to `up_to`."""
    rows = PublicDocument.objects.filter(sequence__gt=after, sequence__lte=up_to).order_by("sequence")
    for row in rows.values_list(*COLUMNS).iterator(chunk_size=500):
        yield text_of(row)


def weigh(text: Text) -> Weighed:
    body = language.words(text.body)
    words = frozenset(body)
    if max(map(len, words), default=0) > LONGEST_WORD:
        body = [word for word in body if len(word) <= LONGEST_WORD]
        words = frozenset(body)
    besides: dict[str, float] = defaultdict(float)
    for part, weight in ((text.title, TITLE), (text.summary, SUMMARY), (text.names, NAMES)):
        for stem in set(language.stems(language.words(part), text.locale)):
            if len(stem) <= LONGEST_WORD:
                besides[stem] += weight
    return Weighed(Counter(language.stems(body, text.locale)), besides, len(body), words)
