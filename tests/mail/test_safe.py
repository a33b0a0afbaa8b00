"""What other people wrote cannot become a header, a link, or turn the words around it."""

import pytest

from engage.mail import safe


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("Ada\r\nBcc: v@e.test", "Ada Bcc: v@e.test", id="line end"),
        pytest.param("Ada\nX: y", "Ada X: y", id="bare line feed"),
        pytest.param("a\u202etxt.exe", "atxt.exe", id="direction override"),
        pytest.param("a\u2066b\u2069c\u200fd\u061ce", "abcde", id="isolates and marks"),
        pytest.param("a\x00b\x1bc\x7f", "a b c", id="control characters"),
        pytest.param("a\u2028b\u2029c\x85d", "a b c d", id="other line ends"),
        pytest.param("A\u030a", "Å", id="composed"),
        pytest.param("a" + "\u0301" * 50, "á" + "\u0301" * 4, id="a pile of marks"),
        pytest.param("  a \t b  ", "a b", id="blanks"),
        pytest.param("abcdef", "abc…", id="cut"),
        pytest.param("\ud800x", "x", id="half a character"),
    ],
)
def test_a_text_becomes_one_line_without_what_does_harm(given: str, kept: str):
    assert safe.one_line(given, 4 if kept.endswith("…") else 300) == kept


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param("Win €500 http://evil.test/x", "Win €500 http: //evil. test/x", id="address"),
        pytest.param("www.evil.test", "www. evil. test", id="without a scheme"),
        pytest.param("ada@evil.test", "ada@evil. test", id="mail address"),
        pytest.param("evil。test and evil．test", "evil. test and evil. test", id="other dots"),
        pytest.param("mailto:ada@x.org", "mailto: ada@x. org", id="mailto"),
        pytest.param("javascript://x", "javascript: //x", id="script"),
        pytest.param("Dr. Müller, St.Mary, 3.5 %, e.V., 12:30", "Dr. Müller, St. Mary, 3.5 %, e.V., 12:30", id="names"),
    ],
)
def test_nothing_that_people_wrote_looks_like_an_address(given: str, shown: str):
    assert safe.from_people(given) == shown


def test_what_a_server_says_is_kept_without_addresses():
    said = safe.without_addresses("550 <ada@example.org>: no such box for Ada.L@example.org\r\nX")

    assert said == "550 <…>: no such box for … X"


@pytest.mark.parametrize(
    ("address", "shown"),
    [("ada@example.org", "a…@example.org"), ("", ""), ("x@y", "x…@y")],
)
def test_an_address_is_shown_by_its_first_letter_and_its_domain(address: str, shown: str):
    assert safe.masked(address) == shown


def test_an_address_as_a_value_stays_whole_and_what_is_none_does_not():
    assert safe.address("ada@example.org") == "ada@example.org"
    assert safe.address("http://evil.test") == "http: //evil. test"
