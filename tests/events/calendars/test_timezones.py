from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engage.events.calendars.timezones import changes, timezone
from tests.support.calendars import yearly_rules


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        pytest.param(
            "Europe/Oslo",
            {
                ("DAYLIGHT", "BYDAY=-1SU;BYMONTH=3;FREQ=YEARLY", "02:00", "+0100", "+0200"),
                ("STANDARD", "BYDAY=-1SU;BYMONTH=10;FREQ=YEARLY", "03:00", "+0200", "+0100"),
            },
            id="the last Sunday of a month",
        ),
        pytest.param(
            "America/New_York",
            {
                ("DAYLIGHT", "BYDAY=2SU;BYMONTH=3;FREQ=YEARLY", "02:00", "-0500", "-0400"),
                ("STANDARD", "BYDAY=1SU;BYMONTH=11;FREQ=YEARLY", "02:00", "-0400", "-0500"),
            },
            id="west, a Sunday counted from the first",
        ),
        pytest.param("Asia/Kolkata", set(), id="east, and the clocks never change"),
    ],
)
def test_a_yearly_change_of_clocks_is_written_as_a_rule_at_the_time_before_it(zone: str, rules: set[object]):
    assert yearly_rules(timezone(zone, 2026, 2026)) == rules


def test_changes_that_follow_no_rule_are_written_by_their_days():
    """Morocco puts its clocks back for Ramadan, which moves through the year."""
    made = timezone("Africa/Casablanca", 2026, 2027)

    assert not yearly_rules(made)
    assert any("RDATE" in part for part in made.subcomponents)


@pytest.mark.parametrize(
    "zone", ["Europe/Oslo", "Asia/Jerusalem", "America/St_Johns", "Australia/Lord_Howe", "Asia/Tokyo"]
)
def test_what_a_file_says_of_a_zone_gives_the_offsets_that_hold_there(zone: str):
    told = timezone(zone, 2026, 2026).to_tz()
    summer_changes = [change.at for change in changes(zone, 2026, 2026)]
    moments = [datetime(2026, month, 15, 12, tzinfo=UTC) for month in range(1, 13)]
    moments += [at + timedelta(hours=hours) for at in summer_changes for hours in (-3, 3)]

    for moment in moments:
        assert moment.astimezone(told).utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset()


def test_a_change_is_found_to_the_second():
    assert [change.at for change in changes("Europe/Oslo", 2026, 2026)] == [
        datetime(2026, 3, 29, 1, tzinfo=UTC),
        datetime(2026, 10, 25, 1, tzinfo=UTC),
    ]
