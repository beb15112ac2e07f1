"""Whatever is on of the plugins that are installed: the site is sound, and describes just that."""

import random
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from jsonschema import Draft202012Validator
from schemathesis.specs.openapi.definitions import OPENAPI_31

from api.openapi import openapi
from portfolio.extensions import Kind, PluginConfig, registry
from portfolio.publication import log, upkeep
from portfolio.publication.documents import FACETS
from portfolio.publication.schema import KINDS
from tests.plugging import turned_on
from tests.portfolio.extensions.test_points import made_with

Subset = tuple[str, ...]
SEED, RANDOM = 20, 20


def subsets(labels: Sequence[str]) -> list[Subset]:
    """Return none, each alone, all, and some at random, each once."""
    chance = random.Random(SEED)
    some = [tuple(label for label in labels if chance.random() < 0.5) for _ in range(RANDOM)]
    return list(dict.fromkeys([(), *((label,) for label in labels), tuple(labels), *some]))


each_subset = pytest.mark.parametrize(
    "on", subsets([config.label for config in registry.installed()]), ids=lambda on: "+".join(on) or "none"
)


BODIES = {str(kind): each.body.__name__ for kind, each in KINDS.items()}


def sections_of(kind: str, made: Any) -> set[str]:
    """Return the parts of a body, those of plugins too; none for a kind that the API does not describe."""
    schema = made["components"]["schemas"].get(BODIES[kind], {})
    return set(schema.get("properties", ()))


def parameters(made: Any) -> dict[str, set[str]]:
    """Return the parameters of each address, with the names that `facets` may have as "facets=…"."""
    found = {}
    for path, operations in made["paths"].items():
        given = operations["get"]["parameters"]
        counted = [each["schema"]["items"]["enum"] for each in given if each["name"] == "facets"]
        found[path] = {each["name"] for each in given} | {f"facets={name}" for one in counted for name in one}
    return found


def kinds_of(config: PluginConfig) -> Sequence[Kind[Any]]:
    return registry.declared(config).kinds


def stated(on: Subset) -> list[Any]:
    return [
        section
        for config in registry.installed()
        if config.label in on
        for section in registry.declared(config).sections
    ]


@each_subset
@pytest.mark.django_db
def test_no_migration_is_missing_and_nothing_is_wrong(on: Subset) -> None:
    with turned_on(*on):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
        assert run_checks() == []


@each_subset
def test_description_is_valid_openapi_with_just_the_sections_and_facets_that_are_on(on: Subset) -> None:
    with turned_on():
        bare = openapi()
    with turned_on(*on):
        made = openapi()

    assert not [error.message for error in Draft202012Validator(OPENAPI_31).iter_errors(made)]
    for kind in KINDS:
        names = {section.name for section in stated(on) if kind in section.kinds}
        assert sections_of(kind, made) - sections_of(kind, bare) == names
        assert sections_of(kind, bare) <= sections_of(kind, made)
    narrowed = {
        (collection_of(kind), name)
        for section in stated(on)
        for kind in section.kinds
        for facet in section.facets
        for name in (
            (facet.key, f"not.{facet.key}", f"facets={facet.key}") if facet.is_offered else (facet.key,)
        )
    }
    before, after = parameters(bare), parameters(made)
    added_kinds = [kind for config in registry.installed() if config.label in on for kind in kinds_of(config)]
    paths = {path for kind in added_kinds for path in (f"/{kind.collection}", f"/{kind.collection}/{{id}}")}
    assert after.keys() - before.keys() == paths
    assert before.keys() <= after.keys()
    for kind in added_kinds:
        offered = {facet.key for facet in kind.facets if facet.is_offered} | set(kind.inherited)
        ranges = {f"{number.key}_{end}" for number in kind.numbers for end in ("min", "max")}
        assert offered | ranges <= after[f"/{kind.collection}"]
    added = {(path, name) for path in LISTS for name in after[path] - before[path]}
    assert added == narrowed
    assert all(before[path] <= after[path] for path in before)


def collection_of(kind: str) -> str:
    return "/stories" if kind == "story" else f"/{kind}s"


LISTS = {collection_of(kind) for kind in FACETS}


@each_subset
@pytest.mark.django_db(transaction=True)
def test_after_switching_the_documents_follow(on: Subset, home: Any) -> None:
    made_with("The mill")
    with turned_on(*on):
        upkeep.note_outdated()
        log.flush()
        assert list(upkeep.verify()) == []
    upkeep.note_outdated()
    log.flush()
    assert list(upkeep.verify()) == []


def test_all_and_each_alone_are_among_the_subsets() -> None:
    made = subsets(["a", "b", "c", "d", "e"])
    assert {(), ("a",), ("e",), ("a", "b", "c", "d", "e")} <= set(made)
    assert len(made) == len(set(made)) > RANDOM // 2
