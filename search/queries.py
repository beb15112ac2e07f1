"""What somebody typed, as words to look for: plain words and phrases in quotes, and nothing else.

No character is an operator. What is not a letter or a digit parts words, quotes that are not closed
count for nothing, and what is longer than a search can be is cut.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from os.path import commonprefix

from search import language
from search.spelling import LONG, VERY_LONG, Vocabulary, completions, corrections, is_known
from search.synonyms import NONE, Synonyms

MOST_LETTERS = 300
MOST_WORDS = 32
MOST_ENDINGS = 24
"""Words that the beginning of one may stand for"""
AS_TYPED, SYNONYM, BEGUN = 1.0, 0.8, 0.6
"""What a way of saying something counts"""
ENDING = 4
"""Letters in which two forms of a word may differ at their ends: “run”, “running”"""
_PHRASE = re.compile(r'["“”„«]([^"“”„«»]*)["“”»]')


@dataclass(frozen=True)
class Typed:
    """A query in its words."""

    text: str
    words: Sequence[str]
    phrases: Sequence[Sequence[str]] = ()
    is_unfinished: bool = False
    """Its last word may go on: somebody is typing"""


@dataclass(frozen=True)
class Way:
    """One way to say a word: all of `words`, which counts `weight`."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    weight: float = AS_TYPED


@dataclass(frozen=True)
class Term:
    """A word of a query, with everything that says the same."""

    word: str
    ways: tuple[Way, ...]
    meant: str = ""
    """What is looked for in its place, where nobody wrote `word`"""


@dataclass(frozen=True)
class Question:
    """A query as the engines ask it: documents say as many of its terms as they can, and every phrase."""

    locale: str
    terms: tuple[Term, ...]
    phrases: tuple[Way, ...] = ()
    words: tuple[str, ...] = ()
    """All words that were typed, as they were typed"""

    @property
    def stems(self) -> list[str]:
        found = [stem for term in self.terms for way in term.ways for stem in way.stems]
        found += [stem for phrase in self.phrases for stem in phrase.stems]
        return list(dict.fromkeys(found))

    @property
    def corrected(self) -> dict[str, str]:
        """Words that nobody wrote, and what is looked for in their place."""
        return {term.word: term.meant for term in self.terms if term.meant}


def read(text: str, *, is_unfinished: bool = False) -> Typed:
    """Take a query apart."""
    ends_in_word = text[:MOST_LETTERS][-1:].isalnum()  # a space after it says that it is finished
    text = " ".join(text.replace("\0", " ")[:MOST_LETTERS].split())
    phrases = [words for quoted in _PHRASE.findall(text) if len(words := language.words(quoted)) > 1]
    words = language.words(text)[:MOST_WORDS]
    return Typed(text, words, [phrase[:MOST_WORDS] for phrase in phrases], is_unfinished and ends_in_word)


def question(
    typed: Typed, locale: str, vocabularies: Sequence[Vocabulary], synonyms: Synonyms = NONE
) -> Question:
    """Return what is to be looked for."""
    last = typed.words[-1] if typed.is_unfinished and typed.words else ""
    in_order = language.telling([*typed.words], locale)
    spelled = _spelled(in_order, locale, vocabularies, synonyms, unfinished=last)
    others = _said_otherwise(in_order, spelled, synonyms, locale)
    telling = list(dict.fromkeys(in_order))
    if last and last not in telling:
        telling.append(last)
    terms = [
        _term(word, locale, vocabularies, others.get(word, ()), spelled.get(word, ""), may_go_on=word == last)
        for word in telling
    ]
    phrases = tuple(_way(phrase, locale) for phrase in typed.phrases)
    return Question(locale, tuple(terms), phrases, tuple(typed.words))


def unquoted(text: str) -> str:
    """Return `text` without the quotes around its phrases."""
    return _PHRASE.sub(r"\1", text)


def without(asked: Question, word: str) -> Question:
    """Return the question without one of its terms, and without phrases."""
    return Question(asked.locale, tuple(term for term in asked.terms if term.word != word))


def _term(
    word: str,
    locale: str,
    vocabularies: Sequence[Vocabulary],
    others: Sequence[tuple[str, ...]],
    spelled: str,
    *,
    may_go_on: bool,
) -> Term:
    """Return a word with its ways. `spelled` is how staff spell it, where it is one of what says the same."""
    typed, alike = _way([word], locale), [_way(other, locale, SYNONYM) for other in others]
    ways = [typed, *alike]
    if may_go_on:
        return Term(word, _distinct([*ways, *_begun(word, locale, vocabularies)]))
    if alike and spelled:
        return Term(word, _distinct([typed, _way([spelled], locale), *alike]), meant=spelled)
    if alike or _is_said(word, locale, vocabularies):
        return Term(word, _distinct(ways))
    guesses = corrections(word, vocabularies)
    if not guesses:
        return Term(word, _distinct([*ways, *_begun(word, locale, vocabularies)]))
    meant = _way(guesses[:1], locale)
    return Term(word, _distinct([*ways, meant]), meant=guesses[0] if meant.stems != typed.stems else "")


def _is_said(word: str, locale: str, vocabularies: Sequence[Vocabulary]) -> bool:
    """Whether somebody wrote `word`, or another form of it: “losing” where there is “lose”.

    A long word that looks so may be another one, misspelled (“cylindical” has the stem of “cylinders”).
    """
    if is_known(word, vocabularies):
        return True
    return LONG <= len(word) < VERY_LONG and any(_has_form(each, word, locale) for each in vocabularies)


def _has_form(vocabulary: Vocabulary, word: str, locale: str) -> bool:
    [stem] = language.stems([word], locale)
    begun = commonprefix([word, stem])[:-1]  # a stem may end otherwise than its words: studi, study
    longest = len(word) + ENDING
    short = (each for each in vocabulary.beginning(begun) if len(each) < longest)
    near = [each for each in short if _differ_in_ending(each, word)]
    return stem in language.stems(near, locale)


def _differ_in_ending(form: str, word: str) -> bool:
    """Whether an ending is all that two words differ in; that of the known one is shorter than ENDING."""
    common = len(commonprefix([form, word]))
    return len(form) - common < ENDING and len(word) - common <= ENDING


def _way(words: Sequence[str], locale: str, weight: float = AS_TYPED) -> Way:
    return Way(tuple(words), tuple(language.stems(words, locale)), weight)


def _begun(letters: str, locale: str, vocabularies: Sequence[Vocabulary]) -> Iterator[Way]:
    """Yield the words that `letters` may be the beginning of."""
    for word in completions(letters, vocabularies, MOST_ENDINGS):
        yield _way([word], locale, BEGUN)


def _distinct(ways: Iterable[Way]) -> tuple[Way, ...]:
    kept: dict[tuple[str, ...], Way] = {}
    for way in ways:
        kept.setdefault(way.stems, way)
    return tuple(kept.values())


def _spelled(
    words: Iterable[str],
    locale: str,
    vocabularies: Sequence[Vocabulary],
    synonyms: Synonyms,
    unfinished: str,
) -> dict[str, str]:
    """Return, for words that nobody wrote, how staff spell them in what says the same."""
    known = (*vocabularies, synonyms.vocabulary)
    unknown = [word for word in words if word != unfinished and not _is_said(word, locale, known)]
    guessed = {word: corrections(word, (synonyms.vocabulary,)) for word in unknown}
    return {word: guesses[0] for word, guesses in guessed.items() if guesses}


def _said_otherwise(
    words: Sequence[str], spelled: Mapping[str, str], synonyms: Synonyms, locale: str
) -> dict[str, list[tuple[str, ...]]]:
    """Return for each word what says the same as the words it stands among, each spelled as staff do."""
    others: dict[str, list[tuple[str, ...]]] = {}
    stems = language.stems([spelled.get(word, word) for word in words], locale)
    for start in range(len(words)):
        for end in range(start + 1, min(start + synonyms.longest, len(words)) + 1):
            same = synonyms.others.get(tuple(stems[start:end]), ())
            for word in words[start:end] if same else ():
                others.setdefault(word, []).extend(same)
    return others
