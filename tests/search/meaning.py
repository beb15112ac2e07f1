"""What tests of the search by meaning share. They ask the real model."""

import pytest

from search.meaning import keeping
from search.meaning.model import HOW_TO_INSTALL, missing
from search.meaning.nearest import meanings
from tests.services import REQUIRED

needs_model = pytest.mark.skipif(
    bool(missing()) and not REQUIRED, reason=f"the model is not installed: {HOW_TO_INSTALL}"
)

BREAKFAST = {
    "title": "Breakfast in class",
    "summary": "Children eat together in their classroom as the day begins.",
    "problem": "<p>Many came without having eaten anything at home.</p>",
    "practice": [("text", "<p>Milk, fruit and bread are brought to each room. Nobody has to ask.</p>")],
    "what_did_not_work": "<p>"
    + "At first the cafeteria served it, and hardly anyone came early. " * 4
    + "</p>",
}
"""An innovation that is about one thing from its beginning to its end, as real ones are"""
MORNING_MEAL = "hungry pupils need a meal in the morning"
"""What it is about, in other words"""


def read_all() -> int:
    """Do what the worker does until it is at the end of the log; return how many documents it looked at."""
    looked_at = 0
    while done := keeping.follow():
        looked_at += done
    meanings.forget()  # a process looks again after some seconds
    return looked_at
