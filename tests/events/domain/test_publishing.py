"""What an event lacks before it is announced."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engage.events.domain.publishing import Advice, Missing, Ready, advice, missing

NOW = datetime(2027, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
COMPLETE = Ready(
    title=True,
    summary=True,
    about=True,
    consent=True,
    starts_at=NOW + DAY,
    opens_at=None,
    closes_at=None,
    sites=1,
    rooms_without_address=0,
    rooms_without_link=0,
    contact=True,
    asks_health=False,
    unpublished_questions=False,
    limited=True,
    minimums_fit=True,
    languages_open=True,
)


def test_nothing_is_missing_of_a_complete_event():
    assert (missing(COMPLETE, NOW), advice(COMPLETE)) == ((), ())


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"title": False}, Missing.TITLE, id="title"),
        pytest.param({"summary": False}, Missing.SUMMARY, id="summary"),
        pytest.param({"starts_at": NOW}, Missing.PAST, id="it would have begun"),
        pytest.param({"sites": 0}, Missing.SITE, id="nowhere"),
        pytest.param({"rooms_without_address": 1}, Missing.ADDRESS, id="a room that nobody finds"),
        pytest.param({"contact": False}, Missing.CONTACT, id="nobody to ask"),
        pytest.param({"unpublished_questions": True}, Missing.QUESTIONS, id="questions not published"),
        pytest.param({"opens_at": NOW + DAY, "closes_at": NOW}, Missing.CLOSES, id="closes before it opens"),
    ],
)
def test_each_thing_that_is_missing_is_named(changed, expected):
    assert missing(replace(COMPLETE, **changed), NOW) == (expected,)


def test_what_is_only_worth_a_look_holds_nobody_up():
    found = replace(COMPLETE, limited=False, languages_open=False, asks_health=True, consent=False)

    assert missing(found, NOW) == ()
    assert advice(found) == (Advice.CONSENT, Advice.PLACES, Advice.LANGUAGES)
