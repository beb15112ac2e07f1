"""The schemas that the API's description names, put together from the TypedDicts of documents and answers.

A kind has four: `InnovationCard`, `Innovation` (a card's fields and a body), `InnovationMarkdown`
(the same, its texts as Markdown) and `InnovationList`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from api.answers import ANSWERS, STAND_IN, Delivered
from api.collections import Kinds, collections
from api.typed_dicts import REF, Components, Schema, schemas_of
from portfolio.extensions import registry
from portfolio.extensions.declaration import Kind as PluginKind
from portfolio.extensions.registry import sections_of
from portfolio.publication.schema import KINDS, CardFields, Common, Kind, markdown_key

MARKDOWN = "Markdown"


def components() -> Components:
    """Return every schema that an answer is described by."""
    halves = [half for each in KINDS.values() for half in (each.card, each.body)]
    halves += [half for each in _of_plugins() for half in (each.card, each.body)]
    sections = [section.schema for kind in KINDS for section in sections_of(kind)]
    frame = [CardFields, Common] if _of_plugins() else []
    made = schemas_of([Delivered, *ANSWERS, *halves, *dict.fromkeys(sections), *frame])
    for entry in KINDS:
        _add_sections(made, entry)
    _put_kinds_of_plugins_together(made)
    others = in_markdown(made)
    for name in others:
        made.add(f"{name}{MARKDOWN}", rewritten(made[name], _into_markdown(others)))
    for kind, body in body_names().items():
        _add_documents(made, kind, body)
    _add_what_documents_are_part_of(made)
    return Components({name: rewritten(schema, _without_stand_ins) for name, schema in made.items()})


def ref(name: str) -> Schema:
    return {"$ref": f"{REF}{name}"}


def any_of(names: Sequence[str], words: str = "") -> Schema:
    return {"anyOf": [ref(name) for name in names]} | ({"description": words} if words else {})


def by_kind(names: Mapping[str, str], words: str) -> Schema:
    """Return a union that is told apart by `kind`."""
    mapping = {kind: f"{REF}{name}" for kind, name in names.items()}
    return {
        "description": words,
        "oneOf": [ref(name) for name in names.values()],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }


def document_name(kind: str) -> str:
    """Return the name of the schema of a whole document of `kind`: `Innovation`."""
    return "".join(part.capitalize() for part in kind.split("_"))


def rewritten(schema: Any, change: Callable[[Schema], Schema]) -> Any:
    """Return `schema` with `change` made to every object in it, from the inside out."""
    if isinstance(schema, Mapping):
        return change({key: rewritten(value, change) for key, value in schema.items()})
    if isinstance(schema, list):
        return [rewritten(value, change) for value in schema]
    return schema


def _without_stand_ins(schema: Schema) -> Schema:
    name = schema.pop(STAND_IN, None)
    return schema | ref(name) if name else schema


def in_markdown(made: Components) -> list[str]:
    """Return which schemas are others where texts are Markdown: those with such a text, at any depth."""
    found: list[str] = []
    while (more := [name for name in made if _changes(made[name], found)]) != found:
        found = more
    return found


def _changes(schema: Schema, known: Sequence[str]) -> bool:
    return bool(rewritten(schema, _into_markdown(known)) != schema)


def _into_markdown(names: Sequence[str]) -> Callable[[Schema], Schema]:
    """Return what renames the texts of one object and leads it to the Markdown form of `names`."""
    refs = {f"{REF}{name}": f"{REF}{name}{MARKDOWN}" for name in names}

    def change(part: Schema) -> Schema:
        if "properties" in part:
            renamed = {markdown_key(key): value for key, value in part["properties"].items()}
            return part | {"properties": renamed, "required": [*map(markdown_key, part.get("required", ()))]}
        return {
            key: refs.get(value, value) if isinstance(value, str) else value for key, value in part.items()
        }

    return change


def _add_sections(made: Components, kind: Kind) -> None:
    """Let the body of `kind` have the sections of the plugins that are on; each may be null."""
    body = made[KINDS[kind].body.__name__]
    for section in sections_of(kind):
        name = section.schema.__name__
        body["properties"][section.name] = {
            "anyOf": [ref(name), {"type": "null"}],
            "description": made[name].get("description", ""),
        }
        body["required"] = [*body["required"], section.name]


def _of_plugins() -> list[PluginKind[Any]]:
    return [kind for _config, kind in registry.kinds()]


def _put_kinds_of_plugins_together(made: Components) -> None:
    """Let cards and bodies of plugins' kinds have what every card and every body has."""
    for kind in _of_plugins():
        name = document_name(kind.name)
        words = made[kind.body.__name__].get("description", "")
        told = {"properties": {"kind": {"const": kind.name, "type": "string"}}, "required": ["kind"]}
        card = _joined(_joined(made["CardFields"], told), made.pop(kind.card.__name__))
        made.add(f"{name}Card", card | {"description": f"{words} In a list."})
        body = _joined(made["Common"], made.pop(kind.body.__name__))
        made.add(f"{name}Body", body | {"description": words})
    for name in ("CardFields", "Common"):
        made.pop(name, None)


def body_names() -> dict[str, str]:
    """Return the name of the schema of the body, by kind."""
    ours: dict[str, str] = {kind: each.body.__name__ for kind, each in KINDS.items()}
    return ours | {kind.name: f"{document_name(kind.name)}Body" for kind in _of_plugins()}


def _add_documents(made: Components, kind: str, body: str) -> None:
    name = document_name(kind)
    card = _joined(made[f"{name}Card"], made["Delivered"])
    made[f"{name}Card"] = card | {"not": {"required": ["body"]}}
    made.add(name, _with_body(made, card, body, f"{made[body]['description']} Its card's fields and a body."))
    if f"{body}{MARKDOWN}" in made:
        made.add(
            f"{name}{MARKDOWN}",
            _with_body(made, card, f"{body}{MARKDOWN}", "The same, its texts as Markdown."),
        )


def _with_body(made: Components, card: Schema, body: str, words: str) -> Schema:
    """Return a whole document; `included` is where an answer with one document has it."""
    more = {"body": ref(body), "included": made["Listing"]["properties"]["included"]}
    return _joined(card, {"properties": more, "required": ["body"]}) | {"description": words}


def _joined(one: Schema, other: Schema) -> Schema:
    """Return the schema of objects that have the fields of both."""
    properties = {**one["properties"], **other["properties"]}
    return one | {"properties": properties, "required": [*one["required"], *other.get("required", ())]}


def forms_of(made: Mapping[str, Schema], kinds: Kinds) -> list[str]:
    """Return the names of every form that documents of `kinds` are given in."""
    names = [document_name(kind) for kind in kinds]
    forms = [f"{name}{form}" for form in ("Card", "", MARKDOWN) for name in names]
    return [name for name in forms if name in made]


def _add_what_documents_are_part_of(made: Components) -> None:
    made.add("PartialDocument", _partial())
    listing = made.pop("Listing")
    for kinds in collections().values():
        made.add(list_name(kinds), _list_of([*forms_of(made, kinds), "PartialDocument"], listing))
    made.pop("Delivered")
    _add_unions(made)
    _add_answers(made)


def _add_answers(made: Components) -> None:
    """Add what an address with one document may answer: any of its forms."""
    for kinds in collections().values():
        made.add(answer_name(kinds), any_of([*forms_of(made, kinds)[::-1], "PartialDocument"]))
    made.add("DocumentAnswer", any_of(["AnyDocument", "AnyDocumentMarkdown", "AnyCard", "PartialDocument"]))
    _add_hits(made)
    made.add("PreviewAnswer", any_of(["AnyDocument", "AnyDocumentMarkdown"]))
    made.add("Description", {"description": "An OpenAPI 3.1 document.", "type": "object"})


def _add_hits(made: Components) -> None:
    """Add what a search gives: cards with highlights, or what `fields` leaves of them."""
    highlighted = made.pop("Highlighted")
    made.add("Hit", {"description": "A card, and where it says what was asked for.",
                     "allOf": [ref("AnyCard"), highlighted]})  # fmt: skip
    made.add("PartialHit", _partial(highlighted))
    made.add("AnyHit", any_of(["Hit", "PartialHit"]))
    texts: Schema = {"type": "array", "items": {"type": "string"}}
    words = "What was typed; the searches that it may become; words on each; the address of each."
    parts = {"items": {"anyOf": [{"type": "string"}, texts]}, "minItems": 4, "maxItems": 4}
    made.add("OpenSearchSuggestions", {"description": words, "type": "array", **parts})


def answer_name(kinds: Kinds) -> str:
    """Return the name of the schema of what is answered to a request for one of `kinds`."""
    return f"{document_name(kinds[-1])}Answer"


def _list_of(forms: Sequence[str], listing: Schema) -> Schema:
    items = {"type": "array", "items": any_of(forms)}
    words = "Cards, or whole documents where `view=full` asked for them."
    return {"description": words, "type": "object"} | _joined(
        {"properties": {"items": items}, "required": ["items"]}, listing
    )


def list_name(kinds: Kinds) -> str:
    """Return the name of the schema of a list: `InnovationList`."""
    return f"{document_name(kinds[-1])}List"


def _add_unions(made: Components) -> None:
    names = {kind: document_name(kind) for kind in body_names()}
    texts = {
        kind: f"{name}{MARKDOWN}" if f"{name}{MARKDOWN}" in made else name for kind, name in names.items()
    }
    made.add("AnyCard", by_kind({kind: f"{name}Card" for kind, name in names.items()}, "A card of any kind."))
    made.add("AnyDocument", by_kind(names, "A whole document of any kind."))
    made.add("AnyDocumentMarkdown", by_kind(texts, "A whole document of any kind, its texts as Markdown."))
    made.add("ChangedDocument", any_of(["AnyCard", "AnyDocument"]))


def _partial(more: Schema | None = None) -> Schema:
    """Return the schema of what `fields` leaves: some fields of a document, never all of its card's."""
    every = [
        *CardFields.__annotations__,
        "kind",
        *Delivered.__annotations__,
        *(more or {}).get("required", ()),
    ]
    plain = {name: {"type": "string"} for name in ("id", "kind", "title", "summary", "url", "path")}
    return {
        "description": "What `fields` asked for, in its place in the document, and nothing else.",
        "type": "object",
        "properties": plain,
        "not": {"required": every},
    }
