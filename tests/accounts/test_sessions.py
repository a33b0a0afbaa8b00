"""Sessions as rows."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.accounts import sessions
from engage.accounts.models import ConsoleSession
from engage.accounts.roles import RoleName
from tests.factories.people import make_person
from tests.support.databases import ON_SQLITE

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_sessions_are_listed_and_ended_one_by_one_and_all_but_ones_own(session: Session) -> None:
    kari, ola = make_person(session, RoleName.ORGANISER), make_person(session, RoleName.ORGANISER)
    here = sessions.begin(session, kari, data={}, device="Firefox on Linux", now=NOW)
    sessions.begin(session, kari, data={}, now=NOW - timedelta(hours=1))
    sessions.begin(session, kari, data={}, now=NOW - timedelta(hours=2))
    sessions.begin(session, ola, data={}, now=NOW)

    mine = sessions.of(session, kari.id, now=NOW)
    assert [each.device for each in mine] == ["Firefox on Linux", "", ""]
    assert not sessions.end_one(session, ola.id, mine[2].id), "one's own only"
    assert sessions.end_one(session, kari.id, mine[2].id)
    assert sessions.end_all(session, kari.id, but=here) == 1
    assert [each.id for each in sessions.of(session, kari.id, now=NOW)] == [sessions.digest(here)]
    assert len(sessions.of(session, ola.id, now=NOW)) == 1


@ON_SQLITE
def test_the_value_of_the_cookie_is_kept_nowhere(session: Session) -> None:
    key = sessions.begin(session, make_person(session, RoleName.ORGANISER), data={}, now=NOW)
    row = session.scalars(select(ConsoleSession)).one()

    assert key not in str({column.key: getattr(row, column.key) for column in ConsoleSession.__table__.columns})


@ON_SQLITE
def test_sessions_that_are_over_go_with_the_next_one_that_begins(session: Session) -> None:
    person = make_person(session, RoleName.ORGANISER)
    sessions.begin(session, person, data={}, now=NOW - sessions.IDLE)
    sessions.begin_half_way(session, data={}, now=NOW - sessions.HALF_WAY)

    sessions.begin(session, person, data={}, now=NOW)

    assert session.scalar(select(func.count()).select_from(ConsoleSession)) == 1


@pytest.mark.parametrize(
    ("age", "idle", "left"),
    [
        pytest.param(timedelta(0), timedelta(0), timedelta(hours=12), id="new: twelve hours"),
        pytest.param(timedelta(days=6), timedelta(hours=1), timedelta(hours=11), id="twelve hours from its last use"),
        pytest.param(timedelta(days=6, hours=20), timedelta(0), timedelta(hours=4), id="seven days in any case"),
    ],
)
def test_a_session_ends_when_it_is_not_used_and_after_a_week(age: timedelta, idle: timedelta, left: timedelta) -> None:
    assert sessions.end_of(NOW - age, NOW - idle) - NOW == left


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 "
            "Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile "
            "Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.5 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15", "Safari on macOS"),
        ("curl/8.5.0", ""),
    ],
)
def test_a_device_is_named_as_people_know_it(agent: str, device: str) -> None:
    assert sessions.device_of(agent) == device
