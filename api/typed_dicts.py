"""From TypedDicts to schemas by name. Docstrings, those of fields too, become descriptions."""

import ast
import inspect
from collections.abc import Iterable, Iterator
from textwrap import dedent
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

Schema = dict[str, Any]
REF = "#/components/schemas/"


class NameTakenError(Exception):
    """Two different schemas claim one name, and a reader of the file could not tell them apart."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There are two schemas named {name}. Rename one of the two types.")


class Components(dict[str, Schema]):
    """Schemas by name."""

    def add(self, name: str, schema: Schema) -> None:
        """Add `schema`; raise NameTakenError where another one has the name."""
        if self.setdefault(name, schema) != schema:
            raise NameTakenError(name)


def schemas_of(types: Iterable[Any]) -> Components:
    """Return the schemas of these TypedDicts, and of all that they are made of, by name of the type."""
    inputs: Any = [(each, "serialization", TypeAdapter(each)) for each in types]
    _by_type, found = TypeAdapter.json_schemas(
        inputs, ref_template=REF + "{model}", schema_generator=_FromTypedDicts
    )
    made = Components()
    for name, schema in found["$defs"].items():
        if "__" in name:  # how pydantic tells two types of one name apart
            raise NameTakenError(name.rpartition("__")[2])
        made.add(name, schema)
    return made


class _FromTypedDicts(GenerateJsonSchema):
    """Brings the docstrings of fields, inherited ones too, and no titles that only repeat a name."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def typed_dict_schema(self, schema: Any) -> JsonSchemaValue:
        made = super().typed_dict_schema(schema)
        made.pop("title", None)
        for name, words in _field_docs(schema["cls"]).items():
            made["properties"][name].setdefault("description", words)
        if made.get("description"):
            made["description"] = _one_line(made["description"])
        return made


def _field_docs(cls: Any) -> dict[str, str]:
    docs: dict[str, str] = {}
    for base in getattr(cls, "__orig_bases__", ()):
        if hasattr(base, "__required_keys__"):
            docs |= _field_docs(base)
    return docs | dict(_own_field_docs(cls))


def _own_field_docs(cls: type) -> Iterator[tuple[str, str]]:
    (definition,) = ast.parse(dedent(inspect.getsource(cls))).body
    statements = definition.body if isinstance(definition, ast.ClassDef) else []
    for field, after in zip(statements, statements[1:], strict=False):
        match field, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                yield name, _one_line(words)


def _one_line(words: str) -> str:
    return " ".join(words.split())
