"""What waves have in common, and by how much answers moved."""

from dataclasses import replace
from datetime import date

import pytest

from engage.instruments.domain.definition import ItemType
from engage.results.domain.waves import side_by_side
from tests.factories.surveys import instrument, item, options, section, text
from tests.results.reading import item_tables

DAY = date(2026, 11, 1)


def tables(answers, *codes, name="heard", label="Question heard?", other=None):
    offered = options(*codes)
    if other:
        offered = (*offered[:-1], replace(offered[-1], label=text(other)))
    asked = instrument(section("one", item(name, ItemType.SINGLE, options=offered)))
    return item_tables(asked, [({name: answer}, DAY, "en", 1) for answer in answers])


def wave(yes, no, **more):
    return tables(["yes"] * yes + ["no"] * no, "yes", "no", **more)


def test_the_change_is_that_from_the_last_wave_but_one_with_newcombes_interval():
    (found,) = side_by_side([wave(1, 9), wave(48, 32), wave(56, 14)])
    yes = found.rows[0]

    assert [moment.percent for moment in yes.moments] == [10, 60, 80]
    assert (yes.change.low, yes.change.high) == pytest.approx((0.0524, 0.3339), abs=1e-4)
    assert found.bases == (10, 80, 70)


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(wave(5, 5, name="asked_otherwise"), id="another name"),
        pytest.param(tables(["yes"], "yes", "perhaps"), id="only one answer is the same"),
        pytest.param(wave(5, 5, other="Nobody"), id="an answer in other words"),
        pytest.param(wave(0, 0), id="nobody answered"),
    ],
)
def test_a_question_that_is_not_the_same_is_not_compared(before):
    assert side_by_side([before, wave(5, 5)]) == ()


def test_answers_that_only_one_wave_offered_are_named():
    (found,) = side_by_side([tables(["yes", "no"], "yes", "no", "old"), tables(["yes", "new"], "yes", "no", "new")])

    assert [row.code for row in found.rows] == ["yes", "no"]
    assert found.different == ("new", "old")


def test_one_wave_has_nothing_beside_it():
    with pytest.raises(ValueError, match="one wave"):
        side_by_side([wave(1, 1)])
