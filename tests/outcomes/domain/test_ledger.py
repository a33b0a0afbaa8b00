"""The clock of an answer, and how far an outcome is."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engage.outcomes.domain.kinds import ANSWERED, RecommendationState
from engage.outcomes.domain.ledger import any_overdue, clock, handed_before, state_of
from engage.outcomes.domain.written import Asked

OPEN, ACCEPTED, IN_PART = RecommendationState.OPEN, RecommendationState.ACCEPTED, RecommendationState.IN_PART
DECLINED, DONE = RecommendationState.DECLINED, RecommendationState.DONE
HANDED = date(2026, 1, 10)
QUIETLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A slow machine is no fault of the rules."""
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def asked(handed_on: date | None, answered_on: date | None = None) -> Asked:
    state = OPEN if answered_on is None else ACCEPTED
    return Asked({"en": "Shorter waits"}, handed_on=handed_on, state=state, answered_on=answered_on)


@pytest.mark.parametrize(
    ("answered_on", "today", "left", "overdue", "late"),
    [
        pytest.param(None, HANDED, 120, False, False, id="on the day it was handed over"),
        pytest.param(None, date(2026, 5, 10), 0, False, False, id="on the last day"),
        pytest.param(None, date(2026, 5, 11), -1, True, False, id="one day later"),
        pytest.param(date(2026, 5, 10), date(2026, 9, 1), None, False, False, id="answered on the last day"),
        pytest.param(date(2026, 5, 11), date(2026, 9, 1), None, False, True, id="answered late"),
    ],
)
def test_an_answer_has_so_many_days_from_when_it_was_asked_for(answered_on, today, left, overdue, late):
    found = clock(asked(HANDED, answered_on), today, 120)

    assert (found.due, found.days_left, found.overdue, found.late) == (date(2026, 5, 10), left, overdue, late)


def test_nothing_runs_before_anybody_was_asked():
    found = clock(asked(None), date(2040, 1, 1), 120)

    assert (found.due, found.days_left, found.overdue, found.waiting, found.days) == (None, None, False, False, None)


@QUIETLY
@given(handed=DAYS, wait=st.integers(0, 900), today=DAYS, days=st.integers(1, 400))
def test_an_answer_is_in_time_late_awaited_or_overdue_and_never_two_of_them(handed, wait, today, days):
    answered = clock(asked(handed, handed + timedelta(wait)), today, days)
    waiting = clock(asked(handed), today, days)

    assert answered.days == wait
    assert answered.late == (wait > days)
    assert not answered.waiting
    assert not answered.overdue
    assert waiting.waiting
    assert waiting.overdue == (today > handed + timedelta(days)) == (handed < handed_before(today, days))
    assert not waiting.late
    assert any_overdue([asked(handed, handed), asked(handed)], today, days) == waiting.overdue


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        pytest.param([], OPEN, id="nothing recommended yet"),
        pytest.param([OPEN], OPEN, id="waits"),
        pytest.param([DONE, OPEN, DECLINED], OPEN, id="one still waits"),
        pytest.param([ACCEPTED, ACCEPTED], ACCEPTED, id="all accepted"),
        pytest.param([ACCEPTED, DONE], ACCEPTED, id="accepted, not all done"),
        pytest.param([DONE, DONE], DONE, id="all done"),
        pytest.param([DECLINED], DECLINED, id="declined"),
        pytest.param([DECLINED, DONE], IN_PART, id="one done, one declined"),
        pytest.param([IN_PART, ACCEPTED], IN_PART, id="one in part"),
    ],
)
def test_an_outcome_is_as_far_as_its_recommendations(states, expected):
    assert state_of(states) is expected


@QUIETLY
@given(states=st.lists(st.sampled_from(RecommendationState), max_size=8))
def test_the_state_of_an_outcome_depends_on_no_order_and_promises_nothing_that_was_not_said(states):
    found = state_of(states)

    assert found is state_of(list(reversed(states))) is state_of([*states, *states])
    assert (found is OPEN) == (not states or OPEN in states)
    if found is DONE:
        assert set(states) == {DONE}
    if found in ANSWERED and found is not IN_PART:
        assert DECLINED not in states or found is DECLINED
