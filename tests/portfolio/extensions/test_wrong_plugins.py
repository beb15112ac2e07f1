"""A plugin that is wrong is refused with words that say what to do."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from typing_extensions import TypedDict

from portfolio.extensions import (
    Access,
    Audience,
    Extensions,
    Facet,
    Kind,
    Order,
    PluginConfig,
    Routes,
    Sample,
    SampleRows,
    Section,
    Slot,
    registry,
)
from portfolio.extensions.checks import plugins_are_sound, wrong_with
from tests.plugging import turned_on

LABEL = "sample_plugin"


class SamplepluginNothing(TypedDict):
    text: str


class Nothing(TypedDict):
    text: str


def section(**different: Any) -> Section[Any]:
    usual = {"name": "nothing", "kinds": ["story"], "schema": SamplepluginNothing, "build": build}
    return Section(**(usual | different))


def build(page: Any, sources: Any) -> None:
    return None


def facet(key: str) -> Facet[Any]:
    return Facet(key=key, label="Nothing", values=lambda section: [])


def order(key: str) -> Order[Any]:
    return Order(key=key, label="Nothing", value=lambda section: 0)


def slot(place: str = "after", section: str = "nothing", template: str = "home/entry.html") -> Slot:
    return Slot(place=place, section=section, template=template)


class Within(TypedDict):
    in_it: list[Nothing]


class SamplepluginTitled(TypedDict):
    title: str


def kinds(**different: Any) -> Extensions:
    usual = {
        "name": "mill", "collection": "mills", "label": "Mill", "model": "sample_plugin.Partner",
        "card": SamplepluginNothing, "body": SamplepluginNothing, "build": build, "path": str,
    }  # fmt: skip
    routes = Routes(urls="tests.sample_plugin.urls", audience=Audience.PUBLIC)
    return Extensions(kinds=[Kind(**(usual | different))], routes=routes)


def sample(model: str) -> Extensions:
    return Extensions(sample=Sample(rows=[SampleRows(model=model, build=dict)]))


WRONG = {
    "does not say whom its addresses are for": Extensions(routes=Routes(urls="tests.sample_plugin.urls")),
    "does not say who may write its MadeWith rows": Extensions(),
    "states access to Gone": Extensions(access={"Gone": Access.NETWORK}),
    "the schema Nothing is not named after": Extensions(sections=[section(schema=Nothing)]),
    "the schema Nothing is not": Extensions(sections=[section(schema=Within)]),
    "the name “byline” is taken": Extensions(sections=[section(name="byline")]),
    "the name “nothing” is taken": Extensions(sections=[section(), section()]),
    "the name “theme” is taken": Extensions(sections=[section(facets=[facet("theme")])]),
    "the name “a” is taken": Extensions(sections=[section(facets=[facet("a"), facet("a")])]),
    "the name “newest” is taken": Extensions(sections=[section(orders=[order("newest")])]),
    "the name “cost” is taken": Extensions(sections=[section(orders=[order("cost")])]),
    "the name “evidence” is taken": Extensions(sections=[section(orders=[order("evidence")])]),
    "no place “roof”": Extensions(sections=[section()], slots=[slot(place="roof")]),
    "shows “gone”": Extensions(slots=[slot(section="gone")]),
    "no template gone.html": Extensions(sections=[section()], slots=[slot(template="gone.html")]),
    "has no “mills” to read": Extensions(sections=[section(reads=["mills__owner"])]),
    "no kind “storey”": Extensions(sections=[section(kinds=["storey"])]),
    "has a kind of document and no public addresses": replace(kinds(), routes=None),
    "names sample_plugin.Gone, which is no model": kinds(model="sample_plugin.Gone"),
    "sample_plugin.MadeWith has no public id": kinds(model="sample_plugin.MadeWith"),
    "has no boolean field “name”": kinds(public_if={"name": True}),
    "portfolio.Person is another app's": kinds(model="portfolio.Person"),
    "a kind cannot be called “Mill wheel”": kinds(name="Mill wheel"),
    "the name “innovation” is taken": kinds(name="innovation"),
    "the name “themes” is taken": kinds(collection="themes"),
    "the name “research” is taken": kinds(collection="research"),
    "“is_public” leads to no sample_plugin.Partner": kinds(succeeded_by="is_public"),
    "“gone” leads to no sample_plugin.Partner": kinds(succeeded_by="gone"),
    "no facet “colour” to inherit": kinds(inherited=["colour"]),
    "sample_plugin.Gone, which is no": sample("sample_plugin.Gone"),
    "portfolio.Person is another": sample("portfolio.Person"),
    "rows of sample_plugin.MadeWith cannot be marked as samples": sample("sample_plugin.MadeWith"),
    "SamplepluginTitled has a field “title”": kinds(card=SamplepluginTitled),
}


@pytest.fixture
def config() -> PluginConfig:
    [found] = [config for config in registry.installed() if config.label == LABEL]
    return found


@pytest.mark.parametrize("told", WRONG)
def test_wrong_declarations_are_told(
    config: PluginConfig, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry._declared, LABEL, WRONG[told])

    found = [each for each in wrong_with(config) if told in each.msg]

    assert found, [each.msg for each in wrong_with(config)]
    assert all(each.hint for each in found)


def test_versions_that_do_not_fit_are_told(config: PluginConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(config), "minimum", "2.0")
    monkeypatch.setattr(type(config), "maximum", "3.0")

    assert "works with the plugin contract 2.0 to 3.0; this Groundwork has 0.1" in wrong_with(config)[0].msg


def test_a_missing_setting_is_told_while_on(config: PluginConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(config), "needs_settings", ("MILL_KEY",))
    assert wrong_with(config) == []
    with turned_on(LABEL):
        assert [each.msg for each in wrong_with(config)] == ["sample_plugin needs the setting MILL_KEY."]


def test_an_unknown_label_is_told() -> None:
    with turned_on("gone"):
        assert "PLUGINS names “gone”, which is not installed." in plugins_are_sound()[0].msg
        with pytest.raises(CommandError, match="1 found"):
            call_command("plugins", "doctor")


def test_what_declares_nothing_is_told(config: PluginConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry._declared, LABEL, raising=False)
    monkeypatch.setattr("tests.sample_plugin.extensions.extensions", None)

    assert "has no `extensions = Extensions(…)`" in wrong_with(config)[0].msg


def test_the_base_of_configs_is_never_taken_for_a_plugin() -> None:
    class Another(PluginConfig):
        name = "another"

    assert PluginConfig.default is False
    assert Another.default is True


def test_what_the_contract_lacks_is_told() -> None:
    import portfolio.extensions

    with pytest.raises(AttributeError, match="has no “Page”. It has: "):
        portfolio.extensions.Page  # noqa: B018  (looking it up is what raises)
    assert all(getattr(portfolio.extensions, name) for name in portfolio.extensions.__all__)
