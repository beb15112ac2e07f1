"""Which questions are asked by meaning, and of what text."""

import logging
from functools import lru_cache

from django.conf import settings

from portfolio.publication.asking import Query
from portfolio.publication.positions import Position
from search.meaning import model
from search.meaning.nearest import Nearest, meanings
from search.queries import Question

logger = logging.getLogger(__name__)


def takes_questions(at: Position, locale: str) -> bool:
    """Say whether searches in a language go by meaning too: it is on, and there is something to compare."""
    return settings.SEARCH_MEANING and model.is_understood(locale) and meanings.knows(at, locale)


def goes_by_meaning(at: Position, asked: Question) -> bool:
    """Say whether this question does. Phrases want the very words."""
    return bool(asked.terms) and not asked.phrases and takes_questions(at, asked.locale)


def nearest_to(at: Position, query: Query, asked: Question) -> Nearest | None:
    """Return what is near to a question by its meaning; None where it is asked by its words alone."""
    if not goes_by_meaning(at, asked):
        return None
    try:
        meaning = _read(_in_words(asked))
    except model.MeaningMissingError as error:
        logger.warning("Searches go by words alone, though SEARCH_MEANING is on. %s", error)
        return None
    return meanings.nearest(at, query, meaning)


def mark(at: Position) -> str:
    """Return what is the same as long as answers by meaning are."""
    return meanings.mark(at) if settings.SEARCH_MEANING else ""


def _in_words(asked: Question) -> str:
    """Return all that was typed, the words that tell nothing too, with its spelling put right."""
    corrected = asked.corrected
    return " ".join(corrected.get(word, word) for word in asked.words)


@lru_cache(maxsize=256)
def _read(text: str) -> model.Meaning:
    """Return the meaning of `text`; one search asks for it several times, and so does its next page."""
    return model.encode(text)
