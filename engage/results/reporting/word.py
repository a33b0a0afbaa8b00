"""A results report as a Word file: real headings, lists and tables, pictures with what they show, both directions."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import docx as word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from engage.i18n.locales import direction
from engage.results.reporting.blocks import (
    Block,
    Bullets,
    Chart,
    Emblem,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Quote,
    Report,
    Table,
    Text,
)
from engage.web.charts.drawing import Drawn
from engage.web.charts.standalone import png
from engage.web.typesetting import printable

_QUIET = RGBColor(0x4A, 0x5A, 0x62)
_WIDE, _SMALL = Cm(11), Cm(3)
LONGEST_TITLE = 255
"""Of a Word file, in what it says about itself."""
PRINTABLE = ("image/png", "image/jpeg", "image/gif")
"""What a Word file can hold; the words of an emblem of another kind stand alone."""


def docx(report: Report) -> bytes:
    """Title, language and direction are said to the reader's software, as in the PDF."""
    writer = Writer(report.title.text, report.language, author=report.above, footer=report.footer)
    _cover(writer, report)
    _contents(writer, report)
    for block in report.blocks:
        writer.write(block)
    return writer.content()


def _cover(writer: "Writer", report: Report) -> None:
    writer.write(Paragraph(Text(report.above), quiet=True))
    writer.say(writer.made.add_heading("", 0), report.title)
    writer.say(writer.made.add_paragraph(style="Subtitle"), Text(report.below))
    writer.write(Facts(report.cover))
    for each in report.funders:
        writer.funder(each)
    writer.made.add_page_break()


def _contents(writer: "Writer", report: Report) -> None:
    """A field that the reader's program renews, with the headings in it from the start."""
    writer.say(writer.made.add_paragraph(style="TOC Heading"), Text(report.contents))
    headings = [block for block in report.blocks if isinstance(block, Heading) and block.level <= 2]
    first = writer.made.add_paragraph()
    _field(first, "begin")
    _instruction(first, 'TOC \\o "1-2" \\h \\z \\u')
    _field(first, "separate")
    paragraph = first
    for number, heading in enumerate(headings):
        paragraph = writer.made.add_paragraph() if number else first
        paragraph.paragraph_format.left_indent = Cm(0.6 * (heading.level - 1))
        writer.say(paragraph, heading.text)
    _field(paragraph, "end")
    writer.made.add_page_break()


class Writer:
    """A Word file in one language and its direction, block by block."""

    def __init__(self, title: str, language: str, *, author: str, footer: str) -> None:
        self.language = language
        self.rtl = direction(language) == "rtl"
        self.made: Any = word.Document()
        properties = self.made.core_properties
        properties.title, properties.language = printable(title)[:LONGEST_TITLE], language
        properties.author = printable(author)[:LONGEST_TITLE]
        self.made.styles["Normal"].font.size = Pt(10.5)
        spoken = _added(self.made.styles["Normal"].element.get_or_add_rPr(), "w:lang")
        for name in ("w:val", "w:bidi"):
            spoken.set(qn(name), language)
        section = self.made.sections[0]
        if self.rtl:
            _before(section._sectPr, "w:bidi", "w:rtlGutter", "w:docGrid")
        self.say(section.footer.paragraphs[0], Text(footer))

    def content(self) -> bytes:
        """The file."""
        out = BytesIO()
        self.made.save(out)
        return out.getvalue()

    def write(self, block: Block) -> None:
        match block:
            case Heading(text, level):
                self.say(self.made.add_heading("", level), text)
            case Paragraph(text, quiet):
                self._quiet(text) if quiet else self.say(self.made.add_paragraph(), text)
            case Bullets(entries):
                for entry in entries:
                    self.say(self.made.add_paragraph(style="List Bullet"), entry)
            case Notice(text):
                self.say(self.made.add_paragraph(style="Intense Quote"), text)
            case Quote(text):
                self.say(self.made.add_paragraph(style="Quote"), text)
            case Facts(rows):
                self._facts(rows)
            case Chart():
                self._chart(block)
            case Table():
                self._table(block)

    def _facts(self, rows: Iterable[tuple[str, Text]]) -> None:
        for label, value in rows:
            paragraph = self.made.add_paragraph()
            self.say(paragraph, Text(f"{label}: "), bold=True)
            self.say(paragraph, value)

    def _chart(self, chart: Chart) -> None:
        if chart.caption.text:
            self.say(self.made.add_paragraph(style="Caption"), chart.caption, bold=True)
        for note in chart.notes:
            self._quiet(Text(note))
        language = self.language
        drawn = Drawn(chart.sheet, "", "", [""])
        self._picture(png(drawn, source=(), language=language, direction=direction(language)), _WIDE, chart.alt)

    def funder(self, funder: Emblem) -> None:
        if funder.content and funder.kind in PRINTABLE:
            self._picture(funder.content, _SMALL, funder.alt)
        if funder.text:
            self._quiet(Text(funder.text))

    def _picture(self, content: bytes, wide: Any, alt: str) -> None:
        paragraph = self._turned(self.made.add_paragraph())
        shape = paragraph.add_run().add_picture(BytesIO(content), width=wide)
        shape._inline.docPr.set("descr", printable(alt))

    def _table(self, block: Table) -> None:
        if block.caption.text:
            self.say(self.made.add_paragraph(style="Caption"), block.caption)
        table = self.made.add_table(rows=1, cols=len(block.head), style="Table Grid")
        if self.rtl:
            _before(table._tbl.tblPr, "w:bidiVisual", "w:tblW", "w:jc", "w:tblLayout", "w:tblLook")
        for cell, text in zip(table.rows[0].cells, block.head, strict=True):
            self.say(cell.paragraphs[0], text, bold=True)
        _added(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader").set(qn("w:val"), "true")
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                self.say(cell.paragraphs[0], text)
        self.made.add_paragraph()

    def _quiet(self, text: Text) -> None:
        self.say(self.made.add_paragraph(), text).font.color.rgb = _QUIET

    def say(self, paragraph: Any, text: Text, *, bold: bool = False) -> Any:
        """A run in its own language and direction."""
        self._turned(paragraph)
        run = paragraph.add_run(printable(text.text))
        run.bold = bold or None
        properties = run._r.get_or_add_rPr()
        if (text.direction or direction(self.language)) == "rtl":
            run.font.rtl = True
        if text.lang:
            language = _added(properties, "w:lang")
            for name in ("w:val", "w:bidi"):
                language.set(qn(name), text.lang)
        return run

    def _turned(self, paragraph: Any) -> Any:
        if self.rtl:
            properties = paragraph._p.get_or_add_pPr()
            if properties.find(qn("w:bidi")) is None:
                _before(properties, "w:bidi", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")
        return paragraph


def _added(parent: Any, name: str) -> Any:
    element = OxmlElement(name)
    parent.append(element)
    return element


def _before(parent: Any, name: str, *others: str) -> Any:
    """The standard fixes the order of what stands in an element."""
    return parent.insert_element_before(OxmlElement(name), *others)


def _field(paragraph: Any, kind: str) -> None:
    _added(paragraph.add_run()._r, "w:fldChar").set(qn("w:fldCharType"), kind)


def _instruction(paragraph: Any, text: str) -> None:
    said = _added(paragraph.add_run()._r, "w:instrText")
    said.set(qn("xml:space"), "preserve")
    said.text = text
