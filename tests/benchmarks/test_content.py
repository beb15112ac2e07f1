"""The made-up portfolio that is measured is one that could be real."""

import json

import pytest

from benchmarks.content import fill
from benchmarks.words import Words
from home.site_tree import ensure_site_tree
from portfolio.models import DistrictPage, InnovationPage, Theme
from portfolio.publication.compiler import compile_page
from portfolio.readiness.checks import requirements
from tests import factories

ENTRIES = 20


@pytest.fixture
def filled(db: None) -> list[InnovationPage]:
    factories.make_roots()
    fill(ENTRIES)
    return list(InnovationPage.objects.order_by("path"))


def test_fill_makes_entries_that_pass_the_readiness_gate(filled: list[InnovationPage]) -> None:
    assert len(filled) == ENTRIES
    assert all(page.live for page in filled)
    assert [requirements(page) for page in [*filled, *DistrictPage.objects.all()]] == [[]] * (ENTRIES + 2)


def test_fill_makes_entries_of_about_5_kb(filled: list[InnovationPage]) -> None:
    compiled = [compile_page(page) for page in filled]
    sizes = [len(json.dumps([one.card, one.body], ensure_ascii=False).encode()) for one in compiled if one]

    assert len(sizes) == ENTRIES
    assert min(sizes) > 3_500
    assert max(sizes) < 7_000
    assert 4_500 < sum(sizes) / ENTRIES < 5_500


def test_fill_leaves_a_sound_tree_of_pages_and_themes(filled: list[InnovationPage]) -> None:
    assert not any(InnovationPage.find_problems())
    assert Theme.objects.count() == 40
    assert Theme.objects.filter(parent=None).count() == 8
    assert ensure_site_tree() == []


def test_words_are_the_same_for_the_same_seed() -> None:
    assert Words(7).sentences(5) == Words(7).sentences(5)
    assert Words(7).sentences(5) != Words(8).sentences(5)
