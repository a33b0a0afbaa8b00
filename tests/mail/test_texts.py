"""The words of a mail are data: placeholders by name, and every other character as it is."""

import pytest

from engage.mail.texts import Button, Entries, Linked, Paragraph, Plain, Value, blocks, missing, spans, unknown


def test_a_body_is_paragraphs_lists_and_a_button():
    assert blocks("Hello {name},\r\nwelcome.\r\n\r\n- one\n- {two}\n\n\n[Open it]({link})\n") == (
        Paragraph(((Plain("Hello "), Value("name"), Plain(",")), (Plain("welcome."),))),
        Entries(((Plain("one"),), (Value("two"),))),
        Button("Open it", "link"),
    )


@pytest.mark.parametrize(
    "literal",
    [
        "{{ }}",
        "{{7*7}}",
        "{0.__class__}",
        "%(secret)s",
        "${7*7}",
        "#{7*7}",
        "{",
        "}{",
        "{ name }",
        "[x](http://evil.test)",
        "<b>x</b>",
    ],
)
def test_what_looks_like_a_template_or_markup_is_characters(literal: str):
    assert all(isinstance(span, Plain) for span in spans(literal) if span != Value("name"))
    assert "".join(span.words for span in spans(literal) if isinstance(span, Plain)) == literal


def test_words_of_a_link_hold_no_value_that_somebody_else_wrote():
    assert spans("[Open {title}]({link})") == (Plain("[Open "), Value("title"), Plain("]("), Value("link"), Plain(")"))
    assert spans("see [the page]({link}).") == (Plain("see "), Linked("the page", "link"), Plain("."))


def test_what_is_not_allowed_and_what_is_left_out_is_named():
    text = "{name} {hub.name} {config} {hub.name} {}"

    assert unknown(text, {"name"}) == ["hub.name", "config", ""]
    assert missing(text, ["name", "link"]) == ["link"]
