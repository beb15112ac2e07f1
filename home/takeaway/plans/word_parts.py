"""The parts that a file for Word is put together from."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import IO

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from home.takeaway.plans.word_boxes import box
from home.takeaway.plans.word_html import put_html
from home.takeaway.plans.word_look import LINK, TABLE, empty_document

WIDTHS = (0.7, 3.4, 1.3, 1.1)
"""Inches of the columns of the table of steps: done, step, who, by when; as wide as the text"""
HANGING = Pt(20)
"""How far the lines after the first stand in beside a box"""
ROOM = Pt(30)
"""The least height of a row, to write in by hand"""
FOLLOWED = ("http://", "https://", "mailto:")


class Words:
    """A document that is being written, from top to bottom."""

    def __init__(self, locale: str) -> None:
        self.document = empty_document(locale)
        self.boxes = 0

    def describe(self, title: str, by: str, locale: str, changed_at: datetime | None) -> None:
        """Say in the file's properties what it is: assistive technology reads the title first."""
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = title[:255], by[:255], ""
        properties.language, properties.last_modified_by, properties.revision = locale, "", 1
        if changed_at:
            properties.created = properties.modified = changed_at.astimezone(UTC).replace(tzinfo=None)

    def save(self, file: IO[bytes]) -> None:
        self.document.save(file)

    def title(self, text: str) -> None:
        self.heading(text, 1)

    def heading(self, text: str, level: int) -> None:
        self.document.add_heading(text, level)

    def paragraph(self, text: str, style: str | None = None) -> None:
        self.document.add_paragraph(text, style)

    def leading(self, text: str) -> None:
        """Add a paragraph that stays on the page of what comes after it."""
        self.document.add_paragraph(text).paragraph_format.keep_with_next = True

    def labelled(self, label: str, text: str) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.add_run(label).bold = True
        paragraph.add_run(text)

    def bullet(self, text: str) -> None:
        self.document.add_paragraph(text, "List Bullet")

    def box(self, text: str) -> None:
        """Add a line with a box to tick."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.left_indent = HANGING
        paragraph.paragraph_format.first_line_indent = -HANGING
        self._tick(paragraph, text)
        paragraph.add_run(f"\t{text}")

    def paragraph_with_link(self, before: str, text: str, url: str, style: str | None = None) -> None:
        paragraph = self.document.add_paragraph(before, style)
        add_link(paragraph, text, url)

    def html(self, html: str) -> None:
        """Add sanitised HTML as paragraphs and lists."""
        put_html(self.document, html, add_link)

    def checklist_table(self, title: str, heads: Sequence[str], rows: Sequence[tuple[str, str]]) -> None:
        """Add a table with a row for each thing to do: a box, what it is, room for a name and a day."""
        table = self.document.add_table(rows=1, cols=len(heads), style=TABLE)
        _name(table, title)
        for cell, text in zip(table.rows[0].cells, heads, strict=True):
            cell.paragraphs[0].add_run(text).bold = True
        _repeat_on_each_page(table)
        for text, note in rows:
            done, what, *_room = table.add_row().cells
            self._tick(done.paragraphs[0], text or heads[1])
            what.paragraphs[0].add_run(text).bold = True
            if note:
                what.add_paragraph(note)
        _lay_out(table)

    def _tick(self, paragraph: Paragraph, text: str) -> None:
        self.boxes += 1
        paragraph._p.append(box(self.boxes, text))


def add_link(paragraph: Paragraph, text: str, url: str) -> Run | None:
    """Add a link, or its text alone where the address is none that one follows."""
    if not url.lower().startswith(FOLLOWED):
        return paragraph.add_run(text)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text, style=LINK)
    link.append(run._r)
    paragraph._p.append(link)
    return run


def _name(table: Table, title: str) -> None:
    """Give a table its name for those who hear it."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    table._tbl.tblPr.append(caption)


def _repeat_on_each_page(table: Table) -> None:
    """Make the first row one of headings, which Word repeats and screen readers read with each cell."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _lay_out(table: Table) -> None:
    table.autofit = False
    for column, inches in zip(table.columns, WIDTHS, strict=True):
        width = Pt(inches * 72)
        column.width = width
        for cell in column.cells:
            cell.width = width
    for row in table.rows:
        row.height = ROOM
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
