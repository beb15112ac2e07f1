"""Which texts are counted: none that may say who somebody is."""

import re

from search import language

LONGEST = 100
"""Letters; what is longer is no question any more, but something that was pasted"""
MOST_DIGITS = 6
"""More of them in a row, however they are parted, may be a telephone's or a student's number"""

_NUMBER = re.compile(r"\d(?:[\d\s().,/+\-–—]*\d)?")
_YEARS = re.compile(r"(?:(?:19|20)\d\d[\s/\-–—]*)+")
_ADDRESS = re.compile(r"@|://|\bwww\.", re.IGNORECASE)


def counted(text: str) -> str:
    """Return `text` as it is counted, its words alone; "" for one that is not.

    What has an e-mail or web address in it or a long number is not, nor what is long.
    """
    if len(text) > LONGEST or _ADDRESS.search(text) or any(map(_is_long, _NUMBER.findall(text))):
        return ""
    words = " ".join(language.words(text))
    return words if len(words) <= LONGEST else ""


def _is_long(number: str) -> bool:
    digits = sum(letter.isdigit() for letter in number)
    return digits > MOST_DIGITS and not _YEARS.fullmatch(number)
