"""What a plugin adds, as data: one frozen `Extensions` with the points it uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from portfolio.publication.schema import EntryKind
    from portfolio.publication.sources import Sources
    from portfolio.readiness.problem import Problem

S = TypeVar("S", bound=Mapping[str, Any])


class Audience(Enum):
    """Who may open an address."""

    PUBLIC = "everyone, without an account"
    WRITERS = "whoever may use the editor"
    NETWORK = "the network's staff"


class Access(Enum):
    """Who may add, change and delete the rows of a model in the editor. Others may not."""

    WRITERS = "the writers of every district, and the network's staff"
    NETWORK = "the network's staff"
    NOBODY = "nobody; the plugin alone writes it"
    WITH_PAGE = "whoever may change the page that the row belongs to"


@dataclass(frozen=True, kw_only=True)
class Panels:
    """Fields in the editor of entries of `kinds`. `build` returns panels, made anew at each call."""

    kinds: Sequence[EntryKind]
    build: Callable[[], Sequence[Any]]


@dataclass(frozen=True, kw_only=True)
class Facet(Generic[S]):
    """A way to narrow lists by what a section says.

    `values` returns (value, label) pairs; a value is a short code, [A-Za-z0-9_.-]. `choices` are all
    values there can be, in their order, where that is known.
    """

    key: str
    label: Any
    values: Callable[[S], Iterable[tuple[str, str]]]
    choices: Sequence[str] = ()
    is_offered: bool = True
    """Whether readers choose among its values; if not, it is a filter alone, as by an id"""


@dataclass(frozen=True, kw_only=True)
class Order(Generic[S]):
    """An order of entries by what a section says: the largest `value`, from 0 up, comes first.

    Entries without one come last. Of equals, a search gives the better answer first; then titles decide.
    """

    key: str
    label: Any
    value: Callable[[S], float | None]


@dataclass(frozen=True, kw_only=True)
class PlanPart:
    """What a section adds to the plan that readers take away as a file: a heading, and HTML below it of
    paragraphs, lists, links and emphasis. Addresses are whole."""

    title: Any
    html: str


@dataclass(frozen=True, kw_only=True)
class Section(Generic[S]):
    """A part of the document: `body[name]`, for pages, API and search alike.

    `schema` is a TypedDict whose name, and those of all it holds, begin with the plugin's label in
    capitals ("Researchlinks…"). `build` is given the page, draft or live, and `Sources`, to note what
    it read; it returns None where there is nothing to say. `reads` are relations of the page, as
    prefetch_related has them, that are loaded for many pages at once.
    """

    name: str
    kinds: Sequence[EntryKind]
    schema: type[S]
    build: Callable[[Any, Sources], S | None]
    reads: Sequence[str] = ()
    facets: Sequence[Facet[S]] = ()
    orders: Sequence[Order[S]] = ()
    jsonld: Callable[[S], Mapping[str, Any]] | None = None
    """What it adds to the entry's JSON-LD, in the terms of schema.org"""
    plan: Callable[[S], PlanPart | None] | None = None
    """What it adds to the plan that readers take away"""


@dataclass(frozen=True, kw_only=True)
class Number(Generic[S]):
    """What documents of a kind are compared by. Lists take a least and a most of it, and put the largest
    first where they are sorted by it; `order` is what that order is called."""

    key: str
    label: Any
    order: Any
    value: Callable[[S], float | None]
    least: int
    most: int


@dataclass(frozen=True, kw_only=True)
class RowContent(Generic[S]):
    """What a row says in its document: `card` for lists, which show `title` and `summary` too, and `body`."""

    title: str
    summary: str
    card: Mapping[str, Any]
    body: S
    added_at: datetime
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[S]):
    """A kind of document that is made from the rows of a model of the plugin: `/api/v1/<collection>`.

    `model` is "label.Model"; its field `public_id` is a UUID, unique. `card` and `body` are TypedDicts,
    named as a section's schema is: what this kind has beyond what every document has. `build` is given
    the row and `Sources`, `path` the row; both are called in the document's language, and the plugin's
    routes answer at `path`. `reads` are relations of the row that are loaded for many rows at once.
    """

    name: str
    collection: str
    label: Any
    model: str
    card: Any
    body: type[S]
    build: Callable[[Any, Sources], RowContent[S]]
    path: Callable[[Any], str]
    reads: Sequence[str] = ()
    public_if: Mapping[str, bool] = field(default_factory=dict)
    """Boolean fields of the row and what they have to be. A row for which one is not is hidden at once"""
    is_public_alone: bool = False
    """Whether a row is public by itself. If not, it is where a public entry shows it (has `read` it), and
    goes with the last one: what only drafts name tells nothing of them"""
    succeeded_by: str = ""
    """A foreign key from the row to the one that stands for it, where the two were made one: the address of
    the one that is gone leads on"""
    facets: Sequence[Facet[S]] = ()
    inherited: Sequence[str] = ()
    """Facets of entries, such as "theme", by which a row that they show is found too"""
    numbers: Sequence[Number[S]] = ()


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A template in a place of an entry's page. It is given `doc` and, as `section`, the named section.

    Places: "content" (after the entry's own text), "after" (below it, in full width). `style` is a
    stylesheet among the plugin's static files; pages that have the section load it.
    """

    place: str
    section: str
    template: str
    style: str = ""


@dataclass(frozen=True, kw_only=True)
class PublishCheck:
    """Looks at a page of `kinds` before it is published; blocking problems stop it, others advise."""

    kinds: Sequence[EntryKind]
    check: Callable[[Any], Iterable[Problem]]


@dataclass(frozen=True, kw_only=True)
class Job:
    """`run` is called by the worker every `every`, by one worker at a time. It may raise."""

    name: str
    every: timedelta
    run: Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Routes:
    """Addresses below `/x/<label>/`, from the module `urls`, for one audience.

    Until it is stated whom they are for, they do not answer, and `manage.py check` says so.
    """

    urls: str
    audience: Audience | None = None


@dataclass(frozen=True, kw_only=True)
class SampleRows:
    """Rows of a model of the plugin, "label.Model", for the sample portfolio: unsaved, by the key that the
    sample's entries call each by.

    The model has `is_sample`, a boolean, and `public_id`, a unique UUID; both are set when it is loaded.
    """

    model: str
    build: Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What the plugin adds to the sample portfolio: rows of its own, and what entries say with them.

    `entries` returns, by kind and slug of a sample entry ("innovation/kitchen-garden"), its relations with
    what each row of theirs holds: {"made_with": [{"partner": "mill", "part": "Tools"}]}. A foreign key is
    written as the key in `rows`.
    """

    rows: Sequence[SampleRows] = ()
    entries: Callable[[], Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]] = dict


@dataclass(frozen=True, kw_only=True)
class Extensions:
    """All that a plugin adds. What it does not use it leaves out."""

    panels: Sequence[Panels] = ()
    sections: Sequence[Section[Any]] = ()
    named: Sequence[str] = ()
    """Models, "label.Model", whose rows sections show: when one changes, the documents that have read
    it (`sources.read("label.model", pk)`) are compiled again"""
    kinds: Sequence[Kind[Any]] = ()
    slots: Sequence[Slot] = ()
    checks: Sequence[PublishCheck] = ()
    jobs: Sequence[Job] = ()
    routes: Routes | None = None
    sample: Sample | None = None
    access: Mapping[str, Access] = field(default_factory=dict)
    """Who writes the rows of each of the plugin's models, by the model's name"""
