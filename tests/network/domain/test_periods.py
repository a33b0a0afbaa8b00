"""Periods of reports are whole months."""

from datetime import date

import pytest

from engage.network.domain.periods import NoPeriod, Period, half_year_before, year_to


@pytest.mark.parametrize(
    ("since", "until"),
    [
        pytest.param(date(2026, 1, 2), date(2026, 1, 31), id="begins within a month"),
        pytest.param(date(2026, 1, 1), date(2026, 1, 30), id="ends within a month"),
        pytest.param(date(2026, 2, 1), date(2026, 1, 31), id="ends before it begins"),
        pytest.param(date(2016, 1, 1), date(2026, 1, 31), id="longer than ten years"),
    ],
)
def test_a_period_that_is_not_made_of_whole_months_is_refused(since: date, until: date):
    with pytest.raises(NoPeriod):
        Period(since, until)


def test_days_are_widened_to_the_months_they_lie_in():
    assert Period.around(date(2026, 1, 17), date(2028, 2, 3)) == Period(date(2026, 1, 1), date(2028, 2, 29))


def test_its_months_are_known_by_their_first_days():
    assert Period(date(2025, 11, 1), date(2026, 2, 28)).months == (
        date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)
    )  # fmt: skip


def test_both_ends_belong_to_it():
    period = Period(date(2026, 1, 1), date(2026, 6, 30))

    assert period.holds(date(2026, 1, 1))
    assert period.holds(date(2026, 6, 30))
    assert not period.holds(date(2026, 7, 1))
    assert not period.holds(None)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        pytest.param(
            Period(date(2026, 1, 1), date(2026, 6, 30)), Period(date(2025, 7, 1), date(2025, 12, 31)), id="half a year"
        ),
        pytest.param(
            Period(date(2026, 3, 1), date(2026, 3, 31)), Period(date(2026, 2, 1), date(2026, 2, 28)), id="a month"
        ),
        pytest.param(
            Period(date(2025, 1, 1), date(2025, 12, 31)), Period(date(2024, 1, 1), date(2024, 12, 31)), id="a year"
        ),
    ],
)
def test_the_period_before_has_as_many_months(period: Period, before: Period):
    assert period.before() == before


@pytest.mark.parametrize(
    ("day", "since", "until"),
    [
        pytest.param(date(2026, 11, 22), date(2026, 1, 1), date(2026, 6, 30), id="second half"),
        pytest.param(date(2026, 6, 30), date(2025, 7, 1), date(2025, 12, 31), id="last day of the first half"),
    ],
)
def test_the_last_half_year_is_one_that_is_over(day: date, since: date, until: date):
    assert half_year_before(day) == Period(since, until)


@pytest.mark.parametrize(
    ("day", "since"),
    [
        pytest.param(date(2026, 11, 22), date(2025, 12, 1), id="within a year"),
        pytest.param(date(2026, 12, 31), date(2026, 1, 1), id="december"),
        pytest.param(date(2024, 2, 29), date(2023, 3, 1), id="leap day"),
    ],
)
def test_a_year_up_to_a_day_has_twelve_months(day: date, since: date):
    found = year_to(day)

    assert found.since == since
    assert len(found.months) == 12
    assert found.holds(day)
