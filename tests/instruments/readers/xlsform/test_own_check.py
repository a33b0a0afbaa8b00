"""A file written here is held to the rules of our own format, whoever changed it since."""

import pytest

from tests.instruments.readers.xlsform.forms import codes, errors, form, places

SETTINGS = "| settings |\n| | form_title | default_language | engage::format | {} |\n| | T | en | 1 | {} |"


def own(rows: str, heads: str = "engage::name | engage::pattern", settings: tuple[str, str] = ("x", "")):
    text = f"| survey |\n| | type | name | label::en | {heads} |\n{rows}\n{SETTINGS.format(*settings)}"
    return form(text)


def test_a_file_as_it_was_written_has_nothing_to_say():
    reading = own("| | begin_group | g | G | | |\n| | text | q | Q | topics/x | |\n| | end_group | | | | |")

    assert errors(reading) == []
    assert reading.instrument.item("topics/x") is not None


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param("text | b | B | a | ", "duplicate_name", id="a name given twice"),
        pytest.param("text | b | B | ../etc | ", "bad_form", id="a name that is none"),
        pytest.param("text | b | B | b | (((", "bad_pattern", id="a pattern that is none"),
    ],
)
def test_what_our_own_format_refuses_is_refused(row, code):
    reading = own(f"| | begin_group | g | G | | |\n| | text | a | A | | |\n| | {row} |\n| | end_group | | | | |")

    assert code in codes(reading)
    assert not reading.ok


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        pytest.param("engage::minutes", "{", id="no JSON"),
        pytest.param("engage::about", "[1]", id="JSON of another form"),
        pytest.param("engage::minimum_age", '{"*": -4}', id="a number out of bounds"),
    ],
)
def test_settings_of_our_own_are_checked(setting, text):
    reading = own(
        "| | begin_group | g | G | | |\n| | text | a | A | | |\n| | end_group | | | | |", settings=(setting, text)
    )

    assert not reading.ok


def test_a_number_that_is_none_is_an_error_at_its_cell():
    reading = own(
        "| | begin_group | g | G | | |\n| | text | a | A | | many |\n| | end_group | | | | |",
        heads="engage::name | engage::max_length",
    )

    assert places(reading, "bad_value") == [(4, "engage::max_length")]
