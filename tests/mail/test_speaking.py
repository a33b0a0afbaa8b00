"""Values are said as the recipient's language says them."""

import pytest

from engage.mail.kinds import Form, Placeholder, listed
from engage.mail.speaking import said


@pytest.mark.parametrize(
    ("form", "value", "language", "shown"),
    [
        pytest.param(Form.DAY, "2026-11-30", "en", "November 30, 2026", id="day"),
        pytest.param(Form.DAY, "2026-11-30", "nb", "30. november 2026", id="day in Norwegian"),
        pytest.param(Form.DAY, "2026-11-30", "he", "30 בנובמבר 2026", id="day in Hebrew"),
        pytest.param(Form.DAY, "soon", "en", "soon", id="no day"),
        pytest.param(Form.NUMBER, 1234567, "de", "1.234.567", id="number"),
        pytest.param(Form.LIST, listed(["a", "b\nc", "d"]), "fr", "a, b c et d", id="list"),
        pytest.param(Form.ADDRESS, "ada@example.org", "en", "ada@example.org", id="address"),
        pytest.param(Form.TEXT, "see evil.test", "en", "see evil. test", id="text"),
        pytest.param(Form.LIST, "evil.test\n\u202eb", "en", "evil. test and b", id="entries of people"),
    ],
)
def test_a_value_in_a_language(form: Form, value: str | int, language: str, shown: str):
    assert said(Placeholder("x", "", form), value, language, str) == shown


def test_codes_are_said_in_words():
    roles = Placeholder("roles", "", Form.LIST, word=lambda _, code: _({"c": "coordinator"}[code]))

    assert said(roles, "c\nc", "de", lambda words: f"({words})") == "(coordinator) und (coordinator)"
