"""Schemas, as the page shows them: in groups, and what many have in common once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from api.components import MARKDOWN
from api.docs.types import anchor_of, prose, shown_type
from api.typed_dicts import REF, Schema
from portfolio.publication.schema import markdown_key

Schemas = Mapping[str, Schema]


@dataclass(frozen=True)
class FieldRow:
    name: str
    type: SafeString
    words: SafeString
    required: bool


@dataclass(frozen=True)
class Option:
    """One of the schemas that another may be, and the value that tells it apart, where there is one."""

    value: str
    type: SafeString


@dataclass(frozen=True)
class SchemaEntry:
    """One schema. `base` is another whose fields it has too."""

    name: str
    words: SafeString
    fields: list[FieldRow] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    base: str = ""

    @property
    def anchor(self) -> str:
        return anchor_of(self.name)


@dataclass(frozen=True)
class SchemaGroup:
    anchor: str
    title: str
    words: str
    shared: list[FieldRow]
    entries: list[SchemaEntry]


def schema_groups(schemas: Schemas) -> list[SchemaGroup]:
    """Return every schema, each once. Those in Markdown only say what is different in them."""
    left = dict(schemas)
    markdown = _take(left, [name for name in left if name.endswith(MARKDOWN) and not name.startswith("Any")])
    cards = _take(left, [name for name in left if name.endswith("Card") and "properties" in left[name]])
    wholes = _take(left, [name.removesuffix("Card") for name in cards])
    bodies = _take(left, [name for name in left if name.endswith("Body")])
    blocks = _with_values(_take(left, _reached_from("Block", left)))
    answers = _take(left, [name for name in left if _is_answer(name)])
    return [
        _group("Answers", "What the addresses above answer.", answers),
        _sharing(
            "Cards",
            "What lists give of a document. Every card has these fields; by kind there are more.",
            cards,
        ),
        _group("Whole documents", "A card's fields, and a body.", _own_of_wholes(wholes, cards), base="Card"),
        _sharing(
            "Bodies", "What the page says. Every body has these fields; by kind there are more.", bodies
        ),
        _group(
            "Blocks",
            "Prose is a list of blocks, told apart by their type. Pass over types that you do not know.",
            blocks,
        ),
        _group("Parts", "What documents are made of.", left),
        SchemaGroup(
            "In-Markdown",
            "In Markdown",
            "What `format=markdown` makes of those with texts.",
            [],
            _differences(markdown, schemas),
        ),
    ]


def _take(left: dict[str, Schema], names: Iterable[str]) -> dict[str, Schema]:
    return {name: left.pop(name) for name in sorted(names)}


def _is_answer(name: str) -> bool:
    ends = ("List", "Answer", "Document", "Documents", "Details", "Card", MARKDOWN)
    return name.endswith(ends) or name in {
        "Overview", "Collection", "LogPosition", "Links", "Changes", "Change", "Themes", "ThemeNode",
        "FacetValue", "Description", "Hit", "AnyHit", "PartialHit", "Highlights", "SearchedText",
        "SearchEngine", "Instead", "Suggestions", "SuggestedEntry", "OpenSearchSuggestions",
    }  # fmt: skip


def _reached_from(name: str, schemas: Schemas) -> list[str]:
    """Return the union `name` with its options and their values."""
    found = [name]
    for option in schemas[name]["oneOf"]:
        block = option["$ref"].removeprefix(REF)
        value = schemas[block]["properties"]["value"]["$ref"].removeprefix(REF)
        found += [block, *([value] if value.endswith("Value") else [])]
    return list(dict.fromkeys(found))


def _with_values(blocks: dict[str, Schema]) -> dict[str, Schema]:
    """Return the blocks with the fields of their values, `value.text`, in place of a link to them."""
    values = _take(blocks, [name for name in blocks if name.endswith("Value")])
    return {name: _unfolded(each, values) for name, each in blocks.items()}


def _unfolded(block: Schema, values: Schemas) -> Schema:
    properties = dict(block.get("properties", {}))
    value = values.get(properties.get("value", {}).get("$ref", "").removeprefix(REF))
    if value is None:
        return block
    del properties["value"]
    inner = {f"value.{name}": each for name, each in value["properties"].items()}
    return block | {"properties": properties | inner, "required": [*block["required"], *inner]}


def _group(title: str, words: str, schemas: Schemas, base: str = "") -> SchemaGroup:
    entries = [_entry(name, each, f"{name}{base}" if base else "") for name, each in schemas.items()]
    return SchemaGroup(title.replace(" ", "-"), title, words, [], entries)


def _sharing(title: str, words: str, schemas: Schemas) -> SchemaGroup:
    """Return a group in which the fields that all of `schemas` have are said once."""
    first, *others = schemas.values()
    common = {
        name: each
        for name, each in first["properties"].items()
        if all(other["properties"].get(name) == each for other in others)
    }
    shared = _fields({"properties": common, "required": first["required"]})
    entries = [_entry(name, _without(each, common)) for name, each in schemas.items()]
    return SchemaGroup(title, title, words, shared, entries)


def _own_of_wholes(wholes: Schemas, cards: Schemas) -> dict[str, Schema]:
    return {name: _without(each, cards[f"{name}Card"]["properties"]) for name, each in wholes.items()}


def _without(schema: Schema, names: Iterable[str]) -> Schema:
    known = set(names)
    return schema | {"properties": {k: v for k, v in schema["properties"].items() if k not in known}}


def _entry(name: str, schema: Schema, base: str = "") -> SchemaEntry:
    return SchemaEntry(name, prose(schema.get("description", "")), _fields(schema), _options(schema), base)


def _fields(schema: Schema) -> list[FieldRow]:
    required = schema.get("required", ())
    return [
        FieldRow(name, shown_type(each), prose(each.get("description", "")), name in required)
        for name, each in schema.get("properties", {}).items()
    ]


def _options(schema: Schema) -> list[Option]:
    mapping = schema.get("discriminator", {}).get("mapping", {})
    if mapping:
        return [Option(value, shown_type({"$ref": ref})) for value, ref in mapping.items()]
    return [Option("", shown_type(each)) for each in schema.get("anyOf", ())]


def _differences(markdown: Schemas, schemas: Schemas) -> list[SchemaEntry]:
    return [SchemaEntry(name, _difference(name.removesuffix(MARKDOWN), schemas)) for name in markdown]


def _difference(name: str, schemas: Schemas) -> SafeString:
    keys = [key for key in schemas[name].get("properties", {}) if markdown_key(key) != key]
    renamed = ", ".join(f"`{markdown_key(key)}` for `{key}`" for key in keys)
    return prose(
        f"As `{name}`, with {renamed}." if renamed else f"As `{name}`, with what it is made of in Markdown."
    )
