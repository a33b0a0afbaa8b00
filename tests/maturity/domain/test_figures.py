"""What a figure can be, and what of it people outside the team see."""

import pytest

from engage.maturity.domain.figures import Problem, Trouble, counted, problems, shown
from engage.maturity.domain.model import Figure, Metric, Unit

METRIC = Metric(
    "M08",
    "Non-organised",
    "",
    (
        Figure("events", Unit.COUNT, ""),
        Figure("asked", Unit.PEOPLE, ""),
        Figure("alone", Unit.PEOPLE, ""),
        Figure("share", Unit.SHARE, ""),
        Figure("listed", Unit.PERCENT, ""),
        Figure("mean", Unit.MEAN, ""),
    ),
)


@pytest.mark.parametrize(
    ("given", "trouble"),
    [
        pytest.param({"share": 80.5}, None, id="a share"),
        pytest.param({"share": 101}, Trouble.TOO_HIGH, id="more than all"),
        pytest.param({"share": -1}, Trouble.TOO_LOW, id="less than nothing"),
        pytest.param({"share": float("nan")}, Trouble.TOO_LOW, id="no number at all"),
        pytest.param({"mean": 0.5}, Trouble.TOO_LOW, id="a mean below its scale"),
        pytest.param({"events": 1.5}, Trouble.NOT_WHOLE, id="half an event"),
        pytest.param({"elsewhere": 1}, Trouble.UNKNOWN, id="no such figure"),
        pytest.param({"asked": 5}, Trouble.COUNTED, id="what the platform counted"),
    ],
)
def test_a_declared_figure_has_to_be_possible_and_open(given: dict[str, float], trouble: Trouble | None):
    found = problems(METRIC, given, {"asked": 3})

    assert found == ([Problem(next(iter(given)), trouble)] if trouble else [])


def _outside(**figures: float) -> dict[str, float | None]:
    return {each.figure.name: each.value for each in shown(METRIC, figures, inside=False)}


def test_outside_the_team_few_people_are_not_counted_out():
    assert _outside(events=2, asked=200, alone=9, share=4.5, listed=50, mean=4.2) == {
        "events": 2, "asked": 200, "alone": None, "listed": 50
    }  # fmt: skip


def test_nobody_is_shown_like_nine():
    assert _outside(asked=200, alone=0, share=0) == {"asked": 200, "alone": None}


def test_enough_people_are_shown_as_they_are():
    assert _outside(asked=200, alone=10, share=5) == {"asked": 200, "alone": 10, "share": 5}


def test_the_team_sees_all():
    found = shown(METRIC, {"asked": 3, "alone": 1, "share": 33.3}, inside=True)

    assert [each.value for each in found] == [3, 1, 33.3]


def test_what_was_declared_and_what_is_not_known_is_not_counted():
    assert counted({"asked": 3, "share": None, "alone": 1}, ["alone"]) == {"asked": 3}
