from engage.core.findings import Level
from tests.instruments.readers.xlsform.forms import codes, form, places

SURVEY = "| survey |\n| | type | name | label |\n| | select_one a | q | Q |\n"


def test_an_option_offered_twice_is_kept_once_with_a_warning():
    reading = form(SURVEY + "| choices |\n| | list_name | name | label |\n| | a | x | First |\n| | a | x | Second |")

    assert [option.label.source for option in reading.instrument.item("q").options] == ["First"]
    assert places(reading, "duplicate_option") == [(7, "name")]


def test_an_option_without_a_label_shows_its_name_with_a_warning():
    reading = form(SURVEY + "| choices |\n| | list_name | name | label |\n| | a | 1 |  |")

    assert reading.ok
    assert reading.instrument.item("q").options[0].label.source == "1"
    assert places(reading, "option_without_label") == [(6, "label")]


def test_an_option_without_list_or_name_is_an_error():
    reading = form(
        SURVEY + "| choices |\n| | list_name | name | label |\n| | a | | X |\n| | | y | Y |\n| | a | z | Z |"
    )

    assert places(reading, "missing_name") == [(6, "name")]
    assert places(reading, "missing_list_name") == [(7, "list_name")]


def test_lists_that_nothing_uses_are_named():
    reading = form(SURVEY + "| choices |\n| | list_name | name | label |\n| | a | x | X |\n| | b | y | Y |")

    assert "list_not_used" in codes(reading, Level.NOTE)


def test_an_option_may_show_an_answer_and_an_unknown_one_is_an_error_where_the_list_is_used():
    choices = "| choices |\n| | list_name | name | label |\n| | a | x | Like {name} |\n"

    good = form(SURVEY + "| | text | t | T |\n" + choices.format(name="${t}"))
    assert good.ok
    assert good.instrument.item("q").options[0].label.source == "Like ${t}"
    assert places(form(SURVEY + choices.format(name="${ghost}")), "unknown_reference") == [(3, "type")]
