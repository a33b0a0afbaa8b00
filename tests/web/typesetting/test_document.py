"""Documents that can be handed over: a tagged PDF and a Word file say the same."""

from io import BytesIO

import pytest
from docx import Document as read_document

from engage.web.typesetting.document import Bullets, Document, Heading, Paragraph, Table, ToFill
from engage.web.typesetting.docx import docx
from engage.web.typesetting.pdf import pdf

BLOCKS = (
    Heading("Who is responsible"),
    Paragraph("A hub.\nIn two lines."),
    Paragraph("On the side.", quiet=True),
    Bullets(("One *star* #not markup", "Two")),
    Table("What is kept", ("Store", "How long"), (("draft", "30 days"), ("response", "until a day"))),
    ToFill("Name the processors."),
    Heading("Below", 2),
)
DOCUMENT = Document("Register", "en", "A hub", "To be added", "Page {page} of {pages}", BLOCKS)


@pytest.mark.parametrize("language", ["en", "de", "he"])
def test_the_pdf_is_tagged_and_names_its_language_and_title(language: str):
    made = pdf(Document("Register", language, "A hub", "To be added", "{page}/{pages}", BLOCKS))

    assert made.startswith(b"%PDF-")
    assert b"/MarkInfo" in made
    assert b"pdfuaid" in made
    assert f"/Lang ({language}".encode() in made or f"/Lang({language}".encode() in made


def test_the_word_file_has_real_headings_lists_and_a_table_with_a_head():
    made = read_document(BytesIO(docx(DOCUMENT)))

    assert [each.text for each in made.paragraphs if each.style.name.startswith("Heading")] == [
        "Who is responsible",
        "Below",
    ]
    assert made.core_properties.title == "Register"
    assert made.core_properties.language == "en"
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        ["Store", "How long"],
        ["draft", "30 days"],
        ["response", "until a day"],
    ]
    assert "To be added: Name the processors." in [each.text for each in made.paragraphs]
