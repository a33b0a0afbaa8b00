"""Texts of instruments as HTML: restricted Markdown, and nothing that could act."""

import pytest

from engage.i18n.text import LocalizedText
from engage.instruments.rendering.names import element_id, input_name
from engage.instruments.rendering.texts import attributes, block, inline, phrase, plain, prose


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "![x](http://evil.example/x.png)",
        "<a href='data:text/html,x'>x</a>",
        '<p style="color:red" onclick="x()">x</p>',
    ],
)
def test_nothing_that_an_author_writes_can_act(text: str):
    for html in (str(made(text)) for made in (block, inline, prose, phrase)):
        assert "<script" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html
        assert 'href="data' not in html
        assert not [tag for tag in html.split("<")[1:] if " on" in tag.split(">")[0] or " style" in tag.split(">")[0]]


def test_markdown_is_kept_in_blocks_and_folded_in_labels():
    assert str(block("One\n\n**two**")) == "<p>One</p>\n<p><strong>two</strong></p>"
    assert str(inline("# One\n*two*")) == "One<br><em>two</em>"
    assert plain("**One** [two](http://x.example) & ${q}") == "One two & …"


def test_outside_of_questionnaires_a_text_that_looks_like_an_answer_says_what_it_says():
    assert str(prose("One\n\n${7+7} {{7+7}} ${age}")) == "<p>One</p>\n<p>${7+7} {{7+7}} ${age}</p>"
    assert str(phrase("${age}")) == "${age}"


def test_a_title_is_never_a_second_h1():
    assert "<h1" not in str(block("# Title"))


def test_a_text_in_another_language_says_so():
    text = LocalizedText.of("Ja", "de")

    assert str(attributes(text, "de")) == ""
    assert str(attributes(text, "he")) == ' lang="de" dir="ltr"'


def test_names_of_items_never_clash_with_the_products_own():
    assert input_name("_csrf") == "item:_csrf"
    assert input_name("age/other") == "age/other"
    assert element_id("a/b c") == "i-a-b-c"
