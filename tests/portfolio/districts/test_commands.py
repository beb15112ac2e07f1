"""`import_districts` and `close_district`, as they are typed."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from portfolio.models import District
from tests.portfolio.districts.nces import CCD_2023, ELSI

pytestmark = pytest.mark.django_db


def run(*words: object) -> tuple[str, str]:
    """Run a command; return what it wrote to standard output and standard error."""
    out, err = io.StringIO(), io.StringIO()
    call_command(*map(str, words), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_import_says_how_many_rows_became_what_and_shows_no_progress_off_a_terminal():
    out, err = run("import_districts", ELSI)
    assert out == "6 rows: 6 created, 0 changed, 0 unchanged, 0 kept newer facts, 0 refused.\n"
    assert err == ""


def test_import_names_bad_rows_and_goes_on(tmp_path):
    file = tmp_path / "districts.csv"
    file.write_text("SCHOOL_YEAR,LEAID,LEA_NAME\n2022-23,100005,Lost Zero\n2022-23,0199901,Maple Hollow\n")
    out, err = run("import_districts", file)
    assert "1 created" in out
    assert err.startswith("line 2: LEAID 100005 has six digits")


@pytest.mark.parametrize("quiet", [["--quiet"], ["-v0"]])
def test_quiet_import_says_nothing(quiet):
    assert run("import_districts", CCD_2023, *quiet) == ("", "")
    assert District.objects.count() == 5


def test_report_holds_every_row_and_no_formula(tmp_path):
    file, report = tmp_path / "districts.csv", tmp_path / "report.csv"
    file.write_text(
        'SCHOOL_YEAR,LEAID,LEA_NAME\n2022-23,0199901,"=HYPERLINK(""http://x.example"")"\n2022-23,12,+1\n'
    )
    run("import_districts", file, "--report", report)
    rows = list(csv.reader(report.read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["Line", "LEAID", "Name", "Outcome", "Note"]
    assert rows[1] == ["2", "0199901", '\'=HYPERLINK("http://x.example")', "created", ""]
    assert rows[2][:4] == ["3", "12", "'+1", "refused"]


def test_file_that_cannot_be_used_is_refused_by_name(tmp_path):
    file = tmp_path / "districts.xlsx"
    file.write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError, match=r"districts\.xlsx: This is a ZIP .* Nothing was imported"):
        run("import_districts", file)


def test_missing_file_and_odd_year_are_said_plainly(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run("import_districts", tmp_path / "nowhere.csv")
    with pytest.raises(CommandError, match="Write it as 2022-23"):
        run("import_districts", ELSI, "--year", "soon")


def test_close_district_keeps_the_leaid_and_names_the_successor():
    run("import_districts", ELSI)
    out, _err = run("close_district", "0199901", "--on", "2024-06-30", "--successor", "1899902")
    closed = District.objects.get(leaid="0199901")
    assert (closed.closed_on, closed.successor.leaid) == (date(2024, 6, 30), "1899902")
    assert str(closed) == "MAPLE HOLLOW UNIFIED (AL, 0199901), closed"
    assert "QUARRY BEND CHARTER" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["0199901", "--on", "June"], "Write it as 2024-06-30"),
        (["199901", "--on", "2024-06-30"], "zeros first"),
        (["0199901", "--on", "2024-06-30", "--successor", "0000001"], "no district with LEAID 0000001"),
        (["0199901", "--on", "2024-06-30", "--successor", "0199901"], "leads back to this district"),
    ],
)
def test_close_district_says_what_is_wrong(words, said):
    run("import_districts", ELSI)
    with pytest.raises(CommandError, match=said):
        run("close_district", *words)
    assert District.objects.get(leaid="0199901").closed_on is None
