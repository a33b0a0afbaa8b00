"""HTML from elsewhere comes out as restricted Markdown with the same words."""

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from engage.instruments.readers.markup import escaped, to_markdown, to_plain

RENDERER = MarkdownIt("commonmark", {"html": True})


def rendered(markdown: str) -> str:
    """What a reader of the Markdown sees, without tags, blanks squeezed."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", RENDERER.render(markdown))).split())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("<p>One</p><p>Two</p>", "One\n\nTwo", id="paragraphs"),
        pytest.param("One<br />two", "One  \ntwo", id="line break"),
        pytest.param("a <strong>b</strong> <b>c </b>d", "a **b** **c** d", id="bold, blanks outside"),
        pytest.param("<em>a</em> <i>b</i>", "*a* *b*", id="italics"),
        pytest.param("<b>Note:</b>text", "**Note:** text", id="room after a mark that Markdown misreads"),
        pytest.param("<strong><p>a</p><p>b</p></strong>", "**a**\n\n**b**", id="bold over paragraphs"),
        pytest.param('<a href="https://e.org/a(b)">here</a>', "[here](https://e.org/a%28b%29)", id="link"),
        pytest.param('<a href="mailto:a@e.org">us</a>', "[us](mailto:a@e.org)", id="mail"),
        pytest.param("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c", id="nested lists"),
        pytest.param("<ol><li><p>a</p></li><li>b</li></ol>", "1. a\n2. b", id="numbered list"),
        pytest.param("<h3>Head</h3>text", "**Head**\n\ntext", id="a heading is a bold paragraph"),
        pytest.param("&lt;b&gt; &amp; &euro;", "\\<b> & €", id="entities"),
        pytest.param("\ufeff1 (None at all)", "1 (None at all)", id="byte-order mark"),
        pytest.param("1. First", "1\\. First", id="no list made of a number"),
        pytest.param("# one\n- two", "\\# one\n\\- two", id="no heading, no list made of signs"),
        pytest.param("2 * 3 < 7, a_b, C#", "2 * 3 < 7, a_b, C#", id="plain text as it is"),
        pytest.param("*a* _b_ `c` [d](e)", "\\*a\\* \\_b\\_ \\`c\\` \\[d](e)", id="signs are escaped"),
        pytest.param("< £18,031", "< £18,031", id="less than"),
    ],
)
def test_markup_becomes_markdown(source, expected):
    assert to_markdown(source) == (expected, False)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('<img src="x.png" alt="A boat">', "A boat", id="a picture leaves its description"),
        pytest.param("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a · b\n\nc", id="table"),
        pytest.param("a<script>alert(1)</script>b", "ab", id="script with what it holds"),
        pytest.param("a<style>p {color: red}</style>", "a", id="style with what it holds"),
        pytest.param('<a href="javascript:alert(1)">x</a>', "x", id="link that acts"),
        pytest.param('<a href=" java\nscript:alert(1)">x</a>', "x", id="link that hides what it does"),
        pytest.param("<script>never closed", "", id="open script"),
    ],
)
def test_what_markdown_cannot_hold_is_told(source, expected):
    assert to_markdown(source) == (expected, True)


@pytest.mark.parametrize(
    "attack",
    [
        "<img src=x onerror=alert(1)",
        "<<script>alert(1)</script>",
        "<svg onload=alert(1)><p>x",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "[x](javascript:alert(1))",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<iframe src=javascript:alert(1)>",
        "[a [b](javascript:alert(1))",
        "\ue001\ue002\ue003<b onmouseover=alert(1)>x</b>\ue004",
    ],
)
def test_an_attack_comes_out_as_harmless_words(attack):
    page = RENDERER.render(to_markdown(attack)[0])

    assert set(re.findall(r"<\s*/?\s*(\w+)", page)) <= {"p", "strong", "em", "br"}


@given(st.text(st.sampled_from("ab1 .()[]!*_#>-+=`~\\|&;:<\"'\n"), max_size=40))
def test_words_without_tags_read_the_same_after_rendering(text):
    if re.search(r"<[A-Za-z/!?]", text) or "&" in text:
        return
    assert rendered(to_markdown(text)[0]) == " ".join(text.split())


@given(st.text(st.sampled_from("ab1 .()[]!*_#>-+=`~\\|"), max_size=30))
@example(" - ")
@example("  1. a")
def test_escaped_words_come_back_plain(text):
    assert to_plain(escaped(text)) == " ".join(text.split())


def test_plain_words_of_marked_text():
    assert to_plain("**Bold**, *slanted* and [a link](https://e.org)\n\n- point") == "Bold, slanted and a link point"
