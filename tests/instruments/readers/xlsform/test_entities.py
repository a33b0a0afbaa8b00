"""Entities are not offered; wrong declarations are refused all the same."""

from tests.instruments.readers.xlsform.forms import codes, form


def test_a_form_with_entities_is_read_without_them():
    reading = form(
        """
| survey |
| | type | name | label | save_to |
| | text | q    | Q     | tree#kind |
| entities |
| | list_name | label |
| | tree      | ${q}  |
"""
    )

    assert reading.ok
    assert {"entities_left_out", "sheet_left_out"} <= codes(reading)


def test_looking_for_places_ends_however_many_there_could_be():
    depth, lists = 40, 12
    begin = "".join(f"| | begin_group | g{n} | G | |\n" for n in range(depth))
    asked = "".join(f"| | text | q{n} | Q | e{n}#p |\n" for n in range(lists))
    end = "| | end_group | | | |\n" * depth
    entities = "".join(f"| | e{n} | E |\n" for n in range(lists))
    survey = f"| survey |\n| | type | name | label | save_to |\n{begin}{asked}{end}"

    reading = form(f"{survey}| entities |\n| | list_name | label |\n{entities}")

    assert "sheet_left_out" in codes(reading)
