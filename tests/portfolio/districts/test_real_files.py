"""The files of NCES in full, where GROUNDWORK_REAL_DATA names the folder that has them."""

import os
from pathlib import Path

import pytest

from portfolio.districts.importing import Outcome
from portfolio.models import District
from tests.portfolio.districts.nces import bring

FOLDER = Path(os.environ.get("GROUNDWORK_REAL_DATA", "")) / "leas"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not os.environ.get("GROUNDWORK_REAL_DATA") or not FOLDER.is_dir(),
        reason="Set GROUNDWORK_REAL_DATA to a folder with leas/elsi_2022-23_all_districts.csv (see "
        "docs/districts.md) and run pytest tests/portfolio/districts.",
    ),
]


def test_full_directory_comes_in_whole_and_once():
    first, _rows = bring(FOLDER / "elsi_2022-23_all_districts.csv")
    second, _rows = bring(FOLDER / "elsi_2022-23_all_districts.csv")
    assert first.counts == {Outcome.CREATED: 19_517}
    assert second.counts == {Outcome.UNCHANGED: 19_517}
    assert first.notes == []
    states = set(District.objects.values_list("state", flat=True))
    assert len(states) == 57
    assert states >= {"BI", "AS", "GU", "MP", "PR", "VI"}
    assert District.objects.get(leaid="0100005").name


def test_sample_of_every_state_and_locale():
    summary, _rows = bring(FOLDER / "district_sample.csv")
    assert summary.counts == {Outcome.CREATED: 334}
    districts = District.objects.all()
    assert len({row.state for row in districts}) == 56
    assert len({row.locale for row in districts} - {None}) == 12
    assert districts.filter(students=None).count() == 5
    assert districts.filter(locale=None).count() == 6


def test_table_with_every_marker():
    bring(FOLDER / "elsi_2018-19_4_districts_all_markers.csv")
    remote = District.objects.get(leaid="3028910")
    assert (remote.locale, remote.ell_students, remote.lowest_grade) == (43, 0, "PK")
    assert District.objects.get(leaid="1800046").ell_students is None


def test_rows_with_a_stray_comma_are_refused_one_by_one():
    summary, rows = bring(FOLDER / "league_member_facts.csv")
    assert summary.counts[Outcome.REFUSED] == len([row for row in rows if row.note]) == 4
