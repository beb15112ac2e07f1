"""Where in a text the words of a question are: marked, and the lines that say most of them."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from search import language

SNIPPET_WORDS = 32
WORDS_LOOKED_AT = 3_000
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    stem: str


def marked(text: str, stems: Collection[str], locale: str) -> SafeString:
    """Return `text` as HTML with every word of the question in <mark>."""
    return _marked(text, [word for word in _words(text, locale) if word.stem in stems])


def snippet(text: str, stems: Collection[str], locale: str) -> SafeString:
    """Return the part of `text` that says most of the question, as HTML; its beginning where nothing does."""
    words = _words(text, locale)
    if not words:
        return SafeString("")
    first = _best_window([word.stem if word.stem in stems else "" for word in words])
    shown = words[first : first + SNIPPET_WORDS]
    start, end = shown[0].start if first else 0, shown[-1].end
    is_end = first + SNIPPET_WORDS >= len(words)
    cut = [_Word(word.start - start, word.end - start, word.stem) for word in shown if word.stem in stems]
    inner = _marked(text[start:] if is_end else text[start:end], cut)
    return mark_safe(f"{'… ' if first else ''}{inner}{'' if is_end else ' …'}")  # noqa: S308  (escaped)


def _words(text: str, locale: str) -> list[_Word]:
    found = [match for match, _ in zip(_WORD.finditer(text), range(WORDS_LOOKED_AT), strict=False)]
    plain = ["".join(language.words(match.group())) for match in found]
    stems = language.stems(plain, locale)
    return [_Word(match.start(), match.end(), stem) for match, stem in zip(found, stems, strict=True)]


def _best_window(found: Sequence[str]) -> int:
    """Return where the window begins that has most different words, and of these the first.

    `found` has the stem where a word is asked for, else "".
    """
    places = [place for place, stem in enumerate(found) if stem]
    best, most = 0, 0
    for place in places:
        different = len({stem for stem in found[place : place + SNIPPET_WORDS] if stem})
        if different > most:
            best, most = place, different
    return max(0, min(best - SNIPPET_WORDS // 4, len(found) - SNIPPET_WORDS))


def _marked(text: str, words: Sequence[_Word]) -> SafeString:
    pieces, at = [], 0
    for word in words:
        inside = conditional_escape(text[word.start : word.end])
        pieces.append(f"{conditional_escape(text[at : word.start])}<mark>{inside}</mark>")
        at = word.end
    return mark_safe("".join(pieces) + conditional_escape(text[at:]))  # noqa: S308  (escaped)
