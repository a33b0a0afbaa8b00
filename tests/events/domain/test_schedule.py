"""Sessions in each other's way, and series over summer time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engage.events.domain.schedule import ClashKind, Every, Slot, clashes, days_until, later, shifted

NINE = datetime(2027, 3, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def slot(number: int, start: int, end: int, **more: object) -> Slot:
    return Slot(number, NINE + start * HOUR, NINE + end * HOUR, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        pytest.param([slot(1, 0, 1), slot(2, 1, 2)], [], id="one after the other"),
        pytest.param([slot(1, 0, 2, site_id=1), slot(2, 1, 2, site_id=2)], [], id="two sites"),
        pytest.param([slot(1, 0, 2, site_id=1), slot(2, 1, 2, site_id=1)], [ClashKind.ROOM], id="one room twice"),
        pytest.param([slot(1, 0, 2), slot(2, 1, 2, site_id=1)], [ClashKind.ROOM], id="everywhere, and at a site"),
        pytest.param([slot(1, 0, 2, track_id=1), slot(2, 1, 2, track_id=2)], [], id="parallel tracks"),
        pytest.param(
            [slot(1, 0, 2, track_id=1, speakers=(7, 8)), slot(2, 1, 2, track_id=2, speakers=(8,))],
            [ClashKind.SPEAKER],
            id="one speaker at two places",
        ),
        pytest.param([slot(1, -1, 1)], [ClashKind.OUTSIDE], id="before the event"),
        pytest.param([slot(1, 4, 6)], [ClashKind.OUTSIDE], id="beyond its end"),
    ],
)
def test_a_programme_says_what_is_in_the_way(slots, expected):
    assert [clash.kind for clash in clashes(slots, NINE, NINE + 5 * HOUR)] == expected


@pytest.mark.parametrize(
    ("first", "every", "number", "expected"),
    [
        pytest.param(date(2027, 3, 21), Every.WEEK, 2, date(2027, 4, 4), id="weeks"),
        pytest.param(date(2027, 3, 21), Every.TWO_WEEKS, 1, date(2027, 4, 4), id="every other week"),
        pytest.param(date(2027, 1, 31), Every.MONTH, 1, date(2027, 2, 28), id="a month without that day"),
        pytest.param(date(2027, 1, 31), Every.MONTH, 2, date(2027, 3, 31), id="and with it again"),
        pytest.param(date(2027, 11, 15), Every.MONTH, 2, date(2028, 1, 15), id="over the year"),
    ],
)
def test_a_series_falls_on_days_of_the_calendar(first, every, number, expected):
    assert later(first, every, number) == expected


@pytest.mark.parametrize(
    ("moment", "days", "expected"),
    [
        pytest.param(datetime(2027, 3, 21, 17, tzinfo=UTC), 7, datetime(2027, 3, 28, 16, tzinfo=UTC), id="spring"),
        pytest.param(datetime(2027, 10, 24, 16, tzinfo=UTC), 7, datetime(2027, 10, 31, 17, tzinfo=UTC), id="autumn"),
        pytest.param(
            datetime(2027, 3, 21, 1, 30, tzinfo=UTC), 7, datetime(2027, 3, 28, 1, 30, tzinfo=UTC), id="skipped hour"
        ),
        pytest.param(
            datetime(2027, 10, 24, 0, 30, tzinfo=UTC), 7, datetime(2027, 10, 31, 0, 30, tzinfo=UTC), id="hour twice"
        ),
    ],
)
def test_a_copy_keeps_the_hour_of_the_clock(moment, days, expected):
    assert shifted(moment, days, "Europe/Oslo") == expected


def test_days_are_counted_on_the_calendar_of_the_zone():
    late = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)  # the second of March in Oslo

    assert days_until(late, date(2027, 3, 9), "Europe/Oslo") == 7
