"""How a file for Word looks: the few styles that a plan needs, made once."""

from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

FONT, ACCENT = "Calibri", RGBColor(0x00, 0x5F, 0x59)
SIZES = {"Normal": 11, "Heading 1": 24, "Heading 2": 16, "Heading 3": 13, "Heading 4": 11}
LINK, NOTICE, TABLE = "Hyperlink", "Intense Quote", "Table Grid"
LISTS = [f"List {kind}{level}" for kind in ("Bullet", "Number") for level in ("", " 2", " 3")]
KEPT = {*SIZES, *LISTS, NOTICE, TABLE, "Footer", "Default Paragraph Font", "Normal Table", "No List"}
"""Of the 164 styles of the template that python-docx begins with: to look one up reads through all"""
MARGIN = Inches(1)
ROOM_IN_CELLS = 60
"""Twentieths of a point above and below the text of a cell"""
WORD_2013 = "15"
"""What Word opens as its own. A file of an older one is named “compatibility mode” in its title"""
LANGUAGES = {"en": "en-US", "es": "es-US"}


def empty_document(locale: str) -> Any:
    """Return a document without content, in the look of a plan and the language of `locale`."""
    return Document(BytesIO(_template(LANGUAGES.get(locale, locale))))


@cache
def _template(language: str) -> bytes:
    document = Document()
    _thin_out(document.styles)
    for name, size in SIZES.items():
        style = document.styles[name]
        _plain_font(style)
        style.font.size = Pt(size)
        if name != "Normal":
            style.font.color.rgb = ACCENT
            style.paragraph_format.space_before = Pt(size * 0.9)
            style.paragraph_format.space_after = Pt(4)
    document.styles["Heading 4"].font.italic = False
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    link = document.styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = ACCENT, True
    _notice(document.styles[NOTICE])
    _room_in_cells(document.styles[TABLE])
    _sheet(document.sections[0])
    _as_of_today(document.settings.element)
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _thin_out(styles: Any) -> None:
    """Leave the styles that are used, without their twins for single words, which would keep the old look."""
    for style in list(styles):
        if style.name not in KEPT:
            style.delete()
    for link in list(styles.element.iter(qn("w:link"))):
        link.getparent().remove(link)


def _notice(style: Any) -> None:
    style.font.color.rgb = ACCENT
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Pt(0)
    line = style.element.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    line.attrib.pop(qn("w:themeColor"), None)
    line.set(qn("w:color"), str(ACCENT))


def _room_in_cells(style: Any) -> None:
    margins = style.element.find(qn("w:tblPr")).find(qn("w:tblCellMar"))
    for side in ("top", "bottom"):
        margins.find(qn(f"w:{side}")).set(qn("w:w"), str(ROOM_IN_CELLS))


def _sheet(section: Any) -> None:
    """Leave an inch around, and number the pages: a plan is printed, and its sheets part."""
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for field, after in (("PAGE", " / "), ("NUMPAGES", "")):
        number = OxmlElement("w:fldSimple")
        number.set(qn("w:instr"), field)
        footer._p.append(number)
        footer.add_run(after)


def _as_of_today(settings: Any) -> None:
    """Say which Word it is for, and how large it is shown: the template has no valid size for that."""
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), WORD_2013)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")


def _plain_font(style: Any) -> None:
    """Name the font; that of the template's theme would come first."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    style.font.name = FONT
