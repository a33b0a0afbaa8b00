"""Documents that are made of what people wrote: no text is markup, no file and no address in it is read."""

import socket
import threading
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as read_document
from flask import Flask

from engage.instruments.translating.files import xliff
from engage.instruments.translating.files.units import BadFile
from engage.web.typesetting.document import Bullets, Document, Heading, Paragraph, Table
from engage.web.typesetting.docx import docx
from engage.web.typesetting.pdf import pdf
from tests.support.pdf_text import words_of

PORT_IN_TEXT = "%port%"
TEXTS = (
    "<img src=http://127.0.0.1:%port%/a.png>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<font color=\"[[[getattr(pow,Word('__globals__'))['os'].system('touch made')]]]\">x</font>",
    "![x](http://127.0.0.1:%port%/b.png)",
    "#image(\"/etc/passwd\")",
    "#read(\"/etc/passwd\")",
    "#include \"/etc/passwd\"",
    "#eval(\"1+1\") #sys.inputs",
    "$ sum_(i=0)^n $ *strong* _emph_ `raw` @label <label>",
    "\\input{/etc/passwd} \\write18{touch made} \\immediate",
    "<svg><image href='http://127.0.0.1:%port%/c'/></svg>",
    "<!ENTITY x SYSTEM 'http://127.0.0.1:%port%/d'>",
    "]]></w:t><w:r>",
)  # fmt: skip


@pytest.fixture
def canary() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine, and what came to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, _ = listening.accept()
                except TimeoutError:
                    continue
                with connection:
                    heard.append(connection.recv(1000))

        thread = threading.Thread(target=listen)
        thread.start()
        yield listening.getsockname()[1], heard
        stop.set()
        thread.join()


def made_of(texts: tuple[str, ...]) -> Document:
    blocks = (
        Heading(texts[0]),
        *(Paragraph(text) for text in texts),
        Bullets(texts),
        Table(texts[0], ("A", "B"), tuple((text, text) for text in texts)),
    )
    return Document(texts[0], "en", texts[1], texts[2], "{page}/{pages}", blocks)


def test_a_pdf_shows_what_was_written_and_reads_nothing(
    canary: tuple[int, list[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    port, heard = canary
    texts = tuple(text.replace(PORT_IN_TEXT, str(port)) for text in TEXTS)
    said = words_of(pdf(made_of(texts)))

    for mark in (
        "<img src=",
        "<link rel=",
        "<font color=",
        "#image(",
        "#read(",
        "#include",
        "#eval(",
        "$ sum_",
        "\\input{",
    ):
        assert mark in said, mark
    assert "root:" not in said
    assert heard == []
    assert list(tmp_path.iterdir()) == []


def test_a_word_file_shows_what_was_written_and_links_nothing(canary: tuple[int, list[bytes]]):
    port, heard = canary
    texts = tuple(text.replace(PORT_IN_TEXT, str(port)) for text in TEXTS)
    made = docx(made_of(texts))

    assert {paragraph.text for paragraph in read_document(BytesIO(made)).paragraphs} >= set(texts)
    relations = read_document(BytesIO(made)).part.rels.values()
    assert [each.reltype for each in relations if each.is_external] == []
    assert heard == []


SSRF = (
    "http://127.0.0.1:%port%/",
    "http://localhost:%port%/",
    "http://[::ffff:127.0.0.1]:%port%/",
    "http://0x7f000001:%port%/",
    "http://2130706433:%port%/",
    "http://169.254.169.254/latest/meta-data/",
    "https://127.0.0.1:%port%/x.ics",
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_addresses_that_people_give_are_never_fetched(
    make_app: Callable[..., Flask], canary: tuple[int, list[bytes]], monkeypatch: pytest.MonkeyPatch
):
    """In every public form and every field; that nothing of ours could open one, another test reads in the source."""
    from tests.threats.inputs.everywhere import filled, sheets

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    app, (port, heard) = make_app(testing=False), canary
    filled(app)
    monkeypatch.setattr(socket.socket, "connect", refused)
    for sheet in sheets(app):
        for number, field in enumerate(sheet.texts):
            sheet.send({field: SSRF[number % len(SSRF)].replace(PORT_IN_TEXT, str(port))})

    assert heard == []


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:{port}/x.dtd">',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/x.dtd"> %p;]>',
)


@pytest.mark.parametrize("declared", ENTITIES)
def test_a_file_of_translations_that_declares_entities_is_refused(
    canary: tuple[int, list[bytes]],
    declared: str,
):
    head = '<?xml version="1.0"?>' + declared.replace("{port}", str(canary[0]))
    document = f'{head}<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">&a;</xliff>'

    with pytest.raises(BadFile):
        xliff.read(document.encode())
    assert canary[1] == []
