"""Which files are offered for download."""

import pytest

from engage.events.editing.programme import LARGEST, FileTooLarge, NotASafeFile, media_type


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param("a.PDF", b"%PDF-1.7", "application/pdf", id="pdf"),
        pytest.param("a.png", b"\x89PNG\r\n\x1a\n...", "image/png", id="picture"),
        pytest.param("a.txt", b"Hello", "text/plain", id="text"),
        pytest.param("a.mp4", b"\x00\x00\x00\x18ftypmp42", "video/mp4", id="film"),
    ],
)
def test_a_file_is_what_its_name_and_its_first_bytes_say(name, content, expected):
    assert media_type(name, content) == expected


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.html", b"<script>", id="a page"),
        pytest.param("a.svg", b"<svg>", id="a drawing with scripts"),
        pytest.param("a.pdf", b"MZ", id="a programme called pdf"),
        pytest.param("a.docx", b"%PDF-", id="another kind"),
        pytest.param("a", b"words", id="no ending"),
        pytest.param("a.txt", b"", id="nothing in it"),
        pytest.param("a.txt", b"MZ\x00", id="no text"),
    ],
)
def test_what_a_browser_runs_or_what_is_not_what_it_says_is_refused(name, content):
    with pytest.raises(NotASafeFile):
        media_type(name, content)


def test_a_file_over_twenty_megabytes_is_refused():
    with pytest.raises(FileTooLarge):
        media_type("a.pdf", b"%PDF-" + bytes(LARGEST))
