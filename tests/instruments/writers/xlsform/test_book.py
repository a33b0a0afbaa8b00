"""The file that comes out: plain texts, columns that other programs know, and a word about what is lost."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from engage.i18n.text import LocalizedText, TextState, Translation
from engage.instruments.domain.definition import Cell, Instrument, Item, ItemType, Option, Repeat, Row, Section
from engage.instruments.writers.xlsform import write, write_sheets

T = LocalizedText.of


def instrument(*items: Item, **section: Any) -> Instrument:
    part = Section(name="part", slug="part", title=T("Part", de="Teil"), items=items, **section)
    return Instrument(
        name="tiny", title=T("Tiny", de="Klein"), source_language="en", languages=("en", "de"), sections=(part,)
    )


def item(name: str, kind: ItemType = ItemType.TEXT, **more: Any) -> Item:
    return Item(name=name, type=kind, label=T("Question?", de="Frage?"), **more)


def rows(definition: Instrument, sheet: str = "survey") -> list[dict[str, str]]:
    drafts, _ = write_sheets(definition)
    return next(draft.rows for draft in drafts if draft.name == sheet)


def row(definition: Instrument, name: str) -> dict[str, str]:
    return next(cells for cells in rows(definition) if cells.get("name") == name)


def test_no_cell_is_a_formula_however_it_begins():
    asked = replace(item("q"), label=T("=1+1"), hint=T("+49 30 1234"), default="=HYPERLINK(1)")

    book = openpyxl.load_workbook(BytesIO(write(instrument(asked)).data))

    cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "=1+1" in {cell.value for cell in cells}


def test_characters_that_a_workbook_cannot_hold_are_left_out():
    book = openpyxl.load_workbook(BytesIO(write(instrument(replace(item("q"), label=T("a\x07b")))).data))

    assert "ab" in {cell.value for line in book["survey"].iter_rows() for cell in line}


def test_the_sheets_and_columns_are_those_of_xlsform():
    yes_no = (Option(code="yes", label=T("Yes", de="Ja")), Option(code="no", label=T("No", de="Nein")))
    definition = instrument(
        item("first", ItemType.SINGLE, options=yes_no),
        item("second", ItemType.SINGLE, options=yes_no, relevance="${first} = 'yes'", required="true()"),
    )

    assert row(definition, "second") == {
        "type": "select_one first",
        "name": "second",
        "label::English (en)": "Question?",
        "label::Deutsch (de)": "Frage?",
        "relevant": "${first} = 'yes'",
        "required": "yes",
    }
    assert [cells["name"] for cells in rows(definition, "choices")] == ["yes", "no"], "the list stands there once"
    (settings,) = rows(definition, "settings")
    assert (settings["form_title"], settings["form_id"], settings["default_language"]) == (
        "Tiny",
        "tiny",
        "English (en)",
    )


@pytest.mark.parametrize(
    ("asked", "constraint"),
    [
        pytest.param(item("q", ItemType.INTEGER, minimum=0.0, maximum=120.0), ". >= 0 and . <= 120", id="bounds"),
        pytest.param(item("q", max_length=80), "string-length(.) <= 80", id="length"),
        pytest.param(item("q", pattern=r"\d{4}"), r"regex(., '^(\d{4})$')", id="pattern"),
        pytest.param(
            item("q", ItemType.INTEGER, minimum=1.0, constraint=". != 13"), "(. >= 1) and (. != 13)", id="both"
        ),
        pytest.param(
            item(
                "q", ItemType.MULTIPLE, max_choices=2, options=(Option(code="none", label=T("None"), exclusive=True),)
            ),
            "count-selected(.) <= 2 and (not(selected(., 'none')) or count-selected(.) = 1)",
            id="choices",
        ),
    ],
)
def test_limits_are_written_as_a_constraint_that_other_programs_keep_to(asked, constraint):
    assert row(instrument(asked), "q")["constraint"] == constraint


def test_a_matrix_is_a_group_with_a_question_for_each_row():
    asked = item(
        "trust",
        ItemType.MATRIX,
        cell=Cell.SINGLE,
        options=(Option(code="1", label=T("Low")),),
        rows=(Row(code="doctor", label=T("Doctors")), Row(code="2", label=T("Press"))),
    )
    follow_up = item("why", relevance="${trust/2} = '1'")

    written = rows(instrument(asked, follow_up))

    assert [(cells["type"], cells.get("name")) for cells in written[1:5]] == [
        ("begin_group", "trust"),
        ("select_one trust", "doctor"),
        ("select_one trust", "trust_2"),
        ("end_group", None),
    ]
    assert written[5]["relevant"] == "${trust_2} = '1'"


def test_what_is_meant_by_other_is_a_question_of_its_own():
    asked = item("q", ItemType.SINGLE, options=(Option(code="else", label=T("Something else"), other=True),))

    part = row(instrument(asked), "q_other")

    assert (part["type"], part["relevant"]) == ("text", "selected(${q}, 'else')")


def test_a_list_of_entries_is_a_repeat():
    definition = instrument(item("age"), item("n"), repeat=Repeat(name="people", count="${n}"))

    begin, *_, end = rows(definition)

    assert (begin["type"], begin["name"], begin["repeat_count"]) == ("begin_repeat", "people", "${n}")
    assert end["type"] == "end_repeat"


def test_what_is_lost_is_said():
    draft = LocalizedText("en", {"en": Translation("Q"), "de": Translation("F", TextState.DRAFT)})
    options = (Option(code="a", label=T("A"), attributes={"label": "x"}),)
    asked = item("q", ItemType.SINGLE, options=options, explanation=T("x" * 40_000), relevance="${q/national} = 'a'")

    found = write(instrument(replace(asked, hint=draft))).findings

    assert {finding.code for finding in found} == {
        "translation_state",
        "attribute_left_out",
        "cell_too_long",
        "part_of_an_answer",
    }
