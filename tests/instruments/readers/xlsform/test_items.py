import pytest

from engage.core.findings import Level
from engage.instruments.domain.definition import ItemType
from tests.instruments.readers.xlsform.forms import codes, errors, form, instrument, places

CHOICES = """
| choices |
| | list_name | name | label |
| | yn        | yes  | Yes   |
| | yn        | no   | No    |
"""


def item(header: str, cells: str, rest: str = CHOICES):
    found = instrument(f"| survey |\n| | type | name | label | {header} |\n| | {cells} |\n{rest}")
    return next(found.items)


def one(header: str, cells: str, rest: str = CHOICES):
    return form(f"| survey |\n| | type | name | label | {header} |\n| | {cells} |\n{rest}")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("yes", "true()"),
        ("TRUE", "true()"),
        ("true()", "true()"),
        ("no", None),
        ("", None),
        ("false()", None),
        ("1 < 2", "1 < 2"),
    ],
)
def test_required_is_yes_no_or_an_expression(cell, expected):
    assert item("required", f"text | q | Q | {cell}").required == expected


def test_a_constraint_and_its_message_come_through():
    found = item("constraint | constraint_message", "integer | age | Age | . < 120 | Under 120")

    assert (found.type, found.constraint, found.constraint_message.source) == (
        ItemType.INTEGER,
        ". < 120",
        "Under 120",
    )


def test_a_hint_and_further_guidance_come_through():
    found = item("hint | guidance_hint", "text | q | Q | short | long")

    assert (found.hint.source, found.guidance.source) == ("short", "long")


def test_a_range_has_bounds_and_a_step():
    found = item("parameters", "range | r | R | start=0 end=5 step=0.5")

    assert (found.type, found.minimum, found.maximum, found.step) == (ItemType.SCALE, 0, 5, 0.5)


@pytest.mark.parametrize("cell", ["start=a", "start=1 end=3 step=5", "step=0", "start"])
def test_a_range_that_makes_no_sense_is_an_error_at_its_cell(cell):
    assert places(one("parameters", f"range | r | R | {cell}"), "bad_parameter") == [(3, "parameters")]


@pytest.mark.parametrize("appearance", ["minimal", "autocomplete", "minimal autocomplete"])
def test_minimal_and_autocomplete_are_a_dropdown(appearance):
    assert item("appearance", f"select_one yn | q | Q | {appearance}").dropdown


def test_random_order_comes_through_and_a_seed_is_mentioned():
    reading = one("parameters", "select_one yn | q | Q | randomize=true, seed=42")

    assert next(reading.instrument.items).shuffle
    assert "parameter_ignored" in codes(reading, Level.NOTE)


@pytest.mark.parametrize("header", ["appearance | x", "parameters | x"])
def test_a_text_of_several_lines_is_asked_for_in_two_ways(header):
    cell = "multiline" if header.startswith("appearance") else "rows=4"
    assert item(header, f"text | q | Q | {cell} | ").multiline


def test_an_appearance_without_effect_is_noted_at_its_cell():
    reading = one("appearance", "text | q | Q | masked")

    assert reading.ok
    assert places(reading, "appearance_ignored") == [(3, "appearance")]


def test_acknowledge_becomes_consent():
    assert item("required", "acknowledge | ok | I agree | yes").type is ItemType.CONSENT


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("3", "3", id="a value"),
        pytest.param("http://example.org/", "http://example.org/", id="an address"),
        pytest.param("Fine (mostly)", "string('Fine (mostly)')", id="a value that looks like an expression"),
        pytest.param("today()", "today()", id="an expression"),
        pytest.param("today() - 7", "string(today() - 7)", id="an expression that looks like a value"),
    ],
)
def test_a_default_is_a_value_or_an_expression(cell, expected):
    assert item("default", f"text | q | Q | {cell}").default == expected


def test_a_default_from_an_earlier_response_is_left_out_with_a_warning():
    reading = one("default", "text | q | Q | ${last-saved#q}")

    assert reading.ok
    assert next(reading.instrument.items).default is None
    assert places(reading, "dynamic_default") == [(3, "default")]


@pytest.mark.parametrize(
    ("default", "expected"), [("abc", "'abc'"), ("it's", '"it\'s"'), ("", "''"), ("today()", "today()")]
)
def test_a_hidden_value_is_its_default_for_good(default, expected):
    reading = form(
        f"| survey |\n| | type | name | label | default |\n| | hidden | h | | {default} |\n| | text | q | Q | |"
    )

    found = reading.instrument.item("h")
    assert (found.type, found.calculation) == (ItemType.CALCULATION, expected)


def test_a_question_that_is_calculated_and_shows_nothing_is_a_calculation():
    found = instrument(
        "| survey |\n| | type | name | label | calculation |\n| | integer | n | | 1 + 1 |\n| | text | q | Q | |"
    )

    assert found.item("n").type is ItemType.CALCULATION


def test_or_other_offers_an_option_that_opens_a_text_in_every_language():
    found = instrument(
        """
| survey |
| | type                   | name | label::en | label::de |
| | select_one yn or_other | q    | Q         | F         |
| choices |
| | list_name | name | label::en | label::de |
| | yn        | yes  | Yes       | Ja        |
"""
    )

    other = found.item("q").options[-1]
    assert (other.code, other.other, other.label.in_("en"), other.label.in_("de")) == ("other", True, "Other", "Andere")
    assert found.item("q").keys == ("q", "q/other")


def test_or_other_with_a_filter_is_an_error():
    reading = one("choice_filter", "select_one yn or_other | q | Q | name != 'no'")

    assert {finding.code for finding in errors(reading)} == {"or_other_with_filter"}


def test_a_cascade_keeps_its_filter_and_the_columns_it_names():
    found = instrument(
        """
| survey |
| | type            | name    | label    | choice_filter        |
| | select_one land | land    | Land     |                      |
| | select_one town | town    | Town     | land = ${land}       |
| choices |
| | list_name | name | label | land |
| | land      | no   | Norge |      |
| | town      | oslo | Oslo  | no   |
"""
    )

    town = found.item("town")
    assert town.choice_filter == "land = ${land}"
    assert town.options[0].attributes == {"land": "no"}


@pytest.mark.parametrize(
    ("kind", "feature"),
    [("geopoint", "map"), ("barcode", "barcode"), ("video", "video"), ("audio", "sound"), ("geotrace", "line")],
)
def test_what_cannot_be_asked_is_left_out_with_a_warning_that_names_it(kind, feature):
    reading = form(f"| survey |\n| | type | name | label |\n| | {kind} | x | X |\n| | text | q | Q |")

    (found,) = [finding for finding in reading.findings if finding.code == "feature_left_out"]
    assert reading.ok
    assert reading.instrument.item("x") is None
    assert (found.level, found.where.row, found.where.column) == (Level.WARNING, 3, "type")
    assert feature in found.message


def test_facts_about_the_device_are_never_collected():
    reading = form(
        """
| survey |
| | type     | name  | label |
| | start    | start |       |
| | deviceid | d     |       |
| | audit    | audit |       |
| | text     | q     | Q     |
"""
    )

    assert [item.name for item in reading.instrument.items] == ["q"]
    assert places(reading, "metadata_left_out") == [(3, "type"), (4, "type"), (5, "type")]
    assert codes(reading, Level.ERROR) == set()


def test_what_is_left_out_but_referred_to_has_an_empty_stand_in():
    reading = form(
        """
| survey |
| | type     | name  | label | relevant       |
| | geopoint | place | Place |                |
| | today    | today |       |                |
| | text     | q     | Q     | ${place} != '' |
| | note     | n     | ${today} |             |
"""
    )

    assert reading.ok
    assert reading.instrument.item("place").calculation == "''"
    assert reading.instrument.item("today").calculation == "today()"
    assert places(reading, "reference_to_left_out") == [(5, "relevant"), (6, "label")]


def test_pictures_of_questions_and_options_come_through_and_are_listed():
    reading = form(
        """
| survey |
| | type         | name | label::en | label::de | media::image::de | image::en |
| | select_one l | q    | Q         | F         | b.png            | a.png     |
| choices |
| | list_name | name | label::en | label::de | media::image        |
| | l         | x    | X         | X         | jr://images/x.png   |
"""
    )

    found = reading.instrument.item("q")
    assert (found.image, found.options[0].image) == ({"en": "a.png", "de": "b.png"}, {"en": "x.png"})
    (note,) = [finding for finding in reading.findings if finding.code == "pictures"]
    assert all(name in note.message for name in ("x.png", "a.png", "b.png"))


def test_a_sound_beside_a_question_is_left_out_and_the_question_stays():
    reading = one("media::audio", "text | q | Q | a.mp3")

    assert reading.instrument.item("q") is not None
    assert places(reading, "media_left_out") == [(3, "media::audio")]


@pytest.mark.parametrize(
    ("kind", "cell", "accept"),
    [
        pytest.param("file", "", (), id="any file"),
        pytest.param("file", ".pdf, .docx", (".pdf", ".docx"), id="some kinds"),
        pytest.param("image", "", (".jpg", ".jpeg", ".png", ".webp"), id="a picture"),
    ],
)
def test_files_and_pictures_can_be_asked_for(kind, cell, accept):
    found = item("body::accept", f"{kind} | q | Q | {cell}")

    assert (found.type, found.accept) == (ItemType.FILE, accept)


def test_a_kind_of_file_that_is_not_taken_is_named():
    reading = one("body::accept", "file | q | Q | .exe, .pdf")

    assert next(reading.instrument.items).accept == (".pdf",)
    assert places(reading, "file_type_left_out") == [(3, "body::accept")]


def test_a_trigger_says_when_a_calculation_runs_anew():
    found = instrument(
        """
| survey |
| | type      | name | label | calculation | trigger |
| | text      | a    | A     |             |         |
| | calculate | c    |       | now()       | ${a}    |
| | date      | d    | D     | today()     | ${a}    |
"""
    )

    assert (found.item("c").trigger, found.item("d").trigger) == (("a",), ("a",))
    assert not found.item("d").read_only


@pytest.mark.parametrize("name", ["c", "ghost"])
def test_a_trigger_is_a_question_that_people_see(name):
    reading = form(
        f"""
| survey |
| | type      | name | label | calculation | trigger |
| | text      | a    | A     |             |         |
| | calculate | c    |       | 1           |         |
| | calculate | d    |       | now()       | ${{{name}}} |
"""
    )

    assert places(reading, "trigger_not_visible" if name == "c" else "unknown_reference") == [(5, "trigger")]


def test_the_ends_of_a_range_are_labelled_by_its_list_of_ticks():
    rest = "| choices |\n| | list_name | name | label |\n| | t | 0 | Never |\n| | t | 5 | Always |"

    found = item("parameters", "range | r | R | start=0 end=5 tick_labelset=t", rest)

    assert (found.low_label.source, found.high_label.source) == ("Never", "Always")


def test_one_name_may_be_offered_under_several_parents_where_the_settings_allow_it():
    found = instrument(
        """
| survey |
| | type            | name  | label | choice_filter      |
| | select_one l    | land  | Land  |                    |
| | select_one town | town  | Town  | land = ${land}     |
| choices |
| | list_name | name   | label   | land |
| | l         | no     | Norge   |      |
| | l         | gb     | Britain |      |
| | town      | boston | Boston  | no   |
| | town      | boston | Boston  | gb   |
| settings |
| | allow_choice_duplicates |
| | yes                     |
"""
    )

    assert [option.attributes["land"] for option in found.item("town").options] == ["no", "gb"]


@pytest.mark.parametrize(
    ("labels", "level"),
    [
        pytest.param(("Primary", "Primary (1-8)"), Level.WARNING, id="one option written twice"),
        pytest.param(("Yes", "No"), Level.ERROR, id="two options"),
    ],
)
def test_one_name_for_two_options_is_an_error(labels, level):
    rest = f"| choices |\n| | list_name | name | label |\n| | l | a | {labels[0]} |\n| | l | a | {labels[1]} |"

    reading = one("hint", "select_one l | q | Q | ", rest)

    (found,) = [finding for finding in reading.findings if finding.code == "duplicate_option"]
    assert (found.level, found.where.row) == (level, 7)


def test_html_is_taken_out_of_texts_with_one_note():
    reading = form(
        """
| survey |
| | type | name | label                                 | hint               |
| | text | a    | <span style="color:red">Red</span> 1<2 | **bold**<br/>next |
| | text | b    | <b>B</b>                              |                    |
"""
    )

    first = reading.instrument.item("a")
    assert (first.label.source, first.hint.source) == ("Red 1<2", "**bold**\nnext")
    assert len(places(reading, "html_removed")) == 1


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        pytest.param("txet | q | Q | | ", "unknown_type", "type", id="unknown type"),
        pytest.param(" | q | Q | | ", "missing_type", "type", id="no type"),
        pytest.param("text | | Q | | ", "missing_name", "name", id="no name"),
        pytest.param("text | q | | | ", "missing_label", "label", id="no label"),
        pytest.param("text | 1q | Q | | ", "invalid_name", "name", id="invalid name"),
        pytest.param("text | your name | Q | | ", "invalid_name", "name", id="name with a space"),
        pytest.param("text | same | Q | | ", "duplicate_name", "name", id="name used twice"),
        pytest.param("select_one nolist | q | Q | | ", "unknown_list", "type", id="unknown list"),
        pytest.param("select_one | q | Q | | ", "missing_list", "type", id="no list"),
        pytest.param("calculate | q | | | ", "missing_calculation", "calculation", id="no calculation"),
        pytest.param("text | q | Q | ${ghost} = 1 | ", "unknown_reference", "relevant", id="unknown reference"),
        pytest.param("text | q | Hello ${ghost} | | ", "unknown_reference", "label", id="unknown reference in a text"),
        pytest.param("text | q | Q | (1 = 1 | ", "unexpected", "relevant", id="syntax error"),
        pytest.param("text | q | Q | nofunction() | ", "unknown_function", "relevant", id="unknown function"),
        pytest.param("end_group | | | | ", "unbalanced_group", "type", id="group closed but not opened"),
        pytest.param("select_multiple spaced | q | Q | | ", "option_with_space", "type", id="space in an option"),
    ],
)
def test_an_error_is_said_at_its_cell_and_the_rest_is_read(row, code, column):
    reading = form(
        f"""
| survey |
| | type | name | label | relevant | calculation |
| | text | same | First |          |             |
| | {row} |
| | end_repeat | | | | |
| choices |
| | list_name | name  | label |
| | spaced    | a b   | A     |
"""
    )

    assert (4, column) in places(reading, code)
    assert "unbalanced_group" in codes(reading, Level.ERROR), "the row after it is read as well"
    assert reading.instrument.item("same") is not None


def test_a_group_that_is_never_closed_is_an_error_where_it_begins():
    reading = form("| survey |\n| | type | name | label |\n| | begin_group | g | G |\n| | text | q | Q |")

    assert places(reading, "unbalanced_group") == [(3, "type")]
    assert reading.instrument.item("q") is not None


def test_typographic_quotation_marks_in_expressions_become_plain_ones():
    found = item("constraint", "text | q | Q | . != ‘none’ and . != “no”")

    assert found.constraint == ". != 'none' and . != \"no\""


def test_typographic_quotation_marks_inside_a_text_stay():
    assert item("constraint", "text | q | Q | . != 'don’t know'").constraint == ". != 'don’t know'"


def test_answers_of_earlier_responses_cannot_be_referred_to():
    reading = one("relevant", "text | q | Q | ${last-saved#q} = 1")

    assert places(reading, "last_saved") == [(3, "relevant")]


def test_lists_that_expressions_look_up_become_tables():
    found = instrument(
        """
| survey |
| | type          | name | label | calculation                                      |
| | select_one yn | q    | Q     |                                                  |
| | calculate     | c    |       | instance('yn')/root/item[name = ${q}]/points     |
| choices |
| | list_name | name | label | points |
| | yn        | yes  | Yes   | 3      |
"""
    )

    assert found.tables == {"yn": ({"name": "yes", "label": "Yes", "itextId": "Yes", "points": "3"},)}


def test_a_note_that_is_referred_to_says_nothing():
    reading = form(
        "| survey |\n| | type | name | label | relevant |\n| | note | n | N | |\n| | text | q | Q | ${n} = '' |"
    )

    assert reading.instrument.item("q").relevance == "'' = ''"
    assert places(reading, "reference_to_note") == [(4, "relevant")]
