"""What the network's staff have told the search, as one process knows it.

Every process believes it for some seconds, so that a search asks the database nothing more for it.
"""

import hashlib
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from portfolio.models import Theme
from portfolio.publication.models import PublicDocument
from search.curation import AS_FOUND, Curation
from search.models import ChosenResult, Placing, SynonymGroup, as_asked
from search.synonyms import NONE, Synonyms, said_alike

KEPT_SECONDS = 5


@dataclass(frozen=True)
class Told:
    synonyms: Mapping[str, Synonyms] = field(default_factory=dict)
    """By language"""
    curations: Mapping[tuple[str, str], Curation] = field(default_factory=dict)
    """By language and words"""
    mark: str = ""
    """The same as long as it is the same"""

    def synonyms_in(self, locale: str) -> Synonyms:
        return self.synonyms.get(locale, NONE)

    def curation(self, locale: str, words: Sequence[str]) -> Curation:
        return self.curations.get((locale, as_asked(words)), AS_FOUND)


_kept: tuple[float, str, Told] = (0.0, "", Told())


def told(epoch: str) -> Told:
    """Return what staff have told. `epoch` is the log's: another one is another database."""
    global _kept
    until, of_epoch, known = _kept
    now = time.monotonic()
    if now > until or of_epoch != epoch or not epoch:
        known = _read()
        _kept = (now + KEPT_SECONDS, epoch, known)
    return known


def forget() -> None:
    """Ask anew next time: staff have just changed something in this process."""
    global _kept
    _kept = (0.0, "", Told())


def _read() -> Told:
    groups, themes, curations = _groups(), _themes(), _curations()
    written = repr([sorted(each.items()) for each in (groups, themes)])
    written += repr(sorted(curations.items(), key=lambda each: each[0]))
    mark = hashlib.blake2b(written.encode(), digest_size=8).hexdigest()
    synonyms = {
        locale: said_alike(groups.get(locale, ()), locale, themes.get(locale, ()))
        for locale in groups.keys() | themes.keys()
    }
    return Told(synonyms, curations, mark)


def _groups() -> dict[str, list[list[str]]]:
    groups: dict[str, list[list[str]]] = defaultdict(list)
    for group in SynonymGroup.objects.order_by("pk"):
        groups[group.locale].append(group.lines)
    return groups


def _themes() -> dict[str, list[tuple[str, str]]]:
    """Return the other words for each theme, with its name: what is under it need not say them."""
    meant: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for theme in Theme.objects.exclude(synonyms="").select_related("locale").order_by("pk"):
        pairs = [(said, theme.name) for said in theme.synonym_list]
        meant[theme.locale.language_code].extend(pairs)
    return meant


def _curations() -> dict[tuple[str, str], Curation]:
    number = PublicDocument.log.filter(page_id=OuterRef("page_id")).values("pk_number")[:1]
    rows = ChosenResult.objects.order_by("query_id", "sort_order", "pk").annotate(number=Subquery(number))
    chosen: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for locale, words, placing, found in rows.values_list(
        "page__locale__language_code", "query__words", "placing", "number"
    ):
        if found is not None:  # never published, so that nothing is found of it anyway
            chosen[locale, words][placing].append(found)
    return {
        key: Curation(tuple(each[Placing.PINNED]), tuple(each[Placing.HIDDEN]))
        for key, each in chosen.items()
    }
