"""Codes on tickets are typed without mistakes."""

import pytest

from engage.events.tickets.codes import CROCKFORD, new_ticket, read_ticket, spelled


def test_a_code_is_read_as_it_is_spelled_on_paper():
    code = new_ticket()

    assert read_ticket(spelled(code)) == code
    assert spelled(code).count("-") == 2


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("10234567{}", "10234567{}", id="as it is"),
        pytest.param(" lO2 345 67{} ", "10234567{}", id="small letters, blanks and look-alikes"),
        pytest.param("10234568{}", None, id="one character is wrong"),
        pytest.param("01234567{}", None, id="two changed places"),
        pytest.param("1023456{}", None, id="too short"),
        pytest.param("1023456U{}", None, id="a letter that no code has"),
        pytest.param("", None, id="nothing"),
        pytest.param("١٠٢٣٤٥٦٧{}", None, id="digits of another script"),
    ],
)
def test_what_people_type_is_forgiven_and_mistakes_are_noticed(typed: str, read: str | None):
    [last] = [letter for letter in CROCKFORD if read_ticket("10234567" + letter)]

    assert read_ticket(typed.format(last)) == (read and read.format(last))
