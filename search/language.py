"""Words as a search compares them: without capitals, accents and endings."""

import re
import threading
import unicodedata
from collections.abc import Iterable

import Stemmer

from portfolio.publication.columns import collated

VERSION = 2
"""Raise it when words come out otherwise than before: what is indexed is then indexed again"""

_WORD = re.compile(r"[^\W_]+")
_SIGNS = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")) | dict.fromkeys(
    map(ord, "™℠⁰¹²³⁴⁵⁶⁷⁸⁹"), " "
)
_POSSESSIVE = re.compile(r"['’]s\b")
_APOSTROPHE = re.compile(r"['’]")
_SPANISH_ENDING = re.compile(r"(?<=[cs])ion$")

_ENGLISH = """
a about all also am an and any are as at be because been being but by can could did do does doing for from
get had has have having he her here him his how i if in into is it its itself just me more most my no nor
not of on one or other our out over own same she should so some such than that the their them then there
these they this those through to too under until up us very was we were what when where which while who
whom whose why will with within without would you your
"""
_SPANISH = """
a al algo alguna algunas alguno algunos ante antes aqui asi aun aunque cada como con contra cual cuales
cuando de del desde donde dos el ella ellas ellos en entre era eran es esa esas ese eso esos esta estaba
estan estar estas este esto estos fue fueron ha haber habia han hasta hay la las le les lo los mas me mi
mis mucho muy nada ni no nos nosotros nuestra nuestro o otra otro otros para pero poco por porque que
quien quienes se sea ser si sin sobre son su sus tambien tan te tiene tienen todo todos tu tus un una unas
uno unos y ya yo
"""
STOP_WORDS = {"en": frozenset(_ENGLISH.split()), "es": frozenset(_SPANISH.split())}
"""Words that tell nothing by themselves. They count where a query has no others."""


class _Stems(dict[str, str]):
    """The stem of each word that was asked for in a language. A stemmer serves one thread at a time."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._stemmer = Stemmer.Stemmer(name, 0)
        self._lock = threading.Lock()

    def __missing__(self, word: str) -> str:
        with self._lock:
            stem: str = self._stemmer.stemWord(word)
        if len(self) >= _KEPT_STEMS:
            self.clear()
        self[word] = stem
        return stem


_KEPT_STEMS = 100_000
_stems = {"en": _Stems("english"), "es": _Stems("spanish")}


def words(text: str) -> list[str]:
    """Return the words of `text` in their order: letters and digits, small, without accents.

    "Teacher's K–12 naïveté" gives teacher, k, 12, naivete.
    """
    text = _unseen(text).casefold()
    if "'" in text or "’" in text:
        text = _APOSTROPHE.sub("", _POSSESSIVE.sub("", text))
    return _WORD.findall(text if text.isascii() else collated(text))


def _unseen(text: str) -> str:
    """Return `text` without what is not seen, and with a space for signs that only look like letters."""
    return text if text.isascii() else text.translate(_SIGNS)


def standing_in(text: str, wanted: Iterable[str]) -> dict[str, str]:
    """Return those of the `wanted` words that stand in `text`, as they are written there, but small."""
    text = unicodedata.normalize("NFC", text)
    plain = collated(text)
    starts = {word: _start(plain, word) for word in wanted}
    return {word: _as_written(text, start, word) for word, start in starts.items() if start >= 0}


def _start(text: str, word: str) -> int:
    """Return where `word` stands in `text` as a whole word, or -1."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            return start
        start = text.find(word, end)
    return -1


def _as_written(text: str, start: int, word: str) -> str:
    """Return the word at `start` with its accents; as it is where letters before it became more or fewer."""
    written = text[start : start + len(word)].casefold()
    return written if collated(written) == word else word


def stems(found: Iterable[str], locale: str) -> list[str]:
    """Return what is left of each word once its endings are gone; as it is where we know no language."""
    known = _stems.get(locale)
    if known is None:
        return list(found)
    return [known[word] for word in for_stemmers(found, locale)]


def for_stemmers(found: Iterable[str], locale: str) -> list[str]:
    """Return words as stemmers need them: the rules for -ción miss the accent that we leave out."""
    if locale == "es":
        return [_SPANISH_ENDING.sub("ión", word) for word in found]
    return list(found)


def telling(found: list[str], locale: str) -> list[str]:
    """Return the words that say what is looked for: all of them where there are no others."""
    stop = STOP_WORDS.get(locale, frozenset())
    return [word for word in found if word not in stop] or found
