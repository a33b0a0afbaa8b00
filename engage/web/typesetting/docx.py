"""A document as a Word file, to be gone on with: real headings, lists and tables with a repeated head."""

from io import BytesIO
from typing import Any

import docx as word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from engage.web.typesetting.document import Block, Bullets, Document, Heading, Paragraph, Table, ToFill

_QUIET = RGBColor(0x4A, 0x5A, 0x62)


def docx(document: Document) -> bytes:
    """Title, language and headings are said to the reader's software, as in the PDF."""
    made = word.Document()
    made.core_properties.title = document.title
    made.core_properties.language = document.language
    made.core_properties.author = "Engage"
    made.styles["Normal"].font.size = Pt(10.5)
    _speak(made, document.language)
    made.add_heading(document.title, 0)
    for block in document.blocks:
        _write(made, block, document.to_fill)
    made.sections[0].footer.paragraphs[0].text = document.footer
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _speak(made: Any, language: str) -> None:
    """The language of all text that says none itself."""
    properties = made.styles["Normal"].element.get_or_add_rPr()
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), language)
    properties.append(mark)


def _write(made: Any, block: Block, to_fill: str) -> None:
    match block:
        case Heading(text, level):
            made.add_heading(text, level)
        case Paragraph(text, quiet):
            run = made.add_paragraph().add_run(text)
            if quiet:
                run.font.color.rgb = _QUIET
        case Bullets(entries):
            for entry in entries:
                made.add_paragraph(entry, style="List Bullet")
        case ToFill(text):
            paragraph = made.add_paragraph(style="Intense Quote")
            paragraph.add_run(f"{to_fill}: ").bold = True
            paragraph.add_run(text)
            made.add_paragraph("…")
        case Table():
            _table(made, block)


def _table(made: Any, block: Table) -> None:
    made.add_paragraph(block.caption, style="Caption")
    table = made.add_table(rows=1, cols=len(block.head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.add_paragraph()
