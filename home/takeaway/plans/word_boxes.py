"""Boxes that Word ticks with a click: content controls, which python-docx does not know."""

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
LONGEST_NAME = 64
"""Characters that Word takes for the name of a content control"""
_BOX = f"""
<w:sdt {nsdecls("w")} xmlns:w14="{W14}">
  <w:sdtPr>
    <w:alias/>
    <w:id/>
    <w14:checkbox>
      <w14:checked w14:val="0"/>
      <w14:checkedState w14:val="2612" w14:font="MS Gothic"/>
      <w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>
    </w14:checkbox>
  </w:sdtPr>
  <w:sdtContent>
    <w:r>
      <w:rPr>
        <w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic" w:hint="eastAsia"/>
      </w:rPr>
      <w:t>\N{BALLOT BOX}</w:t>
    </w:r>
  </w:sdtContent>
</w:sdt>
"""


def box(number: int, name: str) -> Any:
    """Return the `number`th box of a file; `name` is what is read out for it."""
    made: Any = parse_xml(_BOX)
    settings = made.find(qn("w:sdtPr"))
    settings.find(qn("w:alias")).set(qn("w:val"), name[:LONGEST_NAME])
    settings.find(qn("w:id")).set(qn("w:val"), str(number))
    return made
