from typing import Any

import polars as pl
import pytest

from engage.results.domain.populations import composition
from engage.results.models import Weighting
from engage.results.weighting.applying import NotCalculated, weights
from engage.results.weighting.placing import among, place


def frame(**columns: Any) -> pl.DataFrame:
    return pl.DataFrame(columns)


PEOPLE = frame(
    sex=pl.Series(["m", "f", "f", "x", None]).cast(pl.Enum(["m", "f", "x"])),
    age=pl.Series([17.0, 29.0, 30.0, None, 80.0]),
    region=pl.Series(["NO01", "NO081", "SE1", "NO08", None]),
    likes=pl.Series(["a", "a\x1fb", None, None, "b"]).cast(pl.Categorical),
    _country=pl.Series(["NO", "NO", "SE", "NO", "NO"]).cast(pl.Categorical),
)


@pytest.mark.parametrize(
    ("items", "cells", "country", "expected"),
    [
        pytest.param(["sex"], [[["m"]], [["f"]]], "", [0, 1, 1, -1, -1], id="options"),
        pytest.param(["sex"], [[["x", "m"]], [["f"]]], "", [0, 1, 1, 0, -1], id="options together"),
        pytest.param(["age"], [[["..17"]], [["18..29"]], [["30.."]]], "", [0, 1, 2, -1, 2], id="ranges"),
        pytest.param(["region"], [[["NO08*"]], [["NO01*", "SE*"]]], "", [1, 0, 1, 0, -1], id="regions by beginning"),
        pytest.param(
            ["sex", "age"],
            [[["m"], ["..99"]], [["f"], ["..29"]], [["f"], ["30.."]]],
            "",
            [0, 1, 2, -1, -1],
            id="two items crossed",
        ),
        pytest.param(["sex"], [[["m"]], [["f"]]], "NO", [0, 1, -1, -1, -1], id="one country"),
        pytest.param(["_country"], [[["NO"]], [["SE"]]], "", [0, 0, 1, 0, 0], id="the country itself"),
        pytest.param(["gone"], [[["1"]], [["2"]]], "", [-1] * 5, id="an item that is not there"),
    ],
)
def test_each_response_has_its_cell(items, cells, country, expected):
    population = composition("p", items, [[codes, 1] for codes in cells], country)
    assert place(PEOPLE, population).tolist() == expected


@pytest.mark.parametrize(
    ("item", "codes", "expected"),
    [
        pytest.param("sex", ("f", "x"), [False, True, True, True, False], id="one answer"),
        pytest.param("likes", ("b",), [False, True, False, False, True], id="several answers"),
        pytest.param("age", ("18..",), [False, True, True, False, True], id="numbers"),
        pytest.param("gone", ("1",), [False] * 5, id="an item that is not there"),
    ],
)
def test_a_group_is_found_by_its_answers(item, codes, expected):
    assert among(PEOPLE, item, codes).to_list() == expected


def found(**more: Any) -> dict[str, Any]:
    cells = [{"codes": [["m"]], "factor": 2.0}, {"codes": [["f"]], "factor": 0.5}]
    margin = {"name": "Sex", "items": ["sex"], "country": "", "cells": cells, "rest": 1.5}
    return {
        "margins": [margin],
        "design_mean": 4.0,
        "scale": 1.0,
        "cap": None,
        "iterations": 1,
        "converged": True,
    } | more


def test_later_responses_have_the_weight_of_their_cell():
    weighting = Weighting(name="w", populations=[1], found=found())
    assert weights(PEOPLE, weighting).to_list() == [2, 0.5, 0.5, 1.5, 1.5]


def test_who_came_without_a_design_weight_stands_for_one_person_like_the_average():
    people = PEOPLE.with_columns(_weight=pl.Series([8.0, None, 4.0, None, 2.0]))
    weighting = Weighting(name="w", populations=[1], design=True, found=found())
    assert weights(people, weighting).to_list() == [4, 0.5, 0.5, 1.5, 0.75]


def test_no_weight_is_above_the_cap_in_later_responses_either():
    weighting = Weighting(name="w", populations=[1], trim=1.2, found=found(cap=1.2))
    assert weights(PEOPLE, weighting).max() == 1.2


def test_weights_that_nobody_calculated_are_refused():
    with pytest.raises(NotCalculated):
        weights(PEOPLE, Weighting(name="w", populations=[1]))
