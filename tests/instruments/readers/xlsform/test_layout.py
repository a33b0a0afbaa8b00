import pytest

from engage.core.findings import Level
from engage.instruments.domain.definition import Cell, ItemType
from tests.instruments.readers.xlsform.forms import codes, errors, form, instrument, places


def test_groups_are_sections_and_what_stands_between_them_is_gathered():
    found = instrument(
        """
| survey |
| | type        | name  | label | relevant  |
| | text        | a     | A     |           |
| | begin_group | about | You   | ${a} != '' |
| | text        | b     | B     |           |
| | end_group   |       |       |           |
| | text        | c     | C     |           |
| settings |
| | form_title |
| | A form     |
"""
    )

    assert [(s.slug, s.title.source, s.relevance, [i.name for i in s.items]) for s in found.sections] == [
        ("questions", "A form", None, ["a"]),
        ("about", "You", "${a} != ''", ["b"]),
        ("questions-2", "A form", None, ["c"]),
    ]


def test_a_section_never_takes_an_address_of_the_product():
    found = instrument(
        "| survey |\n| | type | name | label |\n| | begin_group | review | R |\n| | text | q | Q |\n| | end_group | | |"
    )

    assert found.sections[0].slug == "review-2"


def test_nested_groups_are_flattened_with_their_condition_and_a_heading():
    found = instrument(
        """
| survey |
| | type        | name  | label | relevant |
| | begin_group | outer | Outer | 1 = 1    |
| | begin_group | inner | Inner | 2 = 2    |
| | text        | q     | Q     | 3 = 3    |
| | end_group   |       |       |          |
| | end_group   |       |       |          |
"""
    )

    (section,) = found.sections
    heading, question = section.items
    assert section.relevance == "1 = 1"
    assert (heading.type, heading.heading, heading.label.source, heading.relevance) == (
        ItemType.NOTE,
        True,
        "Inner",
        "2 = 2",
    )
    assert question.relevance == "(2 = 2) and (3 = 3)"


def test_what_repeats_is_a_section_of_its_own_between_the_parts_of_its_group():
    found = instrument(
        """
| survey |
| | type         | name   | label     | relevant    | calculation   | repeat_count |
| | integer      | n      | How many? |             |               |              |
| | begin_group  | home   | Home      | ${n} > 0    |               |              |
| | text         | street | Street    |             |               |              |
| | begin_repeat | people |           | ${n} < 9    |               | ${n}         |
| | integer      | age    | Age       |             |               |              |
| | calculate    | place  |           |             | position(..)  |              |
| | end_repeat   |        |           |             |               |              |
| | text         | floor  | Floor     |             |               |              |
| | end_group    |        |           |             |               |              |
| | calculate    | sum    |           |             | sum(${age}) + count(${people}) | |
"""
    )

    assert [(part.name, part.slug, part.relevance) for part in found.sections] == [
        ("questions", "questions", None),
        ("home", "home", "${n} > 0"),
        ("people", "people", "(${n} > 0) and (${n} < 9)"),
        ("home_2", "home-2", "${n} > 0"),
        ("questions-2", "questions-2", None),
    ]
    people = found.sections[2]
    assert (people.repeat.name, people.repeat.count, people.title.source) == ("people", "${n}", "Home")
    assert [item.name for item in people.items] == ["age", "place"]


def test_a_list_inside_of_a_list_is_refused_by_name():
    reading = form(
        """
| survey |
| | type         | name   | label  |
| | begin_repeat | people | People |
| | text         | name   | Name   |
| | begin_repeat | pets   | Pets   |
| | text         | pet    | Pet    |
| | end_repeat   |        |        |
| | end_repeat   |        |        |
"""
    )

    (found,) = [finding for finding in reading.findings if finding.code == "nested_repeat"]
    assert (found.level, found.where.row) == (Level.ERROR, 5)
    assert "pets" in found.message


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param("text | meta | Q", "reserved_name", id="facts about a response"),
        pytest.param("begin_repeat | data | R", "reserved_name", id="the form itself"),
    ],
)
def test_names_that_a_form_keeps_for_itself_are_refused(row, code):
    end = "\n| | text | x | X |\n| | end_repeat | | |" if row.startswith("begin") else ""

    assert places(form(f"| survey |\n| | type | name | label |\n| | {row} |{end}"), code) == [(3, "name")]


def test_calculations_between_groups_make_no_page_of_their_own():
    found = instrument(
        """
| survey |
| | type        | name | label | calculation | relevant |
| | begin_group | one  | One   |             |          |
| | text        | a    | A     |             |          |
| | end_group   |      |       |             |          |
| | calculate   | c    |       | 1 + 1       |          |
| | begin_group | two  | Two   |             | 1 = 1    |
| | text        | b    | B     |             |          |
| | end_group   |      |       |             |          |
| | calculate   | d    |       | 2 + 2       |          |
"""
    )

    assert [[item.name for item in section.items] for section in found.sections] == [["a", "c"], ["b"], ["d"]]


def test_one_name_in_two_groups_is_told_apart_as_long_as_nothing_refers_to_it():
    found = instrument(
        """
| survey |
| | type        | name | label |
| | begin_group | g1   | One   |
| | integer     | age  | Age   |
| | end_group   |      |       |
| | begin_group | g2   | Two   |
| | integer     | age  | Age   |
| | end_group   |      |       |
"""
    )

    assert [item.name for item in found.items] == ["g1/age", "g2/age"]
    assert found.names == {"g1/age": "age", "g2/age": "age"}


def test_a_reference_that_could_mean_two_items_is_an_error():
    reading = form(
        """
| survey |
| | type        | name | label | relevant    |
| | begin_group | g1   | One   |             |
| | integer     | age  | Age   |             |
| | end_group   |      |       |             |
| | begin_group | g2   | Two   |             |
| | integer     | age  | Age   |             |
| | end_group   |      |       |             |
| | text        | b    | B     | ${age} > 2  |
"""
    )

    assert places(reading, "ambiguous_reference") == [(9, "relevant")]


TABLE = """
| survey |
| | type          | name | label | appearance   | required | relevant | hint |
| | begin_group   | care | Care  | {group}      |          |          |      |
| | {head} |
| | select_one s  | r1   | Time  | {row}        | yes      |          | {hint} |
| | select_one s  | r2   | Talk  | {row}        | yes      | 1 = 1    |      |
| | end_group     |      |       |              |          |          |      |
| | text          | t    | T     |              |          | ${{r1}} = 'good' |  |
| choices |
| | list_name | name | label |
| | s         | good | Good  |
| | s         | bad  | Bad   |
"""


def test_a_table_list_becomes_a_matrix_and_references_follow():
    text = TABLE.format(group="table-list", head="", row="", hint="")
    found = instrument("\n".join(line for line in text.splitlines() if line.strip() != "| |  |"))

    matrix = found.item("care")
    assert (matrix.type, matrix.cell, matrix.required) == (ItemType.MATRIX, Cell.SINGLE, "true()")
    assert [(row.code, row.label.source, row.relevance) for row in matrix.rows] == [
        ("r1", "Time", None),
        ("r2", "Talk", "1 = 1"),
    ]
    assert [option.code for option in matrix.options] == ["good", "bad"]
    assert found.item("t").relevance == "${care/r1} = 'good'"
    assert found.names == {"care/r1": "r1", "care/r2": "r2"}


def test_a_labelled_list_becomes_a_matrix_named_by_its_head():
    found = instrument(
        TABLE.format(
            group="field-list", head="select_one s | head | How was it? | label | | |", row="list-nolabel", hint=""
        )
    )

    assert found.item("head").type is ItemType.MATRIX
    assert found.item("head").label.source == "How was it?"
    assert found.item("head").keys == ("head/r1", "head/r2")


def test_a_table_that_a_matrix_would_lose_something_of_stays_separate_items():
    reading = form(
        TABLE.format(
            group="field-list", head="select_one s | head | How was it? | label | | |", row="list-nolabel", hint="hm"
        )
    )

    assert reading.ok
    assert [item.type for item in reading.instrument.sections[0].items] == [
        ItemType.NOTE,
        ItemType.SINGLE,
        ItemType.SINGLE,
    ]
    assert "table_as_items" in codes(reading, Level.NOTE)


def test_two_sheets_that_say_nothing_are_mentioned():
    reading = form(
        """
| survey |
| | type | name | label |
| | text | q    | Q     |
| entities |
| | list_name | label |
| | trees     | ${q}  |
| notes |
| | anything |
| | at all   |
"""
    )

    assert codes(reading, Level.WARNING) == {"sheet_left_out"}
    assert "sheet_not_read" in codes(reading, Level.NOTE)


def test_columns_without_a_meaning_are_noted_once():
    reading = form(
        "| survey |\n| | type | name | label | colour |\n| | text | a | A | red |\n| | text | b | B | blue |"
    )

    assert places(reading, "unknown_column") == [(2, "colour")]


def test_the_same_column_twice_is_an_error():
    reading = form("| survey |\n| | type | name | label | relevant | relevance |\n| | text | a | A | 1=1 | 2=2 |")

    assert [finding.code for finding in errors(reading)] == ["duplicate_column"]
