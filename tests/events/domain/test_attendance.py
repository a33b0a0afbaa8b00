"""Days, desks and hours by the clock of the place."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engage.events.domain.attendance import (
    Span,
    Verdict,
    days,
    desk_window,
    is_open,
    join_day,
    join_window,
    minutes_on,
    verdict,
)
from engage.events.domain.kinds import RegistrationStatus
from engage.events.domain.pooling import half, has_own, last_day, slug_of_pool

OSLO = "Europe/Oslo"
DAY = date(2026, 3, 28)
START = datetime(2026, 3, 28, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        pytest.param(START + timedelta(hours=3), 1, id="a morning"),
        pytest.param(datetime(2026, 3, 28, 23, tzinfo=UTC), 1, id="until midnight in Oslo"),
        pytest.param(datetime(2026, 3, 28, 23, 1, tzinfo=UTC), 2, id="past midnight"),
        pytest.param(datetime(2026, 3, 30, 10, tzinfo=UTC), 3, id="over a weekend in which clocks change"),
    ],
)
def test_the_days_of_an_event_are_those_of_the_site(ends: datetime, expected: int):
    assert days(START, ends, OSLO) == tuple(DAY + timedelta(days=each) for each in range(expected))


def test_a_desk_is_open_from_midnight_until_six_the_next_morning():
    opens, closes = desk_window(DAY, OSLO)

    assert (opens.astimezone(UTC).hour, closes.astimezone(UTC).hour) == (23, 4), "clocks go forward that night"
    assert is_open(DAY, OSLO, START)
    assert not is_open(DAY, OSLO, closes)
    assert not is_open(DAY, OSLO, opens - timedelta(seconds=1))


def test_an_online_room_opens_half_an_hour_before():
    assert join_window(START, START + timedelta(hours=1))[0] == START - timedelta(minutes=30)


def test_who_joins_before_midnight_counts_for_the_first_day():
    start = datetime(2026, 3, 28, 23, 10, tzinfo=UTC)

    assert join_day(start - timedelta(minutes=20), start, start + timedelta(hours=1), OSLO) == date(2026, 3, 29)


S = RegistrationStatus


@pytest.mark.parametrize(
    ("status", "more", "expected"),
    [
        pytest.param(S.CONFIRMED, {}, Verdict.EXPECTED, id="has a place"),
        pytest.param(S.CONFIRMED, {"came": True}, Verdict.IN, id="is in"),
        pytest.param(S.CANCELLED, {"came": True}, Verdict.IN, id="is in, whatever became of it"),
        pytest.param(S.CONFIRMED, {"site_id": 2}, Verdict.OTHER_SITE, id="elsewhere"),
        pytest.param(S.CANCELLED, {"site_id": 2}, Verdict.ENDED, id="ended wherever"),
        pytest.param(S.CONFIRMED, {"now": START - timedelta(days=1)}, Verdict.OTHER_DAY, id="the day before"),
        pytest.param(S.OFFERED, {}, Verdict.OFFERED, id="offered"),
        pytest.param(S.WAITING, {}, Verdict.WAITING, id="waits"),
        pytest.param(S.APPLIED, {}, Verdict.APPLIED, id="applied"),
        pytest.param(S.EXPIRED, {}, Verdict.ENDED, id="expired"),
    ],
)
def test_a_desk_sees_what_stands_in_the_way(status: S, more: dict[str, object], expected: Verdict):
    given = {"site_id": 1, "desk_site_id": 1, "came": False, "day": DAY, "zone": OSLO, "now": START}

    assert verdict(status, **(given | more)) is expected  # type: ignore[arg-type]


def test_hours_count_parallel_parts_once_and_only_days_attended():
    def span(day: int, start: int, end: int) -> Span:
        return Span(datetime(2026, 3, day, start, tzinfo=UTC), datetime(2026, 3, day, end, tzinfo=UTC))

    programme = [span(28, 9, 11), span(28, 10, 12), span(28, 13, 14), span(29, 9, 12)]

    assert minutes_on([DAY], programme, OSLO) == 4 * 60
    assert minutes_on([], programme, OSLO) == 0


def test_small_events_of_a_hub_share_a_survey_for_half_a_year():
    assert (has_own(19), has_own(20)) == (False, True)
    assert half(date(2026, 6, 30)) == (2026, 1)
    assert half(date(2026, 7, 1)) == (2026, 2)
    assert last_day(2026, 2) == date(2026, 12, 31)
    assert slug_of_pool("norway", date(2026, 9, 1)) == "feedback-norway-2026-2"
