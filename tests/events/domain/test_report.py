"""What a report shows of who came gives nobody away."""

from itertools import product

import pytest

from engage.events.domain.report import (
    SMALLEST,
    Figures,
    Follow,
    Protected,
    Report,
    figures,
    in_order,
    protected,
    read,
    rounded,
    stored,
)


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, None), (9, None), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (302, 300)],
)
def test_counts_are_rounded_to_fives_and_small_ones_not_shown(count: int, shown: int | None):
    assert rounded(count) == Protected(shown)


def shown(groups: dict[str, int]) -> dict[str, int | None] | None:
    found = protected(groups, sum(groups.values()))
    return None if found is None else {name: each.about for name, each in found.items()}


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        pytest.param({"NO": 30, "SE": 20}, {"NO": 30, "SE": 20}, id="nothing small"),
        pytest.param({"NO": 30, "SE": 0}, {"NO": 30}, id="nobody is no secret"),
        pytest.param({"NO": 31, "SE": 15, "DK": 3}, {"NO": 30, "SE": None, "DK": None}, id="never one alone"),
        pytest.param({"NO": 30, "SE": 9, "DK": 8}, {"NO": 30, "SE": None, "DK": None}, id="two small ones"),
        pytest.param({"NO": 5, "SE": 4}, None, id="too few in all"),
        pytest.param({"NO": 31, "SE": 22, "DK": 3}, None, id="what would stay says too much"),
        pytest.param({"NO": 9, "SE": 9, "DK": 9}, None, id="all small"),
    ],
)
def test_what_is_hidden_cannot_be_worked_out(groups: dict[str, int], expected: dict[str, int | None] | None):
    assert shown(groups) == expected


def test_a_hidden_group_may_be_anything_below_ten_for_whoever_knows_the_rule():
    """Every table of three groups up to 40: all that look the same are compared."""
    looks: dict[object, list[tuple[int, ...]]] = {}
    for counts in product(range(1, 41), repeat=3):
        groups = dict(zip("abc", counts, strict=True))
        found = shown(groups)
        look = (rounded(sum(counts)), tuple(sorted(found.items(), key=str)) if found else None)
        looks.setdefault(look, []).append(counts)
    for (_, found), tables in looks.items():
        for place, name in enumerate("abc"):
            if found is not None and dict(found)[name] is None and any(counts[place] < SMALLEST for counts in tables):
                assert {counts[place] for counts in tables} >= set(range(1, SMALLEST)), (found, name)


def test_a_table_of_one_group_says_nothing_and_is_left_out():
    assert figures(40, {"site": {"1": 33}, "country": {"NO": 20, "SE": 13}}, 33) == Figures(
        40, 35, tables={"country": {"NO": 20, "SE": 15}}
    )


def test_hidden_groups_stand_last_in_an_order_that_says_nothing():
    assert in_order({"b": None, "x": 10, "a": None, "y": 40}) == [("y", 40), ("x", 10), ("a", None), ("b", None)]


def test_a_report_is_read_back_as_it_was_stored():
    report = Report((1, 3), (Follow(2, "Hub Norway"),), figures(40, {"site": {"1": 20, "2": 13}}, 33))

    assert read(stored(report)) == report
    assert read({}) == Report()
    assert report.next_number() == 4
