"""What a registration form asks of whom."""

from datetime import date

import pytest

from engage.events.domain.form_rules import Purpose, Rules, asks_of, is_minor
from engage.events.domain.kinds import Ask, Asked, AttendeeRole

RULES = Rules(Purpose.WEB, (1,), (AttendeeRole.CITIZEN,), 3, {}, frozenset(), adult_age=18, first_day=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("born", "minor"),
    [
        pytest.param(date(2008, 12, 1), False, id="of age on the day"),
        pytest.param(date(2008, 12, 2), True, id="a day too young"),
        pytest.param(None, False, id="not asked"),
    ],
)
def test_who_is_not_of_age_on_the_first_day_is_a_minor(born: date | None, minor: bool) -> None:
    assert is_minor(born, RULES) is minor


@pytest.mark.parametrize(
    ("purpose", "asked"),
    [
        pytest.param(Purpose.WEB, {Ask.COUNTRY, Ask.DIET, Ask.FOLLOW_UP, Ask.PHONE}, id="by oneself"),
        pytest.param(Purpose.CHANGE, {Ask.COUNTRY, Ask.DIET, Ask.PHONE}, id="a change"),
        pytest.param(Purpose.TEAM_CHANGE, {Ask.COUNTRY, Ask.PHONE}, id="a change by the team"),
        pytest.param(Purpose.HAND_OVER, {Ask.COUNTRY, Ask.DIET}, id="somebody instead"),
    ],
)
def test_what_a_quota_counts_is_always_asked(purpose: Purpose, asked: set[Ask]) -> None:
    event = {"diet": "optional", "follow_up": "optional", "phone": "optional", "photos": "no"}
    found = asks_of(purpose, event, ["country", "item:table"])

    assert {ask for ask, how in found.items() if how is not Asked.NO} == asked
    assert found[Ask.COUNTRY] is Asked.REQUIRED
