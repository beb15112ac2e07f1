"""The page that describes the API: whole, without inline code, and for no other host."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.template import Context, Engine
from django.utils.html import strip_tags

import api
from api.docs import docs_context
from api.endpoints import endpoints
from tests.api.described import built

pytestmark = pytest.mark.once

FOLDER = Path(api.__file__).parent
STYLES = FOLDER / "static" / "api" / "docs.css"


@cache
def page() -> str:
    engine = Engine(
        dirs=[FOLDER / "templates"],
        libraries={"static": "django.templatetags.static"},
        string_if_invalid="!?",
    )
    return engine.get_template("api/docs.html").render(Context(docs_context(built())))


def attributes(name: str) -> list[str]:
    return re.findall(rf'\s{name}="([^"]*)"', page())


def test_template_finds_all_that_it_names() -> None:
    assert "!?" not in page()


def test_every_link_in_the_page_leads_somewhere_in_it() -> None:
    targets = {link[1:] for link in attributes("href") if link.startswith("#")}
    assert targets - set(attributes("id")) == set()


def test_every_anchor_is_there_once() -> None:
    assert [anchor for anchor, times in Counter(attributes("id")).items() if times > 1] == []


def test_every_endpoint_and_parameter_is_told() -> None:
    text = strip_tags(page())
    for endpoint in endpoints():
        assert endpoint.name in attributes("id")
        assert not [each.name for each in endpoint.parameters if each.name not in text]


def test_every_schema_is_told() -> None:
    told = set(attributes("id"))
    names = [name for name in built()["components"]["schemas"] if not re.search(r"Value(?:Markdown)?$", name)]
    assert [name for name in names if f"Schema-{name}" not in told] == []
    assert "value.first_column_head" in page()  # values of blocks are told with their blocks


def test_page_has_no_inline_code_and_asks_no_other_host() -> None:
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", page())
    assert not [link for link in attributes("href") + attributes("src") if "//" in link]


def test_styles_take_every_colour_from_the_tokens() -> None:
    text = STYLES.read_text(encoding="utf-8")
    assert not re.search(r":[^;{]*(?:#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab|color)\()", text)
    assert "url(" not in text
    tokens = (FOLDER.parent / "home/static/home/css/tokens.css").read_text(encoding="utf-8")
    assert {name for name in re.findall(r"var\((--[\w-]+)\)", text) if f"{name}:" not in tokens} == set()


def test_page_escapes_what_the_description_says() -> None:
    hostile = built() | {
        "info": built()["info"] | {"title": "<b>x</b>", "description": "`<i>` **<u>**\n\nmore"}
    }
    intro = docs_context(hostile)["introduction"]
    assert intro == ["<code>&lt;i&gt;</code> <strong>&lt;u&gt;</strong>", "more"]
