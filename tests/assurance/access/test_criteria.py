"""What is said of each success criterion follows from the rows and from what was measured."""

import json

import pytest

from assurance.access.criteria import CRITERIA, State, criteria_of, states
from assurance.access.statement import FILE, assessed
from assurance.parts.access import PROVING
from scripts.assurance_pages import Row, rows

PROVEN = ("tests/assurance/test_pages.py::test_the_pages_are_up_to_date",)


def test_there_are_the_55_criteria_of_wcag_2_2_each_once():
    assert len(CRITERIA) == len(set(CRITERIA)) == 55


def test_the_rows_name_every_criterion():
    assert set(CRITERIA) - {each for row in rows("accessibility") for each in criteria_of(row)} == set()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(Row("1.1.1 A", "x", tests=PROVEN), State.MET, id="proven"),
        pytest.param(Row("1.1.1 A", "x", tests=PROVEN, note="But not maps."), State.IN_PART, id="all but something"),
        pytest.param(Row("1.1.1 A", "x", not_applicable="No such thing."), State.DOES_NOT_APPLY, id="no such thing"),
        pytest.param(Row("1.1.1 A", "x"), State.NOT_SHOWN, id="open"),
        pytest.param(Row("1.1.1 A", "x", steps=("pages",)), State.NOT_SHOWN, id="a step that did not keep it"),
        pytest.param(Row("1.1.2 A", "x", tests=PROVEN), State.NOT_SHOWN, id="no row"),
    ],
)
def test_a_criterion_is_what_its_row_shows(row: Row, expected: State):
    assert states([row], ["keys"])["1.1.1"] is expected


def test_of_several_rows_the_worst_counts_and_one_that_does_not_apply_does_not():
    known = [Row("2.1.1 / 2.1.2 A", "x", tests=PROVEN), Row("2.1.1 A", "y"), Row("2.1.2 A", "z", not_applicable="No.")]

    found = states(known, [])

    assert (found["2.1.1"], found["2.1.2"]) == (State.NOT_SHOWN, State.MET)


def test_without_figures_nothing_that_rests_on_steps_is_claimed():
    found = assessed({})

    assert found["met"] + sum(len(found[name]) for name in ("in_part", "does_not_apply", "not_met")) == 55
    assert "1.4.10" in found["not_met"]


def test_the_statement_as_it_is_shipped_counts_every_criterion_once():
    shipped = json.loads(FILE.read_text(encoding="utf-8"))
    kept = {step: {"kept": True, "on": shipped["on"], "figures": {}} for step in PROVING}

    assert shipped.keys() == assessed(kept).keys()
    assert shipped["met"] + sum(len(shipped[name]) for name in ("in_part", "does_not_apply", "not_met")) == 55
