"""Intervals and agreement of a panel."""

import pytest

from engage.maturity.domain.uncertainty import agreement, intervals
from tests.factories.maturity_models import bundled


def panel(*levels: int) -> list[dict[str, int]]:
    """One person a level, the same everywhere."""
    return [{each.id: level for each in bundled().indicators} for level in levels]


def test_from_six_people_the_middle_eighty_percent_of_the_draws_are_shown():
    found = intervals(bundled(), panel(1, 1, 2, 3, 3, 4), {}, seed=7)

    assert set(found) == {each.id for each in bundled().dimensions}
    assert found["MAN"].drawn
    assert (found["MAN"].low, found["MAN"].high) == (1, 3)


def test_the_same_seed_gives_the_same_interval_and_people_who_agree_none():
    mixed = [{"MAN-1": at % 4, "MAN-2": (at * 2) % 5, "MAN-3": (at * 3) % 5} for at in range(8)]

    assert intervals(bundled(), mixed, {}, seed=1) == intervals(bundled(), mixed, {}, seed=1)
    same = intervals(bundled(), panel(2, 2, 2, 2, 2, 2), {}, seed=1)["SUS"]
    assert (same.low, same.high) == (2, 2)


def test_under_six_people_the_lowest_and_the_highest_one_are_shown():
    found = intervals(bundled(), [*panel(1, 3), {}, {"MAN-3": 0}], {}, seed=7)

    assert (found["MAN"].low, found["MAN"].high, found["MAN"].drawn) == (0, 3, False)
    assert (found["SUS"].low, found["SUS"].high) == (1, 3)


def test_evidence_holds_an_interval_down_too():
    ceilings = {each.id: 2 for each in bundled().indicators}

    assert intervals(bundled(), panel(4, 4, 4, 4, 3, 3), ceilings, seed=7)["MAN"].high == 2


def test_what_nobody_rated_has_no_interval():
    assert set(intervals(bundled(), [{"MAN-3": 2}], {}, seed=7)) == {"MAN"}
    assert intervals(bundled(), [], {}, seed=7) == {}


def test_agreement_is_shown_from_five_people():
    people = [{each.id: at % 5 for at, each in enumerate(bundled().indicators)} for _ in range(5)]

    found = agreement(people, seed=7)

    assert found is not None
    assert (found.alpha, found.low, found.high, found.raters) == (1, 1, 1, 5)
    assert agreement(people[:4], seed=7) is None


def test_agreement_has_an_interval_around_it():
    people = [{each.id: (at + person * at) % 5 for at, each in enumerate(bundled().indicators)} for person in range(6)]

    found = agreement(people, seed=7)

    assert found is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.alpha < found.high


@pytest.mark.parametrize("people", [[], panel(2, 2, 2, 2, 2)], ids=["nobody", "all the same everywhere"])
def test_there_is_no_agreement_where_chance_cannot_be_told_apart(people):
    assert agreement(people, seed=7) is None
