"""Topics of citizens: what may become of one, and how long it waits."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from engage.outcomes.domain.kinds import PUBLIC_TOPICS, TopicState
from engage.outcomes.domain.topics import (
    CHOSEN,
    WORDS_DAYS,
    WORDS_DAYS_DECIDED,
    Deed,
    NotNow,
    Standing,
    WhyNot,
    after,
    is_late,
    may,
    words_until,
    working_days,
)

MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        pytest.param(MONDAY, MONDAY, 0, id="the same day"),
        pytest.param(MONDAY, date(2026, 11, 17), 1, id="the next day"),
        pytest.param(date(2026, 11, 20), date(2026, 11, 23), 1, id="Friday to Monday"),
        pytest.param(date(2026, 11, 21), date(2026, 11, 22), 0, id="Saturday to Sunday"),
        pytest.param(date(2026, 11, 22), date(2026, 11, 23), 1, id="Sunday to Monday"),
        pytest.param(MONDAY, date(2026, 11, 30), 10, id="two weeks"),
        pytest.param(MONDAY, date(2026, 11, 15), 0, id="the day before"),
    ],
)
def test_working_days_are_mondays_to_fridays_after_the_first_day(since, until, expected):
    assert working_days(since, until) == expected


@settings(max_examples=60)
@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_working_days_are_those_that_one_counts_on_a_calendar(since, days):
    until = since + timedelta(days=days)

    counted = sum((since + timedelta(days=day)).weekday() < 5 for day in range(1, days + 1))

    assert working_days(since, until) == counted


def test_a_question_is_late_after_ten_working_days():
    assert not is_late(MONDAY, date(2026, 11, 30))
    assert is_late(MONDAY, date(2026, 12, 1))


def test_words_stay_for_ninety_days_or_two_weeks_after_somebody_decided_whichever_is_sooner():
    assert words_until(MONDAY) == MONDAY + timedelta(days=WORDS_DAYS)
    assert words_until(MONDAY, MONDAY) == MONDAY + timedelta(days=WORDS_DAYS_DECIDED)
    assert words_until(MONDAY, MONDAY + timedelta(days=WORDS_DAYS - 1)) == MONDAY + timedelta(days=WORDS_DAYS)


def test_no_team_can_say_that_nobody_looked_at_it():
    assert set(WhyNot) - set(CHOSEN) == {WhyNot.NOT_LOOKED_AT}


class LifeOfATopic(RuleBasedStateMachine):
    """Whatever a team does in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.standing = Standing()
        self.done: list[Deed] = []

    @rule(deed=st.sampled_from(Deed))
    def something_is_done(self, deed: Deed) -> None:
        before = self.standing
        if not may(before, deed):
            with pytest.raises(NotNow):
                after(before, deed)
            return
        self.standing = after(before, deed)
        self.done.append(deed)

    @precondition(lambda self: self.standing.state in PUBLIC_TOPICS)
    @rule()
    def it_is_hidden_and_shown_again(self) -> None:
        before = self.standing
        self.standing = after(after(before, Deed.NOT_SHOW), Deed.SHOW)
        assert self.standing == before

    @invariant()
    def nobody_sees_it_before_a_person_looked_at_it(self) -> None:
        if Deed.SHOW not in self.done:
            assert self.standing.state not in PUBLIC_TOPICS

    @invariant()
    def it_never_waits_again(self) -> None:
        assert (self.standing.state is TopicState.WAITING) == (not self.done)

    @invariant()
    def answered_and_taken_up_are_what_was_done_last(self) -> None:
        for yes, no, state in (
            (Deed.ANSWER, Deed.TAKE_BACK, TopicState.ANSWERED),
            (Deed.TAKE_UP, Deed.LEAVE, TopicState.TAKEN_UP),
        ):
            last = next((deed for deed in reversed(self.done) if deed in (yes, no)), no)
            if self.standing.state is state:
                assert last is yes


LifeOfATopic.TestCase.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
TestLifeOfATopic = LifeOfATopic.TestCase
