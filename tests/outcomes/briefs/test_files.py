"""A policy brief as a PDF and as a Word file."""

import io
import re
import zlib
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn

from engage.outcomes.briefs.printing import pages_of, pdf
from engage.outcomes.briefs.word import docx
from engage.results.publishing.figures import Option
from tests.factories.briefs import WAITING
from tests.factories.editions_of_results import make_published
from tests.support.pdf_text import words_of

HOSTILE = '#read("brief.typ") *bold* $x$ <label> @ref \\ "quoted" ]] #{ panic() } // end'
LONG = "Donaudampfschifffahrtsgesellschaft" * 4


def plain(file: bytes) -> bytes:
    """The PDF with its streams inflated."""
    found = [file]
    for stream in re.findall(rb"stream\n(.*?)\nendstream", file, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"".join(found)


def test_the_pdf_fits_two_pages_is_tagged_and_says_everything(make_content):
    made = pdf(make_content())

    assert made.pages == pages_of(made.content) <= 2
    words = words_of(made.content)
    for said in (
        "Hub Norway",
        "Nobody should wait alone",
        "More than 600 people told us.",
        "The weeks before were the hardest.",
        "Who told you of screening?",
        "From a doctor 300 50%",
        "fewer than 10",
        "About 600 people answered.",
        "People chose to answer.",
        "1. Name one person to call.",
        "2. Publish waiting times.",
        "3. Shorter letters.",
        "Answer overdue",
        "The law asks for them.",
        "Meet the panel.",
        "https://example.org/en/surveys/screening/results?edition=2",
        "Paid for by a fund.",
    ):
        assert said in words, said
    inside = plain(made.content)
    assert b"/StructTreeRoot" in inside
    assert b"/Lang(en)" in inside
    assert b"pdfuaid" in inside
    assert b"/URI(https://example.org/en/outcomes/outcome-0)" in inside


def test_the_pdf_in_hebrew_says_its_language_and_its_words(make_content):
    made = pdf(make_content("he"))

    words = words_of(made.content)
    assert b"/Lang(he)" in plain(made.content)
    assert made.pages <= 2
    for word in ("איש", "סיפרו", "מרופא", "בתקציב"):
        assert word in words or word[::-1] in words, word


@pytest.mark.parametrize("text", [pytest.param(HOSTILE, id="markup"), pytest.param(LONG, id="one long word")])
def test_what_people_write_is_text_and_never_markup(make_content, text):
    told = replace(WAITING, title={"en": text}, heard={"en": text})
    heard = make_published().questions[0]
    asked = replace(heard, options=(Option("doctor", {"en": text}), *heard.options[1:]))

    content = make_content(told=(told,), questions=(asked,), title={"en": text}, asks={"en": text})

    words = words_of(pdf(content).content)
    assert text.split()[0][:30] in words.replace("-", "")
    assert Document(io.BytesIO(docx(content))).core_properties.title == content.title[:255]


def test_signs_that_no_document_may_hold_are_left_out(make_content):
    content = make_content(title={"en": "Wait\x07ing \ud800"}, asks={"en": "An\x00swer\x0b"})

    assert "Waiting" in words_of(pdf(content).content)
    headings = [each.text for each in Document(io.BytesIO(docx(content))).paragraphs]
    assert "Waiting " in headings
    assert "Answer" in headings


def test_a_brief_that_is_too_long_says_how_many_pages_it_has(make_content):
    told = replace(WAITING, heard={"en": "\n\n".join(["Again and again people told us the same. " * 12] * 14)})

    assert pdf(make_content(told=(told,))).pages == 3


def test_the_word_file_has_headings_table_heads_and_pictures_with_words(make_content):
    words = Document(io.BytesIO(docx(make_content())))

    headings = [(each.style.name, each.text) for each in words.paragraphs if each.style.name.startswith("Heading")]
    assert headings[:3] == [
        ("Heading 1", "What people said"),
        ("Heading 2", "Waiting for a diagnosis"),
        ("Heading 2", "Letters one can read"),
    ]
    assert ("Heading 3", "Name one person to call.") in headings
    assert [text for style, text in headings if style == "Heading 1"][-2:] == ["What we ask of you", "Sources"]
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in words.tables)
    described = [shape._inline.docPr.get("descr") for shape in words.inline_shapes]
    assert len(described) == 2
    assert "From a doctor: 50% (300)" in described[0]
    links = [each.target_ref for each in words.part.rels.values() if each.is_external]
    assert "https://example.org/en/outcomes/outcome-0" in links


def test_the_word_file_in_hebrew_says_its_language_and_direction(make_content):
    words = Document(io.BytesIO(docx(make_content("he"))))

    assert words.core_properties.language == "he"
    assert words.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:bidi")) == "he"
    title = next(each for each in words.paragraphs if each.text == "איש לא צריך להמתין לבד")
    assert title._p.pPr.find(qn("w:bidi")) is not None


def test_a_file_without_pages_is_no_pdf():
    with pytest.raises(ValueError, match="pages"):
        pages_of(b"%PDF-1.7")
