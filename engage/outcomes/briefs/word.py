"""A policy brief as a Word file, to be gone on with: real headings, lists and tables, pictures with what they show."""

from collections.abc import Iterator
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from engage.outcomes.briefs.content import Content, Request, Shown
from engage.results.reporting import report
from engage.results.reporting.blocks import Block, Bullets, Chart, Facts, Heading, Paragraph, Text
from engage.results.reporting.word import Writer


def docx(brief: Content) -> bytes:
    """Title, language and direction are said to the reader's software, as in the PDF."""
    heads = brief.heads
    writer = Writer(brief.title, brief.language, author=brief.hub, footer=f"{brief.hub} · {heads.kind}")
    writer.write(Paragraph(Text(f"{brief.hub} · {heads.kind} · {brief.date}"), quiet=True))
    writer.say(writer.made.add_heading("", 0), Text(brief.title))
    for block in _blocks(brief):
        writer.write(block)
    for source in brief.sources:
        paragraph = writer.made.add_paragraph(style="List Bullet")
        writer.say(paragraph, source.title)
        writer.say(paragraph, Text(f" ({source.more}): " if source.more else ": "))
        _link(paragraph, writer.say(paragraph, Text(source.address)), source.address)
    for each in brief.funders:
        writer.funder(each)
    return writer.content()


def _link(paragraph: Any, run: Any, address: str) -> None:
    """The run leads somewhere."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run.font.underline = True
    run._r.addprevious(link)
    link.append(run._r)


def _blocks(brief: Content) -> Iterator[Block]:
    heads = brief.heads
    yield from (Paragraph(Text(each)) for each in brief.lead)
    if brief.heard:
        yield Heading(Text(heads.heard))
    for heard in brief.heard:
        if len(brief.heard) > 1:
            yield Heading(Text(heard.title), 2)
        yield from (Paragraph(Text(each)) for each in heard.paragraphs)
    if brief.figures:
        yield Heading(Text(heads.figures))
    for shown in brief.figures:
        yield from _figure(shown)
    yield from (Paragraph(Text(each), quiet=True) for each in brief.notes)
    if brief.requests:
        yield Heading(Text(heads.requests))
    for group in brief.requests:
        if len(brief.requests) > 1:
            yield Heading(Text(group.title), 2)
        for request in group.requests:
            yield from _request(request, 3 if len(brief.requests) > 1 else 2)
    if brief.asks:
        yield Heading(Text(heads.asks))
        yield Bullets([Text(each) for each in brief.asks])
    yield Heading(Text(heads.sources))


def _figure(shown: Shown) -> Iterator[Block]:
    item = shown.item
    yield Heading(item.title, 2)
    for drawn in item.charts:
        title, *notes = drawn.caption
        if drawn.sheet is None:
            yield from (Paragraph(Text(each), quiet=True) for each in notes)
        else:
            caption = Text("") if title == item.title.text else Text(title, drawn.lang)
            yield Chart(drawn.sheet, caption, notes, drawn.description)
    for grid in item.grids:
        yield report.table(grid, item)
    yield Paragraph(Text(shown.source), quiet=True)


def _request(request: Request, level: int) -> Iterator[Block]:
    """What is asked for is a heading: a long list can be walked by them."""
    yield Heading(Text(request.text), level)
    yield Paragraph(Text(" · ".join(part for part in (request.to, request.state, request.when) if part)), quiet=True)
    if request.answers:
        yield Facts([(label, Text(text)) for label, text in request.answers])
