"""What may stand in a request: each parameter once, for the views that read it and for its description."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.conf import settings

from portfolio.extensions import registry
from portfolio.models.vocabulary import (
    CostBand,
    GradeBand,
    Licence,
    LocaleGroup,
    Maturity,
    Role,
    SizeBand,
    State,
    StoryKind,
    StudentGroup,
)
from portfolio.publication.asking import RELEVANCE
from portfolio.publication.documents import FILTERS_ALONE, facets_of, filters_alone
from portfolio.publication.filters import NUMBERS, Number, filter_name

Place = Literal["query", "path", "header"]


@dataclass(frozen=True)
class Parameter:
    """One parameter of a request.

    `schema` is JSON Schema for one value: what does not fit it is answered with 400. A `repeatable`
    one may be given more than once, each value fitting `schema`. One whose schema is an array takes
    its items separated by commas.
    """

    name: str
    place: Place
    schema: Mapping[str, Any]
    description: str
    repeatable: bool = False
    required: bool = False


CLOSED_LISTS = {
    "state": State,
    "locale": LocaleGroup,
    "size": SizeBand,
    "grade": GradeBand,
    "cost": CostBand,
    "maturity": Maturity,
    "group": StudentGroup,
    "role": Role,
    "story_kind": StoryKind,
    "licence": Licence,
}
"""The facets whose values are known beforehand"""
OPEN_FACET = {"type": "string", "pattern": "^[A-Za-z0-9_.-]+$", "maxLength": 100}
OPEN_FACETS = {"year": {"type": "string", "pattern": "^[0-9]{4}$", "maxLength": 4}}
"""Those of which it is known what a value looks like"""

SORTS = ("newest", "oldest", "updated", "title")
INCLUDES: Mapping[str, tuple[str, ...]] = {
    "innovation": ("districts", "related"),
    "story": ("districts", "innovations"),
    "toolkit": ("districts",),
    "playbook": ("districts", "examples"),
    "home": ("featured",),
}
"""By kind, the relations whose cards can be had with it"""
MOST_ITEMS, MOST_CHANGES = 100, 500
MOST_LETTERS, MOST_HITS = 200, 10_000
"""Of a search: what is asked, and how far one can go on in what is found"""
LANGUAGE = "lang"
"""The language of the documents, by which a search is counted as well"""
SEQUENCE = {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}


def one_of(values: Sequence[str], default: str = "") -> dict[str, Any]:
    """Return the schema of a choice."""
    return {"type": "string", "enum": list(values)} | ({"default": default} if default else {})


def several_of(items: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a list that is written with commas."""
    return {"type": "array", "items": dict(items), "minItems": 1, "maxItems": 50, "uniqueItems": True}


def limit(most: int, default: int) -> Parameter:
    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    return Parameter("limit", "query", schema, "How many to give at once.")


CURSOR = Parameter(
    "cursor", "query", {"type": "string", "pattern": "^[A-Za-z0-9_.=-]+$", "maxLength": 1000},
    "Where to go on: `next` of the answer before. It belongs to the same query.",
)  # fmt: skip


def sort(values: Sequence[str]) -> Parameter:
    words = f"The order: `newest` by default, `{RELEVANCE}` where `q` is given."
    return Parameter("sort", "query", one_of((*values, RELEVANCE)), words)


def best_first(kinds: Sequence[str]) -> Parameter:
    words = f"The order. Without words to search for, `{RELEVANCE}` is `newest`."
    orders = (RELEVANCE, *SORTS, *orders_of_plugins(kinds))
    return Parameter("sort", "query", one_of(orders, RELEVANCE), words)


def words(description: str) -> Parameter:
    return Parameter("q", "query", {"type": "string", "maxLength": MOST_LETTERS}, description)


def typed() -> Parameter:
    return replace(words("What is typed so far."), required=True)


def kind(values: Sequence[str], usual: Sequence[str]) -> Parameter:
    described = f"Kind of document: one of those given. Without it: {', '.join(usual)}."
    return Parameter("kind", "query", one_of(values), described, repeatable=True)


def view(default: str) -> Parameter:
    words = "`card` for what a list shows, `full` for whole documents, which have a `body`."
    return Parameter("view", "query", one_of(("card", "full"), default), words)


def fields() -> Parameter:
    name = {"type": "string", "pattern": "^[a-z][a-z_]*(\\.[a-z][a-z_]*){0,5}$", "maxLength": 100}
    words = (
        "Give these fields alone, separated by commas. A dot leads inside, through lists too: "
        "`id,title,districts.name,body.cost.band`."
    )
    return Parameter("fields", "query", several_of(name), words)


def include(kinds: Sequence[str]) -> list[Parameter]:
    """Return the parameter that asks for related entries, where the kinds have any."""
    names = list(dict.fromkeys(name for kind in kinds for name in INCLUDES.get(kind, ())))
    words = "Give the cards of these related entries too, by id, in `included`."
    return [Parameter("include", "query", several_of(one_of(names)), words)] if names else []


def language() -> Parameter:
    codes = [code for code, _name in settings.LANGUAGES]
    return Parameter(
        LANGUAGE, "query", one_of(codes, settings.LANGUAGE_CODE[:2]), "The language of the documents."
    )


def text_format() -> Parameter:
    words = "`markdown` gives each text of a body that is HTML as Markdown; its name ends so, too."
    return Parameter("format", "query", one_of(("html", "markdown"), "html"), words)


def facets(kind: str) -> list[Parameter]:
    """Return the parameter that asks for counts, where the kind can be narrowed at all."""
    keys = [filter_name(key) for key in facets_of(kind)]
    return [count_of(keys)] if keys else []


def count_of(facets: Sequence[str]) -> Parameter:
    of_languages = f" `{LANGUAGE}` counts what the same words and filters find in each language."
    words = "Count the values of these. A facet does not narrow its own counts."
    words += of_languages if LANGUAGE in facets else ""
    return Parameter("facets", "query", several_of(one_of(facets)), words)


def together(parameters: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """Return each once. What is offered twice, for different kinds, takes what either takes."""
    found: dict[str, Parameter] = {}
    for each in parameters:
        known = found.setdefault(each.name, each)
        if known.schema != each.schema:
            found[each.name] = replace(known, schema=_either(known.schema, each.schema))
    return tuple(found.values())


def _either(one: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of what fits one of two: choices, lists of choices, numbers, or an open facet."""
    if "items" in one:
        return {**one, "items": _either(one["items"], other["items"])}
    if "enum" in one and "enum" in other:
        return {**one, "enum": list(dict.fromkeys([*one["enum"], *other["enum"]]))}
    if one.get("type") == other.get("type") == "integer":
        least, most = (one["minimum"], other["minimum"]), (one["maximum"], other["maximum"])
        return {**one, "minimum": min(least), "maximum": max(most)}
    return OPEN_FACET


def filters(kind: str) -> list[Parameter]:
    """Return, for each facet of `kind`, the parameter that narrows by it and the one that leaves out."""
    made: list[Parameter] = []
    closed = closed_lists(kind)
    for key, label in facets_of(kind).items():
        schema = one_of(closed[key]) if key in closed else OPEN_FACETS.get(key, OPEN_FACET)
        name = filter_name(key)
        made.append(Parameter(name, "query", schema, f"{label}: one of those given.", repeatable=True))
        made.append(
            Parameter(f"not.{name}", "query", schema, f"{label}: none of those given.", repeatable=True)
        )
    by_id = [FILTERS_BY_ID[key] for key in FILTERS_ALONE.get(kind, ())]
    alone = [
        Parameter(key, "query", OPEN_FACET, f"{label}.", repeatable=True)
        for key, label in filters_alone(kind).items()
    ]
    return [*made, *by_id, *alone]


def closed_lists(kind: str) -> dict[str, Sequence[str]]:
    """Return the values of those facets of `kind` whose values are known beforehand."""
    ours = {key: choices.values for key, choices in CLOSED_LISTS.items()}
    return ours | {facet.key: facet.choices for facet in registry.facets_of(kind) if facet.choices}


def numbers_of(kind: str) -> Mapping[str, Number]:
    """Return what documents of `kind` can be given a least and a most of."""
    own = None if kind in NUMBERS else registry.kind_named(kind)
    if own is None:
        return NUMBERS.get(kind, {})
    return {each.key: Number(str(each.label), each.least, each.most) for each in own.numbers}


def sorts(kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the orders that a list of `kinds` can be given in."""
    numbers = [number for kind in kinds if registry.kind_named(kind) for number in numbers_of(kind)]
    enrollment = ("enrollment",) if "district" in kinds else ()
    return (*SORTS, *enrollment, *numbers, *orders_of_plugins(kinds))


def orders_of_plugins(kinds: Sequence[str]) -> list[str]:
    """Return the orders that plugins give entries of `kinds`."""
    return list(dict.fromkeys(order.key for kind in kinds for order in registry.orders_of(kind)))


def ranges(numbers: Mapping[str, Number]) -> list[Parameter]:
    """Return the least and the most for each number. What has no such number is left out."""
    return [
        Parameter(f"{key}_{end}", "query", _within(number), f"{number.label}: {words}.")
        for key, number in numbers.items()
        for end, words in (("min", "this or more"), ("max", "this or less"))
    ]


def _within(number: Number) -> dict[str, Any]:
    return {"type": "integer", "minimum": number.least, "maximum": number.most}


def since(name: str, words: str) -> Parameter:
    moment = {"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}], "maxLength": 40}
    return Parameter(name, "query", moment, f"{words} A date alone is its midnight in UTC.")


SINCE = (
    since("updated_since", "Changed at this time or later."),
    since("published_since", "First published at this time or later."),
)

FILTERS_BY_ID = {
    "district": Parameter(
        "district", "query", {"type": "string", "pattern": "^[0-9]{7}$", "maxLength": 7},
        "From the district with this LEAID.", repeatable=True,
    ),
    "innovation": Parameter(
        "innovation", "query",
        {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", "maxLength": 36},
        "About the innovation with this id.", repeatable=True,
    ),
}  # fmt: skip
PUBLIC_ID = Parameter(
    "id", "path", {"type": "string", "format": "uuid"}, "The document's public id.", required=True
)
DISTRICT_ID = Parameter(
    "id", "path", {"type": "string", "anyOf": [{"format": "uuid"}, {"pattern": "^[0-9]{7}$"}]},
    "The document's public id, or the district's LEAID.", required=True,
)  # fmt: skip
PATH = Parameter(
    "path", "query", {"type": "string", "pattern": "^/", "maxLength": 1000},
    "The path of a page on this site: `/innovations/maker-mondays/`.", required=True,
)  # fmt: skip
TOKEN = Parameter(
    "token", "path", {"type": "string", "pattern": "^[A-Za-z0-9_.:=-]+$", "maxLength": 500},
    "What an editor's preview link holds.", required=True,
)  # fmt: skip
AFTER = Parameter(
    "after", "query", SEQUENCE | {"default": 0},
    "Give what changed after this place in the log: `next` of the answer before.",
)  # fmt: skip
EPOCH = Parameter(
    "epoch", "query", {"type": "string", "pattern": "^[A-Za-z0-9_-]+$", "maxLength": 64},
    "The log that `after` is a place in: `epoch` of the answer before. Where it is another by now, you are "
    "told to start over.",
)  # fmt: skip
DOCUMENTS = Parameter(
    "documents", "query", one_of(("ids", "card", "full"), "ids"),
    "What to give of each document that is live.",
)  # fmt: skip
