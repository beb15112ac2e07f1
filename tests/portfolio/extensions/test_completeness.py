"""Each point of the contract has its page, is used by the sample plugin, and has its tests."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from portfolio.extensions import Extensions
from tests.sample_plugin.extensions import extensions

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs" / "plugins"
OF_SECTIONS = ("facets", "orders")
POINTS = [*(field.name for field in fields(Extensions)), *OF_SECTIONS]


@pytest.mark.parametrize("point", POINTS)
def test_each_point_has_its_page_its_use_and_its_tests(point: str) -> None:
    tests = (Path(__file__).parent / "test_points.py").read_text()
    used = (
        [found for section in extensions.sections for found in getattr(section, point)]
        if point in OF_SECTIONS
        else getattr(extensions, point)
    )

    assert (DOCS / f"{point}.md").read_text().startswith(f"# {point.capitalize()}: ")
    assert f"({point}.md)" in (DOCS / "README.md").read_text()
    assert used
    assert re.search(rf"^def test_{point}_", tests, flags=re.M)


def test_no_page_is_of_a_point_that_is_not() -> None:
    assert {page.stem for page in DOCS.glob("*.md")} - {"README", "tutorial"} == set(POINTS)
