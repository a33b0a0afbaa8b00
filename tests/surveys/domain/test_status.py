"""When a survey can be answered."""

from datetime import UTC, datetime, timedelta

import pytest

from engage.surveys.domain.status import Availability, Period, SurveyStatus, availability

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ALWAYS = Period()


@pytest.mark.parametrize(
    ("status", "period", "full", "expected"),
    [
        pytest.param("open", ALWAYS, False, "open", id="open without ends"),
        pytest.param("open", Period(NOW - HOUR, NOW + HOUR), False, "open", id="within its period"),
        pytest.param("open", Period(NOW, None), False, "open", id="from its first moment on"),
        pytest.param("open", Period(NOW + HOUR, None), False, "not_yet", id="before its period"),
        pytest.param("open", Period(None, NOW), False, "closed", id="at its end it is over"),
        pytest.param("open", Period(None, NOW - HOUR), True, "closed", id="over comes before full"),
        pytest.param("open", ALWAYS, True, "full", id="full"),
        pytest.param("paused", Period(NOW + HOUR, None), True, "paused", id="paused comes before the calendar"),
        pytest.param("closed", ALWAYS, False, "closed", id="closed by hand"),
        pytest.param("draft", ALWAYS, False, "hidden", id="never published"),
    ],
)
def test_what_a_visitor_meets(status: str, period: Period, full: bool, expected: str):
    found = availability(SurveyStatus(status), period, full=full, now=NOW)

    assert found is Availability(expected)
