"""Text as it may be kept: one line, no markup, no invisible characters, of bounded length."""

import re
import unicodedata
from html import unescape

# Attributes need "=", so that "a <b and c> d" in a title is left alone.
_MARKUP = re.compile(
    r"""<!--(?:(?!<!--).)*?-->|<[!?][^<>]*>|</?[A-Za-z][\w:.-]*(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))*\s*/?>""",
    re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# Invisible or reordering characters. Joiners stay: Persian and Indic words need them.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ROUNDS = 8


def one_line(text: str) -> str:
    """Without control, invisible and undecodable characters, NFC, with single spaces."""
    text = _LONE_SURROGATE.sub("", _INVISIBLE.sub("", text))
    return " ".join(unicodedata.normalize("NFC", _CONTROL.sub(" ", text)).split())


def shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def without_markup(text: str) -> str:
    """Tags taken away and entities read, again until nothing is left: indexes escape twice and thrice."""
    for _ in range(_ROUNDS):
        plain = _ENTITY.sub(_character, _MARKUP.sub("", text))
        if plain == text:
            break
        text = plain
    return text


def tidy(text: str, limit: int) -> str:
    """One plain line of at most `limit` characters; tidying it again changes nothing."""
    text = one_line(text[: 20 * limit])
    return shortened(one_line(without_markup(text)), limit)


def _character(entity: re.Match[str]) -> str:
    return unescape(entity.group())
