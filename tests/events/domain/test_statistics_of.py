"""Figures of an event for its teams."""

from datetime import date

import pytest

from engage.events.domain.kinds import AttendeeRole, Channel, RegistrationStatus
from engage.events.domain.statistics_of import Figures, Group, by, figures, over_time, waited


def _group(status: str, number: int, *, country: str = "NO", came: bool = False, confirmed: bool = True) -> Group:
    return Group(
        RegistrationStatus(status), 1, AttendeeRole.CITIZEN, country, "", Channel.WEB, "en", confirmed, came, number
    )


def test_persons_count_by_how_far_they_are():
    found = figures(
        [_group("confirmed", 3, came=True), _group("offered", 1), _group("waiting", 2), _group("expired", 1)]
    )

    assert found == Figures(registered=7, held=4, waiting=2, cancelled=1, came=3)
    assert found.no_show == pytest.approx(0.25)


def test_nobody_with_a_place_is_no_rate():
    assert figures([_group("waiting", 2)]).no_show is None


def test_the_largest_group_comes_first():
    found = by([_group("confirmed", 1), _group("waiting", 5, country="SE")], lambda group: [group.country])

    assert list(found) == ["SE", "NO"]


def test_days_without_anybody_are_shown_and_long_times_are_told_by_week():
    steps, weekly = over_time({date(2026, 5, 1): 2, date(2026, 5, 3): 1}, {date(2026, 5, 2): 1})
    assert [(step.registered, step.ended) for step in steps] == [(2, 0), (0, 1), (1, 0)]
    assert not weekly

    steps, weekly = over_time({date(2026, 5, 1): 2, date(2026, 8, 1): 1}, {})
    assert weekly
    assert steps[0].day == date(2026, 4, 27)
    assert sum(step.registered for step in steps) == 3


def test_how_long_people_wait_is_said_in_days():
    found = waited([86_400.0, 3 * 86_400.0])

    assert found is not None
    assert (found.median, found.longest) == (2.0, 3.0)
    assert waited([]) is None
