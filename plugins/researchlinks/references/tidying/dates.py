"""When a work came out: in parts, or in words where there are no parts."""

import re
from datetime import date

from .. import json_values
from ..csl import Date
from ..plain_text import tidy


def date_of(value: object) -> Date:
    """From CSL's parts or from text such as 2020-05-01, "2020", "in press"; a range counts from its start."""
    parts = json_values.mapping(value)
    if not parts:
        return _date_in_words(json_values.text(value))
    numbers = json_values.sequence(next(iter(json_values.sequence(parts.get("date-parts"))), None))
    found = [json_values.text(number).strip() for number in numbers[:3]]
    if found and re.fullmatch(r"\d{1,4}", found[0], re.ASCII):
        rest = [int(number) if re.fullmatch(r"\d{1,2}", number, re.ASCII) else 0 for number in found[1:]]
        return _real_date(int(found[0]), *rest)
    return _date_in_words(json_values.text(parts.get("literal") or parts.get("raw")))


def _date_in_words(text: str) -> Date:
    words = tidy(text, 40)
    numbers = re.match(r"(\d{4})(?!\d)(?:[-/.](\d{1,2})(?!\d))?(?:[-/.](\d{1,2})(?!\d))?", words, re.ASCII)
    if numbers:
        year, *rest = (int(number or 0) for number in numbers.groups())
        return _real_date(year, *rest)
    if within := re.search(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)", words, re.ASCII):
        return {"date-parts": [[int(within.group())]]}
    if not any(letter.isalpha() for letter in words) or re.fullmatch(r"(?i)n\. ?d\.|no date|undated", words):
        return {}
    return {"literal": words}


def _real_date(year: int, month: int = 0, day: int = 0) -> Date:
    if year < 1:
        return {}
    if not 1 <= month <= 12:
        return {"date-parts": [[year]]}
    try:
        date(year, month, day)
    except ValueError:
        return {"date-parts": [[year, month]]}
    return {"date-parts": [[year, month, day]]}
