"""People are reminded on mornings before an event, by its own clock."""

from datetime import UTC, datetime

import pytest

from engage.events.domain.reminders import due, moment_of, to_send

START = datetime(2026, 11, 2, 17, tzinfo=UTC)


def test_a_reminder_goes_out_at_eight_by_the_clock_of_the_event_over_summer_time():
    assert moment_of(1, START, "Europe/Oslo") == datetime(2026, 11, 1, 7, tzinfo=UTC)
    assert moment_of(10, START, "Europe/Oslo") == datetime(2026, 10, 23, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "reminded", "expected"),
    [
        pytest.param(datetime(2026, 10, 26, 6, tzinfo=UTC), [], ((), False), id="too early"),
        pytest.param(datetime(2026, 10, 26, 8, tzinfo=UTC), [], ((7,), True), id="the first morning"),
        pytest.param(datetime(2026, 10, 27, 8, tzinfo=UTC), [7], ((7,), False), id="sent already"),
        pytest.param(datetime(2026, 11, 1, 8, tzinfo=UTC), [], ((1, 7), True), id="several were missed: one mail"),
        pytest.param(datetime(2026, 11, 2, 17, tzinfo=UTC), [], ((), False), id="it has begun"),
    ],
)
def test_each_morning_counts_once(now: datetime, reminded: list[int], expected: tuple[tuple[int, ...], bool]):
    found = due([7, 1], START, "Europe/Oslo", now)

    assert (found, to_send(found, reminded)) == expected
