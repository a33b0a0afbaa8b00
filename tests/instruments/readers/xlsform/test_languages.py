import pytest

from engage.core.findings import Level
from tests.instruments.readers.xlsform.forms import codes, errors, form, instrument, places

TWO = """
| survey |
| | type | name | label::English | label::Französisch |
| | text | q1   | Name?          | Nom ?              |
"""


def test_a_language_without_a_code_is_asked_for_and_everything_else_still_read():
    reading = form(TWO)

    assert reading.unnamed_languages == ("English", "Französisch")
    assert {finding.code for finding in errors(reading)} == {"language_without_code"}
    assert places(reading, "language_without_code") == [(2, "label::English"), (2, "label::Französisch")]
    assert reading.instrument is not None
    assert reading.instrument.item("q1").label.source == "Name?"


def test_codes_that_are_given_settle_it():
    found = instrument(TWO, {"english": "en", "Französisch": "fr"})

    assert found.languages == ("en", "fr")
    assert found.item("q1").label.in_("fr") == "Nom ?"


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        pytest.param("label::Bokmål (nb)", "nb", id="in parentheses"),
        pytest.param("label::German informal (de-x-informal)", "de-x-informal", id="private use"),
        pytest.param("label::pl", "pl", id="a code alone"),
        pytest.param("label::pt-BR", "pt-BR", id="with a region"),
    ],
)
def test_a_code_in_the_name_needs_no_asking(header, tag):
    found = instrument(f"| survey |\n| | type | name | {header} |\n| | text | q1 | Text |", {})

    assert found.languages == (tag,)


def test_a_column_without_a_language_is_in_the_default_language_of_the_settings():
    reading = form(
        """
| survey |
| | type | name | label | label::French (fr) |
| | text | q1   | Name? | Nom ?              |
| settings |
| | default_language |
| | Deutsch (de)     |
"""
    )

    assert reading.ok
    assert reading.instrument.languages == ("de", "fr")
    assert reading.instrument.item("q1").label.in_("de") == "Name?"
    assert "column_without_language" in codes(reading, Level.WARNING)


def test_a_hint_without_a_language_follows_the_first_language():
    reading = form(
        """
| survey |
| | type | name | label::English (en) | label::French (fr) | hint     |
| | text | q1   | Name?               | Nom ?              | In full  |
"""
    )

    assert reading.ok
    assert reading.instrument.item("q1").hint.in_("en") == "In full"
    assert places(reading, "column_without_language") == [(2, "hint")]


def test_a_label_without_a_language_beside_a_label_with_one_is_asked_for():
    reading = form("| survey |\n| | type | name | label | label::fr |\n| | text | q1 | Name? | Nom ? |", {"x": "en"})

    assert reading.unnamed_languages == ("default",)
    assert not reading.ok


def test_a_file_without_any_language_is_taken_as_english_and_says_so():
    reading = form("| survey |\n| | type | name | label |\n| | text | q1 | Name? |", {"x": "en"})

    assert reading.ok
    assert reading.instrument.languages == ("en",)
    assert reading.unnamed_languages == ("default",)
    assert "language_assumed" in codes(reading, Level.WARNING)


def test_what_is_given_for_default_holds_for_a_file_without_any_language():
    reading = form("| survey |\n| | type | name | label |\n| | text | q1 | Navn? |", {"default": "nb"})

    assert reading.instrument.languages == ("nb",)
    assert reading.unnamed_languages == ()


def test_a_column_with_its_language_goes_before_one_without():
    found = instrument(
        """
| survey |
| | type | name | label | label::English (en) |
| | text | q1   | plain | named               |
| | text | q2   | plain |                     |
| settings |
| | default_language |
| | English          |
"""
    )

    assert [item.label.source for item in found.items] == ["named", "plain"]
