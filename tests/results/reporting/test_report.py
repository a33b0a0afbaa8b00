"""The results report: a PDF and a Word file."""

import io
import re
import zlib
from datetime import date

from docx import Document
from docx.oxml.ns import qn

from engage.results.charts.published import Teller
from engage.results.reporting import items
from engage.results.reporting.blocks import Emblem, Report
from engage.results.reporting.printing import pdf
from engage.results.reporting.report import About, report
from engage.results.reporting.word import docx
from tests.factories.editions_of_results import TEXTS, make_published
from tests.support.pdf_text import words_of


def made(teller: Teller, group: str = "", **changes: object) -> Report:
    funder = Emblem(b"", "", "", "Paid for by a fund.")
    about = About("Hub Norway", 2, date(2026, 5, 4), "https://example.org/en/surveys/x/results", TEXTS, [funder])
    published = make_published(**changes)
    return report(published, about, teller, items.group(published, group) if group else None)


def test_the_pdf_is_tagged_and_holds_what_the_page_shows(teller: Teller):
    file = pdf(made(teller))

    words = words_of(file)
    for said in (
        "Screening and you",
        "Hub Norway",
        "Paid for by a fund.",
        "Contents",
        "Most people hear of screening from their doctor.",
        "From a doctor 300 50%",
        "fewer than 10",
        "What is not shown, and why",
        "The ministry answers in May.",
        "Page 2 of",
    ):
        assert said in words, said
    plain = file + b"".join(_inflated(file))
    assert b"/MarkInfo" in plain
    assert b"pdfuaid" in plain
    assert b"/Lang(en)" in plain


def _inflated(file: bytes) -> list[bytes]:
    found = []
    for stream in re.findall(rb"stream\n(.*?)\nendstream", file, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return found


def test_a_report_of_a_group_is_about_that_group(teller: Teller):
    words = words_of(pdf(made(teller, "_language:de")))

    assert "Language: German" in words
    assert "From a doctor 95 48.7%" in words
    assert "From a doctor 300 50%" not in words


def test_a_report_of_too_few_says_so(teller: Teller):
    blocks = made(teller, questions=(), crossings=(), filters=(), too_few=True).blocks

    assert any("Nothing is shown" in str(block) for block in blocks)


def test_the_word_file_has_headings_tables_and_pictures_with_words(teller: Teller):
    words = Document(io.BytesIO(docx(made(teller))))

    headings = [each.text for each in words.paragraphs if each.style.name.startswith("Heading")]
    assert headings[:3] == ["In short", "Screening", "Who told you of screening?"]
    assert words.tables[0].rows[0].cells[0].text == "Answer"
    assert words.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    pictures = [shape._inline.docPr.get("descr") for shape in words.inline_shapes]
    assert pictures[0] == "From a doctor: 50% (300); By letter: 25% (150); From nobody: 25% (150)"
    assert words.core_properties.language == "en"


def test_in_hebrew_everything_runs_from_the_right(hebrew: Teller):
    words = Document(io.BytesIO(docx(made(hebrew))))

    assert all(
        each._p.pPr is not None and each._p.pPr.find(qn("w:bidi")) is not None for each in words.paragraphs if each.text
    )
    assert all(each._tbl.tblPr.find(qn("w:bidiVisual")) is not None for each in words.tables)
    assert words.sections[0]._sectPr.find(qn("w:bidi")) is not None
    assert "בדיקות סקר"[::-1] in words_of(pdf(made(hebrew)))  # as it is drawn, from left to right


def test_a_very_long_title_stands_whole_in_the_word_file(teller: Teller):
    title = "Screening and you " * 20

    file = Document(io.BytesIO(docx(made(teller, title={"en": title}))))

    assert any(title.strip() in each.text for each in file.paragraphs)
