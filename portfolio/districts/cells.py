"""Cells of NCES files: markers for absent values, and how each kind of value is read.

Every reader takes the text of a cell and returns its value, or None where NCES has none. It
raises CellError, naming the value and the remedy, for text that is neither.

Markers: ELSI writes † (not applicable), – (missing) and ‡ (below quality standards); flat CCD
files write M, N, -1, -2 and -9 (CCD record layouts, 2013-14 and later).
"""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache

from django.db.models import IntegerChoices
from django.utils import translation
from django.utils.translation import gettext as _

from portfolio.districts.errors import CellError
from portfolio.models.vocabulary import (
    DEFENSE_PREFIXES,
    SAMPLE_PREFIX,
    STATE_BY_FIPS,
    LeaType,
    Locale,
    State,
)

MARKERS = frozenset({"", "†", "–", "‡", "—", "-", "M", "N", "-1", "-2", "-3", "-9"})
GRADES = {
    "prekindergarten": "PK", "kindergarten": "K", "ungraded": "UG", "adult education": "AE",
    "pk": "PK", "kg": "K", "ug": "UG", "ae": "AE",
}  # fmt: skip

_AS_FORMULA = re.compile(r'^="(.*)"$')
_YEAR = re.compile(r"(?:19|20)\d\d")
_GRADE = re.compile(r"^0?(\d{1,2})(?:st|nd|rd|th)?(?: grade)?$")
_STATES = frozenset(State.values)

Value = str | int | Decimal | None


def clean_cell(text: str) -> str:
    """Return the cell without blanks around it and without the `="…"` that keeps text as text."""
    text = text.strip()
    match = _AS_FORMULA.match(text)
    return match[1].strip() if match else text


def read_text(longest: int) -> Callable[[str], str]:
    """Return a reader for text of at most `longest` characters; "" where there is none."""

    def read(text: str) -> str:
        text = " ".join(text.split())
        if text in MARKERS:
            return ""
        if "\ufffd" in text or "\0" in text:
            raise CellError(_("“%s” has characters that cannot be read. Save the file as UTF-8.") % text)
        if len(text) > longest:
            raise CellError(
                _("“%(start)s…” is longer than %(limit)s characters.")
                % {"start": text[:40], "limit": longest}
            )
        return text

    return read


def read_count(text: str) -> int | None:
    """Read a whole number of at most seven digits; `1,337` and `1337.0` are 1337."""
    number = read_decimal("0.01", limit=10_000_000)(text)
    if number is None:
        return None
    if number < 0 or number != number.to_integral_value():
        raise CellError(_("“%s” is not a count: a whole number from 0 up is expected.") % text)
    return int(number)


def read_decimal(step: str, limit: int) -> Callable[[str], Decimal | None]:
    """Return a reader for numbers between -`limit` and `limit`, rounded to a multiple of `step`."""

    def read(text: str) -> Decimal | None:
        if text in MARKERS:
            return None
        try:
            number = Decimal(text.replace(",", ""))
        except InvalidOperation:
            raise CellError(_("“%s” is not a number.") % text[:40]) from None
        if not number.is_finite() or abs(number) > limit:
            raise CellError(_("“%s” is out of range.") % text[:40])
        return number.quantize(Decimal(step))

    return read


def read_coordinate(limit: int) -> Callable[[str], Decimal | None]:
    """Return a reader for degrees. Zero means that NCES derived no value (CCD record layout)."""
    read_degrees = read_decimal("0.000001", limit)
    return lambda text: read_degrees(text) or None


def read_fte(text: str) -> Decimal | None:
    """Read full-time equivalents: two decimal places, from 0 up."""
    number = read_decimal("0.01", limit=1_000_000)(text)
    if number is not None and number < 0:
        raise CellError(_("“%s” is below zero.") % text)
    return number


def read_code(choices: type[IntegerChoices], what: str) -> Callable[[str], int | None]:
    """Return a reader for codes such as `43` or `43-Rural: Remote`."""
    codes = frozenset(choices.values)

    def read(text: str) -> int | None:
        if text in MARKERS:
            return None
        digits = re.match(r"\d{1,2}", text)
        code = int(digits[0]) if digits else None
        if code not in codes:
            raise CellError(
                _("“%(text)s” is not one of the NCES codes for %(what)s.") % {"text": text[:40], "what": what}
            )
        return code

    return read


def read_grade(text: str) -> str:
    """Read a grade in either spelling, `12th Grade` or `12`, as PK, K, 1 to 13, UG or AE."""
    if text in MARKERS:
        return ""
    numbered = _GRADE.match(text.casefold())
    if numbered and 1 <= int(numbered[1]) <= 13:
        return str(int(numbered[1]))
    if text.casefold() not in GRADES:
        raise CellError(_("“%s” is not a grade.") % text[:40])
    return GRADES[text.casefold()]


def read_year(text: str) -> str:
    """Read a school year, `2022-23` from `2022-23`, `2022-2023` or `2022`; "" where there is none."""
    found = _YEAR.search(text)
    if not found:
        return ""
    start = int(found[0])
    return f"{start}-{(start + 1) % 100:02}"


def read_state(text: str) -> str:
    """Return the USPS code for a code (`IN `), a FIPS number or a state's name; "" where unknown."""
    if text.upper() in _STATES:
        return text.upper()
    if text.isdecimal():
        return STATE_BY_FIPS.get(text.zfill(2), "")
    return _states_by_name().get(text.casefold(), "")


@cache
def _states_by_name() -> dict[str, str]:
    with translation.override("en"):  # the language of the files, whoever reads them
        return {str(label).casefold(): code for code, label in State.choices}


def read_leaid(text: str) -> str:
    """Return a LEAID that a state of the US can have; otherwise say what happened to it."""
    if not text:
        raise CellError(_("the row has no LEAID. Add it, or take the row out."))
    if text.isdecimal() and len(text) == 6:
        raise CellError(
            _(
                "LEAID %s has six digits: spreadsheet programs drop the leading zero. Import the file as "
                "downloaded, or format the column as text."
            )
            % text
        )
    if not re.fullmatch(r"[0-9]{7}", text):
        raise CellError(
            _(
                "“%s” is not a LEAID, which has seven digits. Import the file as downloaded, without "
                "saving it from a spreadsheet program."
            )
            % text[:40]
        )
    _check_prefix(text)
    return text


def _check_prefix(leaid: str) -> None:
    prefix = leaid[:2]
    if prefix == SAMPLE_PREFIX:
        raise CellError(
            _("LEAID %s begins with 99: that is kept for invented samples, NCES never gives it.") % leaid
        )
    if prefix not in STATE_BY_FIPS and prefix not in DEFENSE_PREFIXES:
        raise CellError(
            _("LEAID %(leaid)s begins with %(prefix)s, and no state has that number. Check the row.")
            % {"leaid": leaid, "prefix": prefix}
        )


def state_of(leaid: str) -> str:
    """Return the USPS code that `leaid` begins with; "" for schools of the Department of Defense."""
    return STATE_BY_FIPS.get(leaid[:2], "")


def check_state(leaid: str, text: str) -> None:
    """Raise CellError where the state that the row tells is not the one its LEAID begins with."""
    expected = state_of(leaid)
    if text in MARKERS or not expected:
        return
    told = read_state(text)
    if told != expected:
        raise CellError(
            _(
                "LEAID %(leaid)s begins with %(prefix)s, which is %(expected)s, but the row says %(told)s. "
                "Check both in the file from NCES."
            )
            % {
                "leaid": leaid, "prefix": leaid[:2],
                "expected": State(expected).label, "told": State(told).label if told else f"“{text[:40]}”",
            }
        )  # fmt: skip


READERS: dict[str, Callable[[str], Value]] = {
    "name": read_text(200),
    "city": read_text(100),
    "county": read_text(100),
    "lea_type": read_code(LeaType, "LEA_TYPE"),
    "locale": read_code(Locale, "ULOCALE"),
    "latitude": read_coordinate(90),
    "longitude": read_coordinate(180),
    "lowest_grade": read_grade,
    "highest_grade": read_grade,
    "students": read_count,
    "teachers_fte": read_fte,
    "schools": read_count,
    "ell_students": read_count,
    "iep_students": read_count,
    "frl_students": read_count,
}
"""The facts of a district that files carry, and how each is read."""
