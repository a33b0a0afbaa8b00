"""Files of evidence are what their content says, and nothing that could do harm is kept."""

import io
import zipfile

import pytest

from engage.maturity.evidence.files import LARGEST, FileNotTaken, FileTooLarge, FileUnsafe, taken

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WORDS = ("[Content_Types].xml", "word/document.xml")
ODT = "application/vnd.oasis.opendocument.text"


def packed(*names: str, **texts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as folder:
        for name in names:
            folder.writestr(name, "<x/>")
        for name, text in texts.items():
            folder.writestr(name, text)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind", "kept_as"),
    [
        pytest.param("plan.pdf", b"%PDF-1.7 words", "application/pdf", "plan.pdf", id="pdf"),
        pytest.param("plan.exe", b"%PDF-1.7 words", "application/pdf", "plan.exe.pdf", id="named like a program"),
        pytest.param("m.docx", packed(*_WORDS), WORD, "m.docx", id="docx"),
        pytest.param("m.zip", packed(mimetype=ODT), ODT, "m.zip.odt", id="odt"),
        pytest.param("list.csv", b"a;b\n1;2\n", "text/csv", "list.csv", id="table"),
        pytest.param("notes", "Protokoll é".encode(), "text/plain", "notes.txt", id="text"),
        pytest.param("../../etc/a\u202efdp.txt", b"words", "text/plain", "a_fdp.txt", id="misleading name"),
    ],
)
def test_a_file_is_named_after_what_it_is(name: str, content: bytes, kind: str, kept_as: str):
    file = taken(name, content)

    assert (file.type, file.name, file.content) == (kind, kept_as, content)


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        pytest.param("plan.pdf", b"", FileNotTaken, id="empty"),
        pytest.param("plan.pdf", b"<html><script>alert(1)</script>", FileNotTaken, id="a page of the web"),
        pytest.param("a.svg", b"\xef\xbb\xbf <svg onload='x'/>", FileNotTaken, id="a drawing that can run"),
        pytest.param("a.pdf", b"MZ\x90\x00\x03", FileNotTaken, id="a program"),
        pytest.param("a.zip", packed("a.txt"), FileNotTaken, id="any folder"),
        pytest.param("a.docm", packed(*_WORDS, "word/vbaProject.bin"), FileUnsafe, id="macros"),
        pytest.param("a.docx", b"PK\x03\x04 broken", FileUnsafe, id="broken"),
        pytest.param("a.txt", b"a" * (LARGEST + 1), FileTooLarge, id="too large"),
    ],
)
def test_what_could_do_harm_or_is_too_large_is_not_taken(name: str, content: bytes, refusal: type[Exception]):
    with pytest.raises(refusal):
        taken(name, content)
