"""Each LimeSurvey question type becomes the items that ask the same."""

import pytest

from engage.instruments.domain.definition import Cell, ItemType
from tests.instruments.readers.limesurvey.making import a, codes, items, q, reading, sq, survey

ROWS = (sq("r1", "Row 1"), sq("r2", "Row 2"))
ANSWERS = (a("A1", "One"), a("A2", "Two"))


@pytest.mark.parametrize(
    ("kind", "parts", "expected"),
    [
        pytest.param("X", (), ItemType.NOTE, id="X text display"),
        pytest.param("S", (), ItemType.TEXT, id="S short text"),
        pytest.param("T", (), ItemType.TEXT, id="T long text"),
        pytest.param("U", (), ItemType.TEXT, id="U huge text"),
        pytest.param("N", (), ItemType.DECIMAL, id="N number"),
        pytest.param("D", (), ItemType.DATE, id="D date"),
        pytest.param("5", (), ItemType.SCALE, id="5 five points"),
        pytest.param("Y", (), ItemType.SINGLE, id="Y yes or no"),
        pytest.param("G", (), ItemType.SINGLE, id="G gender"),
        pytest.param("L", ANSWERS, ItemType.SINGLE, id="L list"),
        pytest.param("!", ANSWERS, ItemType.SINGLE, id="! drop-down"),
        pytest.param("M", ROWS, ItemType.MULTIPLE, id="M multiple choice"),
        pytest.param("R", ANSWERS, ItemType.RANKING, id="R ranking"),
        pytest.param("Q", ROWS, ItemType.MATRIX, id="Q short texts"),
        pytest.param("K", ROWS, ItemType.MATRIX, id="K numbers"),
        pytest.param("F", ROWS + ANSWERS, ItemType.MATRIX, id="F array"),
        pytest.param("H", ROWS + ANSWERS, ItemType.MATRIX, id="H array by column"),
        pytest.param("A", ROWS, ItemType.MATRIX, id="A five points each"),
        pytest.param("B", ROWS, ItemType.MATRIX, id="B ten points each"),
        pytest.param("C", ROWS, ItemType.MATRIX, id="C yes, uncertain, no"),
        pytest.param("E", ROWS, ItemType.MATRIX, id="E increase, same, decrease"),
    ],
)
def test_a_question_becomes_one_item_of_its_kind(tmp_path, kind, parts, expected):
    [item] = items(tmp_path, q(kind, "Quest1", "<b>Ask</b>"), *parts)

    assert (item.name, item.type, item.label.source) == ("Quest1", expected, "**Ask**")


@pytest.mark.parametrize(
    ("kind", "cells", "expected"),
    [
        pytest.param("S", {"mandatory": "Y"}, {"required": "true()", "multiline": False}, id="mandatory"),
        pytest.param("S", {"mandatory": "S"}, {"required": None}, id="softly mandatory"),
        pytest.param("S", {"maximum_chars": "6"}, {"max_length": 6}, id="longest text"),
        pytest.param("T", {}, {"multiline": True}, id="several lines"),
        pytest.param("S", {"numbers_only": "1"}, {"type": ItemType.DECIMAL}, id="a text of numbers only"),
        pytest.param("S", {"validation": "/^a+$/i"}, {"pattern": "(?i:^a+$)"}, id="pattern"),
        pytest.param("S", {"default": "Oslo (NO)"}, {"default": "string('Oslo (NO)')"}, id="default in brackets"),
        pytest.param("N", {"num_value_int_only": "1"}, {"type": ItemType.INTEGER}, id="whole number"),
        pytest.param(
            "N", {"min_num_value_n": "0.5", "max_num_value_n": "7"}, {"minimum": 0.5, "maximum": 7.0}, id="range"
        ),
        pytest.param("D", {"date_format": "dd/mm/yyyy HH:MM"}, {"type": ItemType.DATETIME}, id="date with time"),
        pytest.param("D", {"date_format": "HH:MM"}, {"type": ItemType.TIME}, id="time"),
        pytest.param(
            "D",
            {"date_min": "1910-01-01", "date_max": "(date('y-m-d'))"},
            {"constraint": "(. >= date('1910-01-01')) and (. <= today())"},
            id="days",
        ),
        pytest.param("5", {}, {"minimum": 1, "maximum": 5, "step": 1}, id="five points"),
        pytest.param("!", {}, {"dropdown": True}, id="drop-down"),
        pytest.param("L", {"random_order": "1"}, {"shuffle": True}, id="random order"),
    ],
)
def test_settings_become_fields(tmp_path, kind, cells, expected):
    [item] = items(tmp_path, q(kind, "Q1", **cells), *(ANSWERS if kind in "L!" else ()))

    assert {name: getattr(item, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("Y", "Y N"), ("G", "F M"), ("C", "Y U N"), ("E", "I S D"), ("A", "1 2 3 4 5"), ("B", "1 2 3 4 5 6 7 8 9 10")],
)
def test_standard_answers_keep_limesurveys_codes(tmp_path, kind, expected):
    [item] = items(tmp_path, q(kind, "Q1"), *ROWS)

    assert " ".join(option.code for option in item.options) == expected


def test_standard_answers_are_in_every_language_they_are_known_in(tmp_path):
    found = reading(tmp_path, *survey(q("Y", "Q1"), language="en", more="de-informal he tlh"))

    yes = found.instrument.item("Q1").options[0].label
    assert (yes.in_("de-x-informal"), yes.in_("he"), yes.pick("tlh")) == ("Ja", "כן", ("Yes", "en"))
    assert "standard_answers" in codes(found)


def test_other_keeps_its_code_and_words(tmp_path):
    single, multiple = items(
        tmp_path, q("L", "Q1", other="Y", other_replace_text="Else"), *ANSWERS, q("M", "Q2", other="Y"), *ROWS
    )

    last = single.options[-1]
    assert (last.code, last.other, last.fixed, last.label.source) == ("-oth-", True, True, "Else")
    assert multiple.options[-1].label.source == "Other"
    assert multiple.keys == ("Q2", "Q2/other")


def test_a_multiple_choice_knows_exclusive_options_and_how_many_may_be_chosen(tmp_path):
    [item] = items(tmp_path, q("M", "Q1", exclude_all_others="r2", min_answers="1", max_answers="2"), *ROWS)

    assert [option.exclusive for option in item.options] == [False, True]
    assert (item.min_choices, item.max_choices) == (1, 2)


def test_chosen_by_default(tmp_path):
    [item] = items(tmp_path, q("M", "Q1"), sq("r1", default="Y"), sq("r2"), sq("r3", default="Y"))

    assert item.default == "r1 r3"


def test_comments_stand_in_a_text_of_their_own(tmp_path):
    single, comment = items(tmp_path, q("O", "Q1"), *ANSWERS)

    assert single.type is ItemType.SINGLE
    assert (comment.name, comment.type, comment.multiline) == ("Q1_comment", ItemType.TEXT, True)


def test_comments_on_options_are_asked_where_the_option_is_chosen(tmp_path):
    multiple, comments = items(tmp_path, q("P", "Q1", other="Y"), *ROWS)

    assert multiple.type is ItemType.MULTIPLE
    assert (comments.name, comments.cell) == ("Q1_comment", Cell.TEXT)
    assert [row.relevance for row in comments.rows] == ["selected(${Q1}, 'r1')", "selected(${Q1}, 'r2')"]
    assert comments.relevance == "count-selected(${Q1}) > 0"


@pytest.mark.parametrize(
    ("kind", "cells", "cell"),
    [
        pytest.param(";", {}, Cell.TEXT, id="texts"),
        pytest.param(":", {}, Cell.DECIMAL, id="numbers"),
    ],
)
def test_a_grid_is_asked_cell_by_cell(tmp_path, kind, cells, cell):
    [item] = items(tmp_path, q(kind, "Q1", **cells), *ROWS, sq("c1", "Column 1", "1"), sq("c2", "Column 2", "1"))

    assert item.cell is cell
    assert item.keys == ("Q1/r1_c1", "Q1/r1_c2", "Q1/r2_c1", "Q1/r2_c2")
    assert item.rows[1].label.source == "Row 1 – Column 2"


def test_a_grid_of_checkboxes_has_the_columns_as_options(tmp_path):
    [item] = items(tmp_path, q(":", "Q1", multiflexible_checkbox="1"), *ROWS, sq("c1", "Column", "1"))

    assert (item.cell, item.keys, item.options[0].code) == (Cell.MULTIPLE, ("Q1/r1", "Q1/r2"), "c1")


def test_a_dual_scale_becomes_two_matrices_with_their_headers(tmp_path):
    first, second = items(
        tmp_path,
        q("1", "Q1", "Food", dualscale_headerA="Now", dualscale_headerB="Later"),
        *ROWS,
        *ANSWERS,
        a("B1", scale="1"),
    )

    assert (first.name, first.label.source, [o.code for o in first.options]) == ("Q1", "Food – Now", ["A1", "A2"])
    assert (second.name, second.label.source, [o.code for o in second.options]) == ("Q1_2", "Food – Later", ["B1"])
    assert first.rows == second.rows


def test_the_sum_of_numbers_is_checked(tmp_path):
    [item] = items(tmp_path, q("K", "Q1", equals_num_value="100"), *ROWS)

    assert item.constraint == "coalesce(${Q1/r1}, 0) + coalesce(${Q1/r2}, 0) = 100"


def test_a_ranking_takes_no_more_than_its_places(tmp_path):
    [item] = items(tmp_path, q("R", "Q1", max_subquestions="2"), *ANSWERS, a("A3"))

    assert item.max_choices == 2


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param({"array_filter": "Q1"}, ["selected(${Q1}, 'r1')", "selected(${Q1}, 'r2')", None], id="chosen"),
        pytest.param(
            {"array_filter_exclude": "Q1"},
            ["not(selected(${Q1}, 'r1'))", "not(selected(${Q1}, 'r2'))", None],
            id="not chosen",
        ),
    ],
)
def test_array_filters_show_what_was_chosen_before(tmp_path, filters, expected):
    _, options, rows = items(
        tmp_path,
        q("M", "Q1"),
        *ROWS,
        q("M", "Q2", **filters),
        *ROWS,
        sq("r3"),
        q("F", "Q3", **filters),
        *ROWS,
        sq("r3"),
    )

    assert [option.relevance for option in options.options] == expected
    assert [row.relevance for row in rows.rows] == expected


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param(q("I", "Q1"), "language_switch", id="language switch"),
        pytest.param(q("%", "Q1"), "unknown_type", id="unknown type"),
        pytest.param(q("S", "Q1", hidden="1"), "hidden", id="hidden without a value"),
    ],
)
def test_what_is_left_out_is_told(tmp_path, row, code):
    found = reading(tmp_path, *survey(row, q("S", "Q2")))

    assert [item.name for item in found.instrument.items] == ["Q2"]
    assert code in codes(found)
    assert found.ok


@pytest.mark.parametrize(
    ("cells", "expected", "told"),
    [
        pytest.param({"allowed_filetypes": "pdf, jpg"}, {"accept": (".pdf", ".jpg")}, "", id="endings"),
        pytest.param({"allowed_filetypes": "pdf, exe"}, {"accept": (".pdf",)}, ".exe", id="an ending not taken"),
        pytest.param({"allowed_filetypes": "exe"}, {"accept": ()}, "it takes all", id="no ending taken"),
        pytest.param({"max_filesize": "2048"}, {"max_megabytes": 2.0}, "", id="size"),
        pytest.param({"min_num_of_files": "1"}, {"required": "true()"}, "", id="at least one"),
        pytest.param({"max_num_of_files": "3"}, {"required": None}, "up to 3 files", id="several"),
    ],
)
def test_files_keep_their_limits(tmp_path, cells, expected, told):
    found = reading(tmp_path, *survey(q("|", "Q1", **cells)))

    item = found.instrument.item("Q1")
    assert item.type is ItemType.FILE
    assert {name: getattr(item, name) for name in expected} == expected
    assert told in " ".join(finding.message for finding in found.findings if finding.code == "files")


def test_a_date_of_years_is_a_year(tmp_path):
    found = reading(tmp_path, *survey(q("D", "Q1", date_format="yyyy", date_min="1900", date_max="2026-12-31")))

    item = found.instrument.item("Q1")
    assert (item.type, item.minimum, item.maximum) == (ItemType.YEAR, 1900, 2026)
    assert codes(found) == ["date_format"]


def test_a_question_for_the_language_is_kept_where_something_asks_for_its_answer(tmp_path):
    found = reading(tmp_path, *survey(q("I", "Q1"), q("S", "Q2", relevance="Q1 == 'de'"), more="de-informal"))

    item = found.instrument.item("Q1")
    assert (item.type, item.tags) == (ItemType.LANGUAGE, ("en", "de-x-informal"))
    assert found.instrument.item("Q2").relevance == "${Q1} = 'de'"
    assert "language_switch" in codes(found)


@pytest.mark.parametrize("kind", ["L", "M"])
def test_a_text_beside_other_can_be_required(tmp_path, kind):
    [item] = items(tmp_path, q(kind, "Q1", other="Y", other_comment_mandatory="1"), sq("s"), a("a"))

    assert item.other_required


def test_who_must_choose_some_must_answer(tmp_path):
    [item] = items(tmp_path, q("M", "Q1", min_answers="2", max_answers="3"), *ROWS)

    assert (item.required, item.min_choices, item.max_choices) == ("true()", 2, 3)


def test_so_many_rows_must_be_answered(tmp_path):
    [item] = items(tmp_path, q("F", "Q1", min_answers="1", max_answers="Q1_r1 + 1"), *ROWS, *ANSWERS)

    rows = "${Q1/r1}, ${Q1/r2}"
    assert item.constraint == (
        f"(count-non-empty({rows}) >= 1) and (count-non-empty({rows}) <= coalesce(${{Q1/r1}}, 0) + 1)"
    )


def test_a_hidden_question_with_a_default_becomes_a_calculation(tmp_path):
    [item] = items(tmp_path, q("S", "Q1", hidden="1", default="it's"))

    assert (item.type, item.calculation) == (ItemType.CALCULATION, '"it\'s"')


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        pytest.param({"time_limit": "30"}, "time_limit", id="time limit"),
        pytest.param({"code_filter": "a"}, "code_filter", id="answers filtered by code"),
        pytest.param({"mandatory": "S"}, "soft_mandatory", id="softly mandatory"),
        pytest.param({"validation": "/(?<=a)b/"}, "pattern", id="pattern that cannot be bounded"),
    ],
)
def test_lost_behaviour_is_told_with_its_place(tmp_path, cells, code):
    found = reading(tmp_path, *survey(q("S", "Q1", **cells)))

    [finding] = [finding for finding in found.findings if finding.code == code]
    assert finding.where.row == 6


def test_lost_looks_are_one_note(tmp_path):
    found = reading(tmp_path, *survey(q("S", "Q1", cssclass="x", text_input_width="3"), q("S", "Q2", cssclass="y")))

    [note] = [finding for finding in found.findings if finding.code == "looks"]
    assert "cssclass (2), text_input_width (1)" in note.message


def test_a_code_that_comes_twice_is_kept_once(tmp_path):
    found = reading(tmp_path, *survey(q("L", "Q1"), a("A1", "first"), a("A1", "second")))

    assert [option.label.source for option in found.instrument.item("Q1").options] == ["first"]
    assert "duplicate_code" in codes(found)
