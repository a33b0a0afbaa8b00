"""Where activities stand, and the words that suit a reader."""

from datetime import UTC, date, datetime

import pytest

from engage.activities.domain.kinds import ActivityState
from engage.activities.domain.shown import Standing, last_day, local_day, picked, standing

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        pytest.param(date(2026, 6, 16), None, Standing.COMING, id="tomorrow"),
        pytest.param(date(2026, 6, 15), None, Standing.OPEN, id="today"),
        pytest.param(date(2026, 6, 14), None, Standing.OVER, id="a single day, yesterday"),
        pytest.param(date(2026, 6, 1), date(2026, 6, 15), Standing.OPEN, id="its last day"),
        pytest.param(date(2026, 6, 1), date(2026, 6, 14), Standing.OVER, id="the day after its last"),
        pytest.param(None, None, Standing.OPEN, id="no days"),
    ],
)
def test_an_activity_stands_where_its_days_say(starts_on, ends_on, expected):
    assert standing(ActivityState.ANNOUNCED, starts_on, ends_on, TODAY) is expected


def test_a_cancelled_activity_is_cancelled_on_any_day():
    assert standing(ActivityState.CANCELLED, date(2026, 6, 16), None, TODAY) is Standing.CANCELLED


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        pytest.param("de", ("Hallo", "de"), id="the reader's"),
        pytest.param("de-CH", ("Hallo", "de"), id="one near it"),
        pytest.param("fr", ("Hei", "nb"), id="else the first that was written"),
    ],
)
def test_a_text_comes_in_the_language_that_serves_a_reader_best(lang, expected):
    assert picked({"en": " ", "nb": "Hei", "de": "Hallo"}, lang) == expected


def test_what_closes_at_midnight_is_open_until_the_day_before():
    midnight_in_oslo = datetime(2026, 6, 30, 22, tzinfo=UTC)

    assert last_day(midnight_in_oslo, "Europe/Oslo") == date(2026, 6, 30)
    assert last_day(midnight_in_oslo, "Atlantic/Azores") == date(2026, 6, 30)
    assert local_day(midnight_in_oslo, "Europe/Oslo") == date(2026, 7, 1)
    assert local_day(midnight_in_oslo, "Nowhere/Town") == date(2026, 6, 30)
