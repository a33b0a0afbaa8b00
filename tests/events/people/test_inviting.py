"""Lists of people to invite."""

import pytest

from engage.events.people.inviting import Wrong, read_list


@pytest.mark.parametrize(
    ("text", "lines", "findings"),
    [
        pytest.param("Ada@Example.org", [("ada@example.org", "en", "")], [], id="an address alone"),
        pytest.param("a@b.no, nb , a friend", [("a@b.no", "nb", "a friend")], [], id="language and note"),
        pytest.param("email;language\na@b.no;nb\n\n", [("a@b.no", "nb", "")], [], id="semicolons, heads, blank lines"),
        pytest.param("\ufeffa@b.no\tnb", [("a@b.no", "nb", "")], [], id="tabs and a byte order mark"),
        pytest.param("a@b.no\nA@B.no", [("a@b.no", "en", "")], [(2, Wrong.TWICE)], id="twice"),
        pytest.param("old@b.no", [], [(1, Wrong.TWICE)], id="invited already"),
        pytest.param("a@b.no,xx", [], [(1, Wrong.LANGUAGE)], id="a language that is not offered"),
        pytest.param("nobody\na@b\n<a@b.no>", [], [(n, Wrong.NO_ADDRESS) for n in (1, 2, 3)], id="no addresses"),
        pytest.param("a@b.no\r\nBcc: c@d.no", [("a@b.no", "en", "")], [(2, Wrong.NO_ADDRESS)], id="a header"),
    ],
)
def test_a_list_is_read_line_by_line(text, lines, findings):
    found = read_list(text, ["en", "nb"], ["old@b.no"])

    assert [(line.email, line.language, line.note) for line in found.lines] == lines
    assert [(finding.line, finding.what) for finding in found.findings] == findings
