"""The tutorial does what it says, with under 40 lines of its reader's own."""

import re
from pathlib import Path

import pytest

from tests.portfolio.extensions.test_scaffold import ROOT, copy_project, run

pytestmark = pytest.mark.once
TEXT = (ROOT / "docs/plugins/tutorial.md").read_text()
CODE = re.findall(r"^```(?:python|diff)\n(.*?)^```", TEXT.replace("\n+", "\n"), flags=re.M | re.S)
TRY = """
import pytest
from django.test import Client
from plugins.field_trips.models import FieldTripsNote
from tests import factories
from tests.api.published import live_district, read
from tests.plugging import turned_on


@pytest.mark.django_db(transaction=True)
def test_the_tutorial() -> None:
    factories.make_site()
    with turned_on("field_trips"):
        page = factories.innovation_page()
        page.field_trips_notes = [FieldTripsNote(text="To the mill", length="week")]
        page = factories.publish(factories.add_draft(live_district(), page))
        found = read("/innovations", trip_length="week", facets="trip_length", view="full")
        [note] = found["items"][0]["body"]["field_trips"]["notes"]
        assert note == {"text": "To the mill", "length": "week"}
        assert found["facets"]["trip_length"][0]["count"] == 1
        assert read("/innovations", trip_length="day")["total"] == 0
        shown = Client().get(f"/innovations/{page.slug}/").content.decode()
        assert "To the mill (week)" in shown
"""


def test_tutorial_adds_a_field_a_facet_and_an_api_value(tmp_path: Path) -> None:
    copy_project(tmp_path)
    run(tmp_path, "manage.py", "startplugin", "field_trips")
    follow(tmp_path / "plugins/field_trips")
    run(tmp_path, "manage.py", "makemigrations", "field_trips")
    (tmp_path / "tests/plugins/field_trips/test_section.py").write_text(TRY)

    assert "1 passed" in run(
        tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/plugins/field_trips"
    )
    assert sum(len([line for line in code.splitlines() if line.strip()]) for code in CODE) < 40


def follow(plugin: Path) -> None:
    """Put the tutorial's code where it says."""
    lengths, field, build, facet, line = CODE
    models = plugin / "models.py"
    text = models.read_text().replace("\n\nclass ", f"\n{lengths}\n\nclass ", 1)
    models.write_text(text.replace("\n    def __str__", f"{field}\n    def __str__", 1))
    declared = plugin / "extensions.py"
    before, rest = declared.read_text().split("class FieldtripsNotes", 1)
    panels = rest[rest.index("def panels") : rest.index("def build")]
    extensions = rest[rest.index("extensions = ") :].replace("build=build,\n", f"build=build,\n{line}", 1)
    before = before.replace("Extensions, Panels", "Extensions, Facet, Panels")
    declared.write_text(f"{before}{build}\n\n{panels}{facet}\n\n{extensions}")
    template = plugin / "templates/field_trips/section.html"
    shown = "<li>{{ note.text }} ({{ note.length }})</li>"
    template.write_text(template.read_text().replace("<li>{{ note }}</li>", shown))
