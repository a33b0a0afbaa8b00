"""Plans: statements of a descriptor, reminders, and what is delivered."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engage.maturity.domain.kinds import ActionState
from engage.maturity.domain.planning import add_months, delivery, statements, to_remind
from tests.factories.maturity_models import bundled


@pytest.mark.parametrize(
    ("descriptor", "expected"),
    [
        pytest.param("It is public.", ("It is public.",), id="one sentence"),
        pytest.param(
            "Results published with number of answers; one outside evaluation in three years.",
            ("Results published with number of answers.", "one outside evaluation in three years."),
            id="a semicolon",
        ),
        pytest.param("First. Second is 4.5 of 5. Third", ("First.", "Second is 4.5 of 5.", "Third."), id="sentences"),
        pytest.param("  ", (), id="nothing"),
    ],
)
def test_a_descriptor_is_cut_into_statements_that_are_true_or_not(descriptor, expected):
    assert statements(descriptor) == expected


def test_every_descriptor_of_the_bundled_model_gives_a_few_statements():
    for indicator in bundled().indicators:
        for descriptor in indicator.levels:
            assert 1 <= len(statements(descriptor)) <= 5


DUE = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("today", "reminded", "expected"),
    [
        pytest.param(date(2026, 6, 15), date(2026, 3, 1), False, id="fifteen days before"),
        pytest.param(date(2026, 6, 16), date(2026, 3, 1), True, id="fourteen days before"),
        pytest.param(date(2026, 6, 17), date(2026, 6, 16), False, id="told yesterday"),
        pytest.param(date(2026, 6, 30), date(2026, 6, 16), True, id="on the day"),
        pytest.param(date(2026, 7, 1), date(2026, 6, 30), False, id="told on the day"),
        pytest.param(date(2026, 7, 7), date(2026, 6, 30), True, id="a week after"),
        pytest.param(date(2026, 9, 1), date(2026, 7, 7), False, id="and never again"),
        pytest.param(date(2026, 6, 20), date(2026, 6, 20), False, id="made today, ten days before"),
        pytest.param(date(2026, 7, 9), date(2026, 6, 1), True, id="the worker slept: one reminder, not three"),
        pytest.param(date(2026, 6, 16), None, True, id="never reminded"),
    ],
)
def test_an_owner_is_reminded_before_on_and_after_the_day_once_each(today, reminded, expected):
    assert to_remind(DUE, reminded, today) is expected


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dates(date(2026, 1, 1), date(2026, 6, 1)))
def test_who_is_reminded_every_day_gets_three_mails(made):
    reminded, count = made, 0
    for day in range(made.toordinal(), DUE.toordinal() + 60):
        today = date.fromordinal(day)
        if to_remind(DUE, reminded, today):
            reminded, count = today, count + 1

    assert count == 3


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        pytest.param(date(2026, 1, 15), 6, date(2026, 7, 15), id="half a year"),
        pytest.param(date(2026, 8, 31), 6, date(2027, 2, 28), id="the last of a short month"),
        pytest.param(date(2026, 2, 28), 12, date(2027, 2, 28), id="a year"),
        pytest.param(date(2028, 2, 29), 12, date(2029, 2, 28), id="a leap day"),
        pytest.param(date(2026, 12, 31), 12, date(2027, 12, 31), id="the last day of a year"),
    ],
)
def test_months_are_added_to_a_day(day, months, expected):
    assert add_months(day, months) == expected


OPEN, DONE, DROPPED = ActionState


def test_delivery_counts_what_was_due_and_dropping_is_no_way_around():
    actions = [
        (date(2026, 3, 1), DONE, date(2026, 3, 1)),
        (date(2026, 3, 1), DONE, date(2026, 3, 2)),
        (date(2026, 3, 1), DROPPED, date(2026, 2, 1)),
        (date(2026, 3, 1), OPEN, None),
        (date(2026, 9, 1), DONE, date(2026, 3, 1)),
    ]

    found = delivery(actions, date(2026, 6, 1))

    assert (found.due, found.on_time, found.share) == (4, 1, 25)
    assert delivery([], date(2026, 6, 1)).share is None
