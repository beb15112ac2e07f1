"""Sanitised HTML as paragraphs, lists and runs of a file for Word."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

LinkAdder = Callable[[Paragraph, str, str], Run | None]
DEEPEST = 3
"""Word's own styles of lists go this deep"""
LISTS = {"ul": "List Bullet", "ol": "List Number"}
HEADINGS = {"h2", "h3", "h4"}
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class _Look:
    bold: bool = False
    italic: bool = False
    url: str = ""


def put_html(document: Any, html: str, add_link: LinkAdder) -> None:
    """Add `html` at the end of a document. Of tags that prose does not have, the text is added."""
    _Writer(document, add_link).blocks(BeautifulSoup(html, "html.parser"))


class _Writer:
    def __init__(self, document: Any, add_link: LinkAdder) -> None:
        self.document, self.add_link = document, add_link
        self.open: Paragraph | None = None
        """The paragraph that text goes to"""

    def blocks(self, parent: Tag) -> None:
        for child in parent.children:
            if isinstance(child, Tag) and child.name in LISTS:
                self.items(child, 1)
            elif isinstance(child, Tag) and (child.name == "p" or child.name in HEADINGS):
                self.open = self.document.add_paragraph()
                self.inline(child, _Look(bold=child.name in HEADINGS))
            elif str(child).strip():
                self.open = self.document.add_paragraph()
                self.inline(child, _Look())

    def items(self, listing: Tag, depth: int) -> None:
        """Add the items of a list, each a paragraph; those of a list within it come right after it."""
        level = min(depth, DEEPEST)
        style = LISTS[listing.name] + (f" {level}" if level > 1 else "")
        number = _new_numbering(self.document, style) if listing.name == "ol" else None
        for item in listing.find_all("li", recursive=False):
            self.open = self.document.add_paragraph(style=style)
            if number is not None:
                _count_by(self.open, number)
            for child in item.children:
                if isinstance(child, Tag) and child.name in LISTS:
                    self.items(child, depth + 1)
                else:
                    self.inline(child, _Look())

    def inline(self, node: Any, look: _Look) -> None:
        """Add the text within `node` to the open paragraph."""
        if isinstance(node, NavigableString):
            self.text(str(node), look)
        elif isinstance(node, Tag) and node.name == "br":
            self.paragraph.add_run().add_break()
        elif isinstance(node, Tag):
            for child in node.children:
                self.inline(child, _changed(look, node))

    def text(self, text: str, look: _Look) -> None:
        text = _SPACE.sub(" ", text)
        if not self.paragraph.text:
            text = text.lstrip()
        if not text:
            return
        run = self.add_link(self.paragraph, text, look.url) if look.url else self.paragraph.add_run(text)
        if run is not None:
            run.bold, run.italic = look.bold or None, look.italic or None

    @property
    def paragraph(self) -> Paragraph:
        if self.open is None:
            self.open = self.document.add_paragraph()
        return self.open


def _changed(look: _Look, tag: Tag) -> _Look:
    if tag.name in ("b", "strong"):
        return replace(look, bold=True)
    if tag.name in ("i", "em"):
        return replace(look, italic=True)
    return replace(look, url=str(tag.get("href") or "")) if tag.name == "a" else look


def _new_numbering(document: Any, style: str) -> int:
    """Return a numbering of its own for a list, so that it begins at 1 and not where the last one ended."""
    numbering = document.part.numbering_part.element
    used = document.styles[style].element.pPr.numPr.numId.val
    pattern = numbering.num_having_numId(used).abstractNumId.val
    made = numbering.add_num(pattern)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def _count_by(paragraph: Paragraph, number: int) -> None:
    counted = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    counted.get_or_add_numId().set(qn("w:val"), str(number))
