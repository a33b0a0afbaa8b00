"""Which responses carry which sign."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from engage.instruments.domain.definition import Cell, Instrument, Item, ItemType, Section
from engage.results.domain.quality import batteries
from engage.results.quality.flags import flagged
from tests.results.instruments import T, item, options, rows

MATRIX = item("trust", ItemType.MATRIX, options=options("no", "some", "full"), rows=rows("a", "b", "c", "d", "e"))
SCALES = tuple(item(f"s{n}", ItemType.SCALE, minimum=0, maximum=10) for n in range(5))
TEXTS = tuple(item(f"t{n}", ItemType.TEXT) for n in range(10))


def instrument(*items: Item) -> Instrument:
    return Instrument(
        name="x",
        title=T("X"),
        source_language="en",
        languages=("en",),
        sections=(Section(name="all", slug="all", title=T("All"), items=items),),
    )


def frame(*answers: dict[str, Any], keys: tuple[str, ...], seconds: list[int | None] | None = None) -> pl.DataFrame:
    number = len(answers)
    about = {
        "_response": list(range(number)),
        "_language": ["en"] * number,
        "_channel": ["open"] * number,
        "_country": [""] * number,
        "_day": [date(2026, 11, 22)] * number,
        "_seconds": seconds or [None] * number,
    }
    return pl.DataFrame(about | {key: [each.get(key) for each in answers] for key in keys}, strict=False)


def found(instrument: Instrument, columns: pl.DataFrame, flag: str) -> list[int]:
    rows = flagged(columns, instrument)
    return rows.filter(pl.col(flag))["_response"].to_list()


def test_the_same_answer_in_every_row_is_a_sign_and_too_few_rows_are_none():
    keys = MATRIX.keys
    same, varied = dict.fromkeys(keys, "some"), dict.fromkeys(keys, "some") | {keys[0]: "no"}
    few = dict.fromkeys(keys[:4], "full")

    assert found(instrument(MATRIX), frame(same, varied, few, keys=keys), "straight") == [0]


def test_scales_below_each_other_are_looked_at_together():
    keys = tuple(each.name for each in SCALES)

    assert batteries(instrument(*SCALES)) == (keys,)
    assert found(
        instrument(*SCALES), frame(dict.fromkeys(keys, 7), {k: n for n, k in enumerate(keys)}, keys=keys), "straight"
    ) == [0]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param(
            [item("m", ItemType.MATRIX, cell=Cell.INTEGER, rows=rows("a", "b", "c", "d", "e"))], (), id="numbers"
        ),
        pytest.param(list(SCALES[:4]), (), id="four scales"),
        pytest.param([*SCALES[:4], item("s9", ItemType.SCALE, minimum=1, maximum=5)], (), id="another scale"),
    ],
)
def test_what_is_not_asked_alike_is_no_battery(items, expected):
    assert batteries(instrument(*items)) == expected


def test_fast_is_by_answered_question_and_by_language():
    asked = instrument(*TEXTS)
    keys = tuple(each.name for each in TEXTS)
    slow, short = {k: f"{k}" for k in keys}, {keys[0]: "x"}
    answers = [{k: f"{k}{n}" for k in keys} for n in range(20)]
    columns = frame(*answers, slow, short, keys=keys, seconds=[300] * 20 + [90, 30])

    assert found(asked, columns, "fast") == [20]
    assert found(asked, columns.head(10), "fast") == []


def test_alike_are_those_that_share_every_answer_and_enough_of_them():
    keys = tuple(each.name for each in TEXTS)
    one = dict.fromkeys(keys, "same words")
    columns = frame(one, one, one | {keys[0]: "others"}, {keys[0]: "x"}, {keys[0]: "x"}, keys=keys)

    assert found(instrument(*TEXTS), columns, "alike") == [0, 1]
