"""How a file for Word looks: the few styles that a plan needs, made once."""

from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

FONT, ACCENT = "Calibri", RGBColor(0x00, 0x5F, 0x59)
SIZES = {"Normal": 11, "Heading 1": 24, "Heading 2": 16, "Heading 3": 13, "Heading 4": 11}
LINK, NOTICE, TABLE = "Hyperlink", "Intense Quote", "Table Grid"
LISTS = [f"List {kind}{level}" for kind in ("Bullet", "Number") for level in ("", " 2", " 3")]
KEPT = {*SIZES, *LISTS, NOTICE, TABLE, "Default Paragraph Font", "Normal Table", "No List"}
"""Of the 164 styles of the template that python-docx begins with: to look one up reads through all"""
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
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    link = document.styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = ACCENT, True
    document.styles[NOTICE].font.color.rgb = ACCENT
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


def _plain_font(style: Any) -> None:
    """Name the font; that of the template's theme would come first."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    style.font.name = FONT
