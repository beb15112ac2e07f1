r"""The little LaTeX that stands in BibTeX fields, as plain text, and plain text as such LaTeX.

pylatexenc was measured and not taken for this: it drops all after an unescaped percent sign, which
titles have ("50% of pupils"), raises IndexError at \href, and needs 0.6 ms a field. Here nothing is
ever lost but commands that have no text.
"""

import re
import unicodedata
from typing import Final

_ACCENTS: Final = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
_SYMBOLS: Final = {
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "o": "ø", "O": "Ø", "oe": "œ", "OE": "Œ", "l": "ł", "L": "Ł",
    "ss": "ß", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "ng": "ŋ", "NG": "Ŋ",    "S": "§", "P": "¶", "pounds": "£", "copyright": "©", "dag": "†", "ddag": "‡",
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "lbrace": "{", "rbrace": "}",
    "textasciitilde": "~", "textasciicircum": "^", "textasciigrave": "`", "textquotesingle": "'",
    "textquotedbl": '"', "textdollar": "$", "textless": "<", "textgreater": ">", "textbar": "|",
    "textunderscore": "_", "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "textellipsis": "…", "ldots": "…", "dots": "…",
    "texteuro": "€", "euro": "€", "textdegree": "°", "textregistered": "®", "texttrademark": "™",
    "textexclamdown": "¡", "textquestiondown": "¿", "guillemotleft": "«", "guillemotright": "»",
    "times": "×", "pm": "±", "cdot": "·", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "mu": "μ",
    "sigma": "σ", "chi": "χ", "omega": "ω", "leq": "≤", "geq": "≥", "sim": "~", "LaTeX": "LaTeX",
    "TeX": "TeX", "newline": " ", "quad": " ", "space": " ",
}  # fmt: skip
_DOTLESS: Final = {"ı": "i", "ȷ": "j"}
# In order: an accent and its letter, a command, an escaped character, a ligature, a brace.
_TOKEN = re.compile(
    r"""\\(?P<accent>[`'^~=."])\s*(?:\{\s*(?P<braced>\\?[^\W\d_]?)\s*\}|(?P<bare>\\[ij](?![A-Za-z])|[^\W\d_]))
    |\\(?P<letter>[urHvdckb])(?:\s*\{\s*(?P<letter_braced>\\?[^\W\d_])\s*\}|\s+(?P<letter_bare>[^\W\d_])
        (?![A-Za-z]))
    |\\(?P<command>[A-Za-z]+)\*?(?:\s+|(?:\{\})?)
    |\\(?P<escaped>[^A-Za-z])
    |(?P<ligature>---?|``|''|~)
    |(?P<brace>[{}])""",
    re.VERBOSE,
)
_LIGATURES: Final = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " "}
# Dollars are marks of mathematics only round something mathematical; others are prices.
_MATHS = re.compile(r"(?<!\\)\$([^$]*)(?<!\\)\$")
_SPECIAL: Final = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "@": "{@}",
}  # fmt: skip


def plain(source: str) -> str:
    """The text of a field. Braces go, accents are composed, unknown commands leave their argument."""
    if not re.search(r"[\\{}~$`']|--", source):
        return source
    return unicodedata.normalize("NFC", _TOKEN.sub(_text, _MATHS.sub(_maths, source)))


def verbatim(source: str) -> str:
    r"""The text of a field that is an address: only `\_` and its like are undone, and braces go."""
    return re.sub(r"\\(?=[_%#&~$])|[{}]|^\\url", "", source)


def escaped(text: str) -> str:
    """Plain text as LaTeX that `plain` reads back as it was, with braces in balance."""
    text = "".join(_SPECIAL.get(character, character) for character in text)
    return re.sub(r"([-'`])(?=\1)", r"{\1}", text)


def _maths(found: re.Match[str]) -> str:
    inside = found.group(1)
    return inside if len(inside) == 1 or re.search(r"[\\^_=<>]", inside) else found.group()


def _text(token: re.Match[str]) -> str:
    accent = token["accent"] or token["letter"]
    if accent:
        return _accented(accent, token)
    if token["command"]:
        return _SYMBOLS.get(token["command"], "")
    if token["escaped"]:
        return _escaped_character(token["escaped"])
    return _LIGATURES.get(token["ligature"] or "", "")


def _accented(accent: str, token: re.Match[str]) -> str:
    letter = token["braced"] or token["bare"] or token["letter_braced"] or token["letter_bare"] or ""
    letter = letter.removeprefix("\\")
    return _DOTLESS.get(letter, letter) + _ACCENTS[accent] if letter else ""


def _escaped_character(character: str) -> str:
    if character in "\\ ":
        return " "
    return "" if character in "-/,;!:@()[]" else character
