import pytest

from engage.instruments.readers.xlsform.columns import Column, parse_header


@pytest.mark.parametrize(
    ("header", "field", "language"),
    [
        ("label", "label", None),
        ("Label::English (en)", "label", "English (en)"),
        ("label :: fr", "label", "fr"),
        ("hint:French", "hint", "French"),
        ("caption::de", "label", "de"),
        ("Read only", "read_only", None),
        ("readonly", "read_only", None),
        ("relevance", "relevant", None),
        ("bind::relevant", "relevant", None),
        ("bind:jr:constraintMsg", "constraint_message", None),
        ("bind::jr:requiredMsg::de", "required_message", "de"),
        ("media::image::en", "image", "en"),
        ("list name", "list_name", None),
        ("command", "type", None),
    ],
)
def test_a_header_is_understood_in_every_spelling_of_the_format(header, field, language):
    column = parse_header(header)

    assert (column.field, column.language, column.known) == (field, language, True)


@pytest.mark.parametrize("header", ["testing", "instance::odk:length", "region"])
def test_other_headers_are_kept_as_unknown_columns(header):
    assert parse_header(header) == Column(header, header.lower())
