"""What a search can be narrowed by, with what choosing it would bring."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.library.asking import Asked, numbers
from portfolio.models.vocabulary import State
from portfolio.publication import documents
from portfolio.publication.asking import KIND
from portfolio.publication.filters import NUMBERS, filter_name

KINDS: Mapping[str, Promise] = {
    "innovation": _("Innovations"),
    "story": _("Stories"),
    "toolkit": _("Toolkits"),
    "playbook": _("Playbooks"),
    "district": _("Districts"),
}
FIRST = (KIND, "theme", "locale", "size", "grade", "group", "cost", "maturity")
"""What most readers narrow by, in this order; the rest follows as its kinds offer it"""
OPEN = (KIND, "theme", "locale")
"""What stands open though nothing of it is chosen"""
HELP: Mapping[str, Promise] = {
    "year": _("When an innovation began, a story came out, or a toolkit or playbook was last changed."),
    "licence": _("What you may do with the text. Pictures and files carry their own."),
}
STATE = "state"
OUTLYING = frozenset({State.BI, State.AS, State.GU, State.MP, State.PR, State.VI})
"""What is on the map only where entries are from there"""
FEW, SOME = 2, 9
"""Up to so many entries, a state on the map is called one of few, and one of some"""

Counts = Mapping[str, Sequence[tuple[str, str, int]]]


@dataclass(frozen=True)
class Option(documents.Option):
    """A box to tick. `parts` lie below it in the tree."""

    parts: list["Option"] = field(default_factory=list)

    @property
    def shows_parts(self) -> bool:
        """Whether something below it is chosen; else what is below it is folded away."""
        return any(part.selected or part.shows_parts for part in self.parts)


@dataclass(frozen=True)
class Ends:
    """The two fields of a number that has a least and a most."""

    name: str
    label: str
    least: int
    most: int
    start: int | None
    end: int | None

    @property
    def is_open(self) -> bool:
        return self.start is not None or self.end is not None


@dataclass(frozen=True)
class Facet:
    key: str
    name: str
    """What it is called in an address"""
    label: str
    of_kind: str
    """The one kind that has it, where several are shown"""
    options: list[Option]
    is_open: bool
    help: str = ""
    ends: Ends | None = None
    """Of the number that goes with it"""


@dataclass(frozen=True)
class Tile:
    """A state on the map. One that has no entries leads nowhere."""

    code: str
    label: str
    count: int
    selected: bool
    url: str
    share: str
    """`none`, `few`, `some` or `many`"""


def keys_for(asked: Asked) -> list[str]:
    """Return what is to be counted: what the kinds asked for offer, and what is chosen."""
    return list(dict.fromkeys([KIND, *_offered(asked), *asked.selected]))


def facets(asked: Asked, counts: Counts, above: Mapping[str, str]) -> list[Facet]:
    """Return the lists to tick, those alone that have something in them. States are on the map.

    Where a number has the name of a list, as cost has, its two fields stand below that list.
    """
    labels = labels_for(asked)
    keys = [key for key in [*FIRST, *labels] if key in labels and key != STATE]
    found = [_facet(key, labels[key], asked, counts.get(key, ()), above) for key in dict.fromkeys(keys)]
    return [facet for facet in found if facet.options]


def ends_alone(asked: Asked, shown: Iterable[Facet]) -> list[Ends]:
    """Return the fields of those numbers that go with none of the lists `shown`."""
    below = {facet.key for facet in shown}
    return [ends for name, ends in _ends(asked).items() if name not in below]


def _ends(asked: Asked) -> dict[str, Ends]:
    """Return the fields of each number that the kinds asked for have, and of those that narrow."""
    having = [NUMBERS.get(kind, {}) for kind in asked.selected.get(KIND) or documents.ENTRY_KINDS]
    offered = {name for each in having for name, number in each.items() if number.is_offered}
    return {
        name: Ends(name, str(number.label), number.least, number.most, *asked.ranges.get(name, (None, None)))
        for name, number in numbers().items()
        if name in offered or name in asked.ranges
    }


def labels_for(asked: Asked) -> dict[str, str]:
    """Return the label of each facet that is offered or chosen."""
    everywhere = _facets_of(documents.ENTRY_KINDS)
    chosen = {key: everywhere[key] for key in asked.selected if key in everywhere}
    labels = {KIND: _("Kind of entry"), **_offered(asked), **chosen}
    return {key: str(label) for key, label in labels.items()}


def tiles(asked: Asked, counts: Counts, path: str) -> list[Tile]:
    """Return the map: all fifty states and DC, and those others that entries are from."""
    found = {value: count for value, _label, count in counts.get(STATE, ())}
    if not found:
        return []
    chosen = asked.selected.get(STATE, ())
    shown = [state for state in State if state not in OUTLYING or state.value in found]
    return [
        Tile(
            state.value,
            str(state.label),
            found.get(state.value, 0),
            state.value in chosen,
            asked.toggled(STATE, state.value).address(path) if state.value in found else "",
            _share(found.get(state.value, 0)),
        )
        for state in shown
    ]


def _offered(asked: Asked) -> dict[str, Any]:
    return _facets_of(asked.selected.get(KIND) or documents.ENTRY_KINDS)


def _facets_of(kinds: Iterable[str]) -> dict[str, Any]:
    return {key: label for kind in kinds for key, label in documents.facets_of(kind).items()}


def _facet(
    key: str, label: str, asked: Asked, counted: Iterable[tuple[str, str, int]], above: Mapping[str, str]
) -> Facet:
    chosen = asked.selected.get(key, ())
    options = [
        Option(value, label_of(key, value, words), count, value in chosen) for value, words, count in counted
    ]
    if key == KIND:
        options.sort(key=lambda option: _place(option.value))
    ends = _ends(asked).get(key)
    return Facet(
        key,
        filter_name(key),
        label,
        _only_kind(key, asked),
        _tree(options, above if key == "theme" else {}),
        is_open=bool(chosen) or key in OPEN or bool(ends and ends.is_open),
        help=str(HELP.get(key, "")),
        ends=ends,
    )


def _place(kind: str) -> int:
    return list(KINDS).index(kind) if kind in KINDS else len(KINDS)


def label_of(key: str, value: str, label: str) -> str:
    """Return the words for a value: those that came with it but for kinds, which have codes alone."""
    return str(KINDS.get(value, label)) if key == KIND else label


def _only_kind(key: str, asked: Asked) -> str:
    kinds = asked.selected.get(KIND) or documents.ENTRY_KINDS
    having = [kind for kind in kinds if key in documents.facets_of(kind)]
    return str(KINDS.get(having[0], having[0])) if len(having) == 1 < len(kinds) else ""


def _tree(options: Sequence[Option], above: Mapping[str, str]) -> list[Option]:
    """Put each option below the one that it is a part of, where that is there too."""
    known = {option.value: option for option in options}
    top: list[Option] = []
    for option in options:
        parent = known.get(above.get(option.value, ""))
        (parent.parts if parent else top).append(option)
    return top


def _share(count: int) -> str:
    return "none" if not count else "few" if count <= FEW else "some" if count <= SOME else "many"
