"""The small markup that sample and standing texts are written in, turned into what Wagtail stores.

Blank lines part blocks. `## ` and `### ` are headings, `- ` and `1. ` lists, `> ` a quote whose
last line `-- name | role` says whose, `| a | b |` a table whose first row is its head. A line
that starts with `!` is one of

    !figure key | caption        !fact number | what it counts | source        !file key | label

Within a text, `**bold**`, `*italic*` and `[words](address)`. Authors are trusted: it is our own text.
"""

import re
from collections.abc import Callable
from html import escape
from typing import Any

Lookup = Callable[[str, str], int]
"""(`picture` or `file`, key) to primary key; raises LookupError where there is none."""

INLINE = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<b>\1</b>"),
    (re.compile(r"\*(.+?)\*"), r"<i>\1</i>"),
    (re.compile(r"\[(.+?)\]\((.+?)\)"), r'<a href="\2">\1</a>'),
)


def rich_text(text: str) -> str:
    """Return `text` (paragraphs and lists) as the HTML of a rich text field."""
    return "".join(_paragraph(chunk) for chunk in _chunks(text))


def stream(text: str, lookup: Lookup) -> list[dict[str, Any]]:
    """Return `text` as the raw value of a stream of `StoryBlocks`."""
    blocks: list[dict[str, Any]] = []
    for chunk in _chunks(text):
        block = _block(chunk, lookup)
        if block["type"] == "text" and blocks and blocks[-1]["type"] == "text":
            blocks[-1]["value"] += block["value"]
        else:
            blocks.append(block)
    return blocks


def _chunks(text: str) -> list[str]:
    return [chunk.strip() for chunk in re.split(r"\n\s*\n", text) if chunk.strip()]


def _block(chunk: str, lookup: Lookup) -> dict[str, Any]:
    if chunk.startswith("### "):
        return {"type": "subheading", "value": chunk[4:]}
    if chunk.startswith("## "):
        return {"type": "heading", "value": chunk[3:]}
    if chunk.startswith("> "):
        return {"type": "quote", "value": _quote(chunk)}
    if chunk.startswith("| "):
        return {"type": "table", "value": _table(chunk)}
    if chunk.startswith("!"):
        return _special(chunk, lookup)
    return {"type": "text", "value": _paragraph(chunk)}


def _special(line: str, lookup: Lookup) -> dict[str, Any]:
    word, _, rest = line[1:].partition(" ")
    parts = [part.strip() for part in rest.split("|")]
    match word, parts:
        case "figure", [key, *caption]:
            value = {"picture": lookup("picture", key), "decorative": False, "caption": "".join(caption)}
        case "fact", [number, label, source]:
            value = {"number": number, "label": label, "source": source}
        case "file", [key, *label]:
            value = {"file": lookup("file", key), "label": "".join(label)}
        case _:
            raise ValueError(f"This line is none that the sample markup knows: {line}")
    return {"type": word, "value": value}


def _quote(chunk: str) -> dict[str, Any]:
    lines = [line.removeprefix("> ").strip() for line in chunk.splitlines()]
    name, _, role = lines.pop().removeprefix("-- ").partition(" | ")
    return {"text": " ".join(lines), "name": name, "role": role, "permission": True}


def _table(chunk: str) -> dict[str, Any]:
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in chunk.splitlines()]
    return {
        "data": rows,
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": "",
    }


def _paragraph(chunk: str) -> str:
    lines = chunk.splitlines()
    for start, tag in ((r"- ", "ul"), (r"\d+\. ", "ol")):
        if re.match(start, lines[0]):
            items = re.split(rf"(?:^|\n){start}", chunk)[1:]
            return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{tag}>"
    return f"<p>{_inline(chunk)}</p>"


def _inline(text: str) -> str:
    text = escape(" ".join(text.split()), quote=False)
    for pattern, replacement in INLINE:
        text = pattern.sub(replacement, text)
    return text
