"""What keeps the house in order, where no tool of the trade looks."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
NOT_OF_THE_HOUSE = {"tests", "docs", "benchmarks", "docker"}
PUBLIC_TEMPLATES = [ROOT / "home/templates", ROOT / "portfolio/templates/portfolio"]
NOT_PUBLIC = {
    "consents",
    "content_requests",
    "dashboard",
    "districts",
    "editor",
    "onboarding",
    "previews",
    "reviews",
    "scheduling",
}
"""Folders below portfolio/templates/portfolio that only the admin and its mails use."""
PAGE_MODEL = re.compile(r"{[{%][^}]*?(?<![\w.\"'])(?:page|self)\.[a-z]")
USERBAR = re.compile(r"{%\s*wagtailuserbar\b[^%]*%}")


def packages_on_disk() -> set[str]:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    return found - NOT_OF_THE_HOUSE


def test_import_contracts_hold_for_every_package() -> None:
    """`plugins`, `api` and `search` bring contracts of their own (docs/architecture.md)."""
    assert set(PROJECT["importlinter"]["root_packages"]) == packages_on_disk()


def test_every_package_has_its_layer() -> None:
    layers = PROJECT["importlinter"]["contracts"][0]["layers"]
    assert packages_on_disk() <= set(re.findall(r"\w+", " ".join(layers)))


def public_templates() -> list[Path]:
    found = [path for folder in PUBLIC_TEMPLATES for path in folder.rglob("*.html")]
    return [path for path in found if not NOT_PUBLIC & set(path.relative_to(ROOT).parts)]


@pytest.mark.parametrize("template", public_templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_public_template_never_sees_a_page_model(template: Path) -> None:
    """A public page shows the compiled document, so that it cannot show what was not published."""
    text = USERBAR.sub("", template.read_text())
    assert [found.group() for found in PAGE_MODEL.finditer(text)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-meaning.txt"])
def test_requirements_are_locked_by_hash_and_name_no_host(name: str) -> None:
    text = (ROOT / name).read_text()
    entries = re.findall(r"^[\w.\[\]-]+==[^\n]*(?:\n    [^\n]*)*", text, flags=re.M)

    assert entries
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links", text)


def test_everything_required_is_locked() -> None:
    for name in ("requirements", "requirements-dev", "requirements-meaning"):
        wanted = re.findall(r"^([\w-]+)", (ROOT / f"{name}.in").read_text(), flags=re.M)
        locked = re.findall(r"^([\w.-]+)==", (ROOT / f"{name}.txt").read_text(), flags=re.M)
        assert set(wanted) - {"-c"} <= set(locked)


def test_make_help_names_every_target() -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), flags=re.M)
    assert targets
    assert set(re.findall(r"make (\w+)", told)) == set(targets[1].split())


def test_readme_names_every_setting_from_the_environment() -> None:
    sources = [
        path for folder in ("config", "api", "home", "portfolio") for path in (ROOT / folder).rglob("*.py")
    ]
    code = "\n".join(path.read_text() for path in sources if path.name != "test.py")
    read = set(re.findall(r'environ(?:\.get\(|\[)"(\w+)"|(?:required|https_url)\(\s*"(\w+)"', code))
    read_names = {name for pair in read for name in pair if name} - {"DJANGO_SETTINGS_MODULE"}

    told = set(re.findall(r"^\| `(\w+)`", (ROOT / "README.md").read_text(), flags=re.M))
    shell_only = {"DATABASE_URL", "SECRET_KEY", "WEB_PROCESSES", "WEB_THREADS"}
    assert read_names <= told
    assert told <= read_names | shell_only
