"""Counts of tries."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts import limits, personal_data
from engage.accounts.limits import Limit, TooManyAttempts
from engage.accounts.models import Attempt
from tests.support.databases import ON_SQLITE

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
THREE = Limit("three", 3, 15 * 60)
MANY = Limit("many", 100, 15 * 60)


def attempt(session: Session, *counts: limits.Count, now: datetime = NOW) -> None:
    limits.note(session, *(counts or ((THREE, "kari"),)), key="key", now=now)


def test_beyond_the_limit_one_waits_for_the_next_window(session: Session) -> None:
    for _ in range(THREE.most):
        attempt(session)

    with pytest.raises(TooManyAttempts) as refused:
        attempt(session, now=NOW + timedelta(minutes=5))
    assert refused.value.seconds == 10 * 60
    attempt(session, now=NOW + timedelta(minutes=15))


@ON_SQLITE
def test_any_of_several_counts_can_refuse_and_all_are_raised(session: Session) -> None:
    for number in range(THREE.most):
        attempt(session, (THREE, "kari"), (MANY, str(number)))

    with pytest.raises(TooManyAttempts):
        attempt(session, (MANY, "another"), (THREE, "kari"))
    attempt(session, (THREE, "ola"))


@ON_SQLITE
def test_a_count_starts_anew_for_who_has_proven_who_they_are(session: Session) -> None:
    for _ in range(THREE.most):
        attempt(session)
    limits.forget(session, (THREE, "kari"), key="key", now=NOW)

    attempt(session)


@ON_SQLITE
def test_counts_are_deleted_daily_not_by_requests_and_say_nothing_of_whom(session: Session) -> None:
    attempt(session, (THREE, "kari@example.org"))
    attempt(session, (THREE, "ola@example.org"), now=NOW + timedelta(days=1, minutes=15))
    assert personal_data.ATTEMPTS.delete_due(session, NOW + timedelta(days=1, minutes=15)) == 1

    rows = session.scalars(select(Attempt)).all()
    assert len(rows) == 1
    assert "example" not in rows[0].key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("192.0.2.1", "192.0.2.2", False, id="IPv4 addresses are places"),
        pytest.param("2001:db8::1", "2001:db8::ffff:1", True, id="IPv6 addresses of one /64 are one place"),
        pytest.param("2001:db8::1", "2001:db8:0:1::1", False, id="of two, two"),
        pytest.param("::ffff:192.0.2.1", "192.0.2.1", True, id="IPv4 written as IPv6 is IPv4"),
        pytest.param("", "", True, id="none"),
    ],
)
def test_a_place_is_what_one_household_or_server_has(one: str, other: str, same: bool) -> None:
    assert (limits.place(one) == limits.place(other)) is same
