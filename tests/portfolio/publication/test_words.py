"""What of a document is searched and shown in a result: what a reader reads, and nothing else."""

import pytest

from portfolio.publication.words import words_of


def test_texts_are_joined_once_each_without_markup() -> None:
    card = {"title": "Maker Mondays", "summary": "Every Monday"}
    body = {"problem_html": "<p>Shops &amp; labs</p><p>were shut.</p>", "title": "Maker Mondays"}

    assert words_of(card, body) == "Maker Mondays Every Monday Shops & labs were shut."


@pytest.mark.parametrize(
    "value",
    [
        "f0d3531c-fcb1-567b-9ffe-cddf2cb9a210",
        "https://doi.org/10.5555/groundwork.4",
        "2026-11-26",
        "2026-11-26T08:00:00+00:00",
    ],
)
def test_what_plugins_say_for_programs_is_no_text(value: str) -> None:
    said = {"works": [{"public_id": value, "note": f"Seen at {value}."}]}

    assert words_of({}, said) == f"Seen at {value}."
