"""What is read from files as NCES gives them, and what is said about files that are something else."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio.districts.errors import UnusableFileError
from portfolio.districts.rows import BadRow, DistrictFile, Row
from tests.portfolio.districts.nces import CCD_2013, CCD_2023, ELSI, flat


def rows_of(file: Path | io.BytesIO) -> list[Row | BadRow]:
    content = file.read_bytes() if isinstance(file, Path) else file.getvalue()
    return list(DistrictFile(io.BytesIO(content)).rows())


def rows_by_leaid(file: Path | io.BytesIO) -> dict[str, Row]:
    rows = rows_of(file)
    assert [row for row in rows if isinstance(row, BadRow)] == []
    return {row.leaid: row for row in rows if isinstance(row, Row)}


def problem_of(*rows: str, **options: str) -> str:
    bad = [row for row in rows_of(flat(*rows, **options)) if isinstance(row, BadRow)]
    assert len(bad) == 1
    return f"line {bad[0].line}: {bad[0].problem}"


def test_elsi_table_gives_every_district_with_its_facts_and_leading_zero():
    rows = rows_by_leaid(ELSI)
    assert list(rows) == ["0199901", "1899902", "1799903", "5999904", "7899905", "4299906"]
    maple = rows["0199901"]
    assert maple.line == 8
    assert maple.state == "AL"
    assert maple.facts == {
        "name": "MAPLE HOLLOW UNIFIED", "city": "Maple Hollow", "lea_type": 1, "locale": 43,
        "lowest_grade": "PK", "highest_grade": "12", "students": 1337, "ell_students": 12, "schools": 4,
        "teachers_fte": Decimal("115.00"),
    }  # fmt: skip


def test_elsi_markers_are_no_values_and_a_guarded_zero_is_zero():
    rows = rows_by_leaid(ELSI)
    assert rows["1899902"].facts["students"] == 0
    cooperative = rows["1799903"].facts
    absent = ("students", "ell_students", "schools", "lowest_grade", "highest_grade")
    assert [cooperative[fact] for fact in absent] == [None, None, None, "", ""]
    assert rows["7899905"].facts["students"] == 5072


def test_each_fact_has_the_year_of_its_column():
    row = rows_by_leaid(ELSI)["0199901"]
    assert row.years["students"] == "2022-23"
    assert row.years["ell_students"] == "2021-22"


def test_flat_file_of_2023_gives_codes_coordinates_and_grades():
    rows = rows_by_leaid(CCD_2023)
    maple = rows["0199901"]
    assert maple.facts["latitude"] == Decimal("33.287785")
    assert (maple.facts["lowest_grade"], rows["5999904"].facts["lowest_grade"]) == ("PK", "9")
    assert rows["6099907"].facts["students"] is None
    assert rows["6099907"].facts["schools"] is None
    assert rows["4299906"].facts["latitude"] is None  # NCES writes 0 where it derived none
    assert maple.years["students"] == "2023-24"


def test_flat_file_of_2013_with_tabs_is_read():
    rows = rows_by_leaid(CCD_2013)
    assert rows["0199901"].facts["county"] == "HOLLOW COUNTY"
    assert rows["0199901"].years["name"] == "2013-14"
    assert rows["5499909"].facts["city"] == "OLD MILL"  # located "M" (missing), so where its mail goes
    assert rows["5499909"].closed


def test_bureau_of_indian_education_belongs_to_no_state_it_lies_in():
    row = "2023,5999904,Desert Star,AZ"
    assert "5999904" in rows_by_leaid(flat(row, header="SURVYEAR,LEAID,NAME,LSTATE"))


def test_schools_of_the_department_of_defense_have_no_state():
    assert rows_by_leaid(CCD_2023)["6399908"].state == ""


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8"])
def test_file_saved_from_a_spreadsheet_is_read_in_its_encoding(encoding):
    text = ELSI.read_text(encoding="utf-8-sig").replace("QUARRY", "PEÑASCO")
    rows = rows_by_leaid(io.BytesIO(text.encode(encoding)))
    assert rows["1899902"].facts["name"] == "PEÑASCO BEND CHARTER"
    assert rows["1799903"].facts["students"] is None


@pytest.mark.parametrize("delimiter", ["|", ";", "\t"])
def test_any_usual_delimiter_is_found(delimiter):
    text = "LEAID,NAME,STATE,LOCALE,SCHOOLYEAR\n0199901,Maple Hollow,AL,43,2022-2023\n".replace(
        ",", delimiter
    )
    assert rows_by_leaid(io.BytesIO(text.encode()))["0199901"].years["locale"] == "2022-23"


def test_old_macintosh_line_ends_are_read():
    content = CCD_2013.read_bytes().replace(b"\n", b"\r")
    assert len(rows_by_leaid(io.BytesIO(content))) == 3


def test_leaid_that_lost_its_zero_is_named_with_its_line_and_the_remedy():
    assert problem_of("2022-23,100005,Maple Hollow,AL,12") == (
        "line 2: LEAID 100005 has six digits: spreadsheet programs drop the leading zero. "
        "Import the file as downloaded, or format the column as text."
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2022-23,9900001,Maple Hollow,AL,1", "kept for invented samples"),
        ("2022-23,0300001,Maple Hollow,AL,1", "no state has that number"),
        ("2022-23,1.80E+06,Maple Hollow,IN,1", "not a LEAID, which has seven digits"),
        ("2022-23,,Maple Hollow,IN,1", "no LEAID"),
        ("2022-23,1899902,,IN,1", "no name"),
        ("2022-23,1899902,Quarry Bend,PA,1", "is Indiana, but the row says Pennsylvania"),
        ("2022-23,1899902,Quarry Bend,XX,1", "is Indiana, but the row says “XX”"),
        ("2022-23,1899902,Quarry Bend,IN,many", "member: “many” is not a number"),
        ("2022-23,1899902,Quarry Bend,IN,-5", "member: “-5” is not a count"),
        ("2022-23,1899902,Quarry Bend,IN,1.5", "member: “1.5” is not a count"),
        (
            "2022-23,1899902,Quarry Bend,IN,99999999999999999999",
            "999” is out of range",
        ),
        ("2022-23,1899902,Quarry Bend,IN,NaN", "member: “NaN” is out of range"),
        ("2022-23,1899902,Quarry Bend, the second,IN,1", "6 cells, the header 5. Text with a comma"),
        ("2022-23,1899902,Quarry", "3 cells, the header 5. Was the download cut off?"),
        ('2022-23,1899902,"Quarry Bend,IN,1', "a quotation mark is opened and not closed"),
        ("2022-23,1899902," + "x" * 300 + ",IN,1", "longer than 200 characters"),
    ],
)
def test_bad_row_is_named_with_its_line_and_a_remedy(row, said):
    problem = problem_of(row)
    assert problem.startswith("line 2: ")
    assert said in problem


def test_bad_row_costs_no_other_row():
    rows = rows_of(flat('2022-23,1899902,"Quarry,IN,1', "", "2022-23,0199901,Maple Hollow,AL,1"))
    assert [type(row) for row in rows] == [BadRow, Row]


def test_leaid_that_comes_again_is_refused_with_both_lines():
    row = "2022-23,0199901,Maple Hollow,AL,1"
    assert problem_of(row, "", row).startswith("line 4: LEAID 0199901 was on line 2 already.")


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf\n\n  \n", "The file is empty"),
        (zipped(), "ZIP or Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel file"),
        (b"%PDF-1.7\n", "PDF"),
        (b"  \n<!DOCTYPE html><html><body>503 Service Unavailable</body></html>", "web page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not a text file"),
        ("LEAID,NAME\n0199901,Maple\n".encode("utf-16-le"), "not a text file"),
        (b"hello\nworld\n", "No header row was found. The file begins with “hello”"),
        (
            b"LEAID,ST,MEMBER\n0199901,AL,3\n",
            "name is missing. Found are: LEAID, ST, MEMBER.",
        ),
        (b"Agency Name,State Abbr\nMaple,AL\n", "The column for LEAID is missing."),
        (b"NCESSCH,LEAID,LEA_NAME,SCH_NAME\n", "file of schools"),
        (b"LEAID,LEA_NAME,GRADE,STUDENT_COUNT\n", "several rows for each district"),
        (b"LEAID,LEA_NAME\n" + b"0199901,Maple\n" * 100_001, "100,002 lines"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_file_that_is_something_else_is_refused_in_plain_words(content, said):
    with pytest.raises(UnusableFileError) as refusal:
        DistrictFile(io.BytesIO(content))
    assert said in str(refusal.value)


def test_one_endless_line_is_neither_kept_nor_believed():
    content = b"LEAID,LEA_NAME\n0199901," + b"x" * 5_000_000 + b"\n1899902,Quarry Bend\n"
    rows = rows_of(io.BytesIO(content))
    assert [type(row) for row in rows] == [BadRow, Row]
    assert rows[1].line == 3
