"""The API's description: it is valid, whole, and the one in the repository."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.utils.translation import override
from jsonschema import Draft202012Validator
from schemathesis.specs.openapi.definitions import OPENAPI_31
from typing_extensions import TypedDict

from api.endpoints import Endpoint, endpoints
from api.management.commands import write_openapi
from api.openapi import openapi
from api.typed_dicts import Components, NameTakenError, schemas_of
from portfolio.publication.documents import FACETS, facets_of
from portfolio.publication.filters import Number, filter_name
from portfolio.publication.schema import KINDS
from tests.api.described import built, objects_in

pytestmark = pytest.mark.once

each_endpoint = pytest.mark.parametrize("endpoint", endpoints(), ids=lambda endpoint: endpoint.name)


def schemas() -> dict[str, Any]:
    return built()["components"]["schemas"]


def operation(endpoint: Endpoint) -> dict[str, Any]:
    return built()["paths"][endpoint.path]["get"]


def test_file_in_the_repository_is_what_is_built() -> None:
    assert write_openapi.FILE.read_text(encoding="utf-8") == write_openapi.as_text(), (
        "The API's description has changed. Run manage.py write_openapi and read the difference: "
        "clients are made from it."
    )


def test_check_tells_of_an_outdated_file_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_openapi, "FILE", tmp_path / "openapi.json")
    with pytest.raises(CommandError, match="write_openapi"):
        write_openapi.Command().handle(check=True)
    assert not (tmp_path / "openapi.json").exists()

    write_openapi.Command().handle(check=False)
    write_openapi.Command().handle(check=True)


def test_description_is_the_same_whatever_language_it_is_built_in() -> None:
    with override("es"):
        in_spanish = openapi()
    assert in_spanish == built()


def test_description_is_valid_openapi() -> None:
    assert not [error.message for error in Draft202012Validator(OPENAPI_31).iter_errors(built())]


def test_every_schema_is_valid_json_schema() -> None:
    for schema in schemas().values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere() -> None:
    made = built()
    for reference in [each["$ref"] for each in objects_in(made) if "$ref" in each]:
        found = made
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def test_every_schema_header_and_response_is_used() -> None:
    made = built()
    used = {each["$ref"] for each in objects_in(made) if "$ref" in each}
    used |= {
        ref for each in objects_in(made) for ref in each.get("mapping", {}).values() if "mapping" in each
    }
    for section in ("schemas", "headers", "responses"):
        assert not [
            name for name in made["components"][section] if f"#/components/{section}/{name}" not in used
        ]


@each_endpoint
def test_every_endpoint_says_how_it_refuses(endpoint: Endpoint) -> None:
    assert {"200", "400", "401", "429"} <= set(operation(endpoint)["responses"])


@each_endpoint
def test_every_answer_tells_the_limits(endpoint: Endpoint) -> None:
    made = built()
    for response in operation(endpoint)["responses"].values():
        told = (
            response.get("headers")
            or made["components"]["responses"][response["$ref"].split("/")[-1]]["headers"]
        )
        assert {"RateLimit", "RateLimit-Policy"} <= set(told)


@each_endpoint
def test_every_parameter_is_described_once(endpoint: Endpoint) -> None:
    named = [(each["in"], each["name"]) for each in operation(endpoint)["parameters"]]
    assert len(named) == len(set(named))
    assert all(each["description"].endswith(".") for each in operation(endpoint)["parameters"])
    assert {name for place, name in named if place == "path"} == set(_braced(endpoint.path))


def _braced(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


@pytest.mark.parametrize("kind", FACETS)
def test_every_facet_narrows_leaves_out_and_can_be_counted(kind: str) -> None:
    collection = {"story": "stories"}.get(kind, f"{kind}s")
    (endpoint,) = [each for each in endpoints() if each.name == f"list_{collection}"]
    by_name = {each.name: each for each in endpoint.parameters}
    names = [filter_name(key) for key in facets_of(kind)]
    for name in names:
        assert by_name[name].repeatable
        assert by_name[f"not.{name}"].repeatable
    assert by_name["facets"].schema["items"]["enum"] == names


def test_a_number_of_a_kind_becomes_a_range() -> None:
    numbers = {"toolkit": {"weight": Number("Weight", 1, 9)}}
    made = endpoints(lambda kind: numbers.get(kind, {}))
    (toolkits,) = [each for each in made if each.name == "list_toolkits"]
    found = {each.name: each.schema for each in toolkits.parameters if each.name.startswith("weight")}
    assert found["weight_min"] == {"type": "integer", "minimum": 1, "maximum": 9}
    assert set(found) == {"weight_min", "weight_max"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_card_a_whole_and_its_own_name_for_its_kind(kind: str) -> None:
    name = kind.capitalize()
    for form in ("", "Card"):
        assert schemas()[name + form]["properties"]["kind"]["const"] == kind
        assert {"url", "path", "sequence", "id"} <= set(schemas()[name + form]["required"])
    assert "body" in schemas()[name]["required"]


def test_nothing_in_markdown_says_html() -> None:
    for name, schema in schemas().items():
        if name.endswith("Markdown"):
            keys = [key for each in objects_in(schema) for key in each.get("properties", {})]
            assert not [key for key in keys if key.endswith("html")], name
    assert schemas()["InnovationBodyMarkdown"]["properties"]["practice"]["items"] == {
        "$ref": "#/components/schemas/BlockMarkdown"
    }


def test_field_says_what_its_docstring_says_in_every_type_that_inherits_it() -> None:
    assert "USPS code" in schemas()["DistrictRef"]["properties"]["state"]["description"]
    assert "to the page's parent" in schemas()["PlaybookBody"]["properties"]["breadcrumbs"]["description"]


def test_answers_may_have_fields_that_are_not_described() -> None:
    assert not [name for name, each in schemas().items() if each.get("additionalProperties") is False]


def test_two_types_of_one_name_are_refused() -> None:
    def another() -> Any:
        class Term(TypedDict):
            word: str

        return Term

    with pytest.raises(NameTakenError, match="Term"):
        schemas_of([KINDS["innovation"].card, another()])


def test_two_schemas_of_one_name_are_refused() -> None:
    made = Components(Term={"type": "object"})
    made.add("Term", {"type": "object"})
    with pytest.raises(NameTakenError, match="Term"):
        made.add("Term", {"type": "string"})
