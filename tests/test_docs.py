"""The documentation names only what is there: links, commands, decisions, modules and files."""

import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import get_commands

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("api", "config", "home", "portfolio", "tests")
OURS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("docker/**/*.md")]
PAGES = sorted(page for page in OURS if "node_modules" not in page.parts)
RECORDS = sorted(page for page in (ROOT / "docs" / "adr").glob("*.md") if page.name != "README.md")

FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```[^\n]*\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href|srcset)=\"([^\"]+)\"")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
MAKE = re.compile(r"(?:^|[\s;&])make((?:\s+[A-Z_]+=\S+)*)\s+([a-z][a-z-]*)")
COMMAND = re.compile(r"manage\.py\s+([a-z_]+)")
PLACEHOLDER = re.compile(r"<[^>]+>")
ALWAYS_THERE = {"help"}  # manage.py answers it without a module

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def code_in(page: Path) -> list[str]:
    """Return what stands in backticks and in fenced blocks, these without their comments."""
    found = CODE.findall(page.read_text(encoding="utf-8"))
    return [re.sub(r"(?m)(^|\s)#.*$", "", block) if block else span for block, span in found]


def spans_in(page: Path) -> Iterator[str]:
    """Yield what stands in backticks and looks like a file or a module of ours."""
    for code in code_in(page):
        if re.fullmatch(rf"(?:{'|'.join(PACKAGES)})(?:[/.][\w<>*./-]+)", code):
            yield code


def anchors_of(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as code hosts make them."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)}


def dead_links(page: Path) -> Iterator[str]:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for link in (markdown or html for markdown, html in LINK.findall(text)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors_of(target)):
            yield link


def leads_somewhere(name: str) -> bool:
    """Whether a file (a placeholder `<kind>` stands for any), module, attribute or model has this name."""
    if "/" in name:
        return any(ROOT.glob(PLACEHOLDER.sub("*", name.rstrip("/"))))
    return is_in_a_module(name) or is_model(name) or (ROOT / name).exists()


def is_in_a_module(name: str) -> bool:
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        module = ".".join(parts[:length])
        if _exists(module):
            return length == len(parts) or _has(import_module(module), parts[length:])
    return False


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # what comes before the last dot is no package
        return False


def _has(thing: Any, attributes: list[str]) -> bool:
    for attribute in attributes:
        if not hasattr(thing, attribute):
            return attribute in getattr(thing, "__annotations__", {})
        thing = getattr(thing, attribute)
    return True


def is_model(name: str) -> bool:
    label, _, model = name.partition(".")
    return label in apps.app_configs and model.lower() in apps.get_app_config(label).models


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    assert not list(dead_links(page))


@each_page
def test_every_make_target_named_is_there(page: Path) -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    named = {target for code in code_in(page) for _, target in MAKE.findall(code)}

    assert not named - targets


@each_page
def test_every_command_named_is_there(page: Path) -> None:
    named = {command for code in code_in(page) for command in COMMAND.findall(code)}

    assert not named - set(get_commands()) - ALWAYS_THERE


@each_page
def test_every_module_and_file_named_is_there(page: Path) -> None:
    assert not [name for name in spans_in(page) if not leads_somewhere(name)]


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")

    assert not [record.name for record in RECORDS if f"({record.name})" not in index]


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [record.name[:4] for record in RECORDS]

    assert numbers == [f"{number:04d}" for number in range(1, len(RECORDS) + 1)]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_every_decision_says_why_what_and_what_follows(record: Path) -> None:
    text = record.read_text(encoding="utf-8")

    assert text.startswith(f"# {int(record.name[:4])}. ")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Context",
        "## Decision",
        "## Consequences",
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_page_that_the_code_points_to_is_there(package: str) -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / package).rglob("*.py"))
    named = {page for source in sources for page in re.findall(r"\bdocs/[\w/.-]+\.(?:md|svg)", source)}

    assert not [page for page in sorted(named) if not (ROOT / page).exists()]
