"""Small files in the layouts of NCES."""

import io
from pathlib import Path

from portfolio.districts.importing import RowReport, Summary, import_districts

FILES = Path(__file__).parent / "files"
ELSI = FILES / "elsi_2022-23.csv"
CCD_2023 = FILES / "ccd_2023-24.csv"
CCD_2013 = FILES / "ccd_2013-14.txt"

HEADER = "SCHOOL_YEAR,LEAID,LEA_NAME,ST,MEMBER"


def flat(*rows: str, header: str = HEADER) -> io.BytesIO:
    """Return a flat CCD file with `rows`; the first is line 2."""
    return io.BytesIO("\n".join([header, *rows, ""]).encode())


def bring(file: Path | io.BytesIO, **options: object) -> tuple[Summary, list[RowReport]]:
    """Import `file`; return the summary and what became of each row."""
    rows: list[RowReport] = []
    if isinstance(file, Path):
        file = io.BytesIO(file.read_bytes())
    return import_districts(file, report=rows.append, **options), rows
