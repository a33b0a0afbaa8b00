"""Feedback on events: made by itself, anonymous, shared by small events, shown only once enough have answered."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.activities import showing
from engage.core.clock import utcnow
from engage.events.attending import feedback
from engage.events.domain.kinds import RegistrationStatus
from engage.events.models import Event
from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.mail.models import OutboxMail
from engage.surveys import fielding, queries
from tests.factories.attending import event_today, let_in, make_party
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE


def over(session: Session, came: int, *, slug: str = "open-day", absent: int = 0, **columns: Any) -> Event:
    """An event that ended an hour ago."""
    event = event_today(session, slug=slug, seats=100, **columns)
    event.ends_at = utcnow() - timedelta(hours=1)
    event.starts_at = event.ends_at - timedelta(hours=2)
    for number in range(came + absent):
        party = make_party(session, event, f"Person {number}", email=f"p{number}@{slug}.example.org")
        if number < came:
            let_in(session, event, party.attendees)
    make_party(session, event, "Waiting", email="w@example.org", status=RegistrationStatus.WAITING)
    session.flush()
    return event


def told(session: Session) -> list[str]:
    mails = session.scalars(select(OutboxMail).where(OutboxMail.kind == "events.feedback"))
    return sorted(mail.to for mail in mails)


def test_who_came_is_asked_once_at_an_address_that_is_the_same_for_all(session: Session, browser: Browser):
    event = over(session, came=2, absent=1)

    assert feedback.job(current_app)(session, utcnow()) == 1
    assert feedback.job(current_app)(session, utcnow()) == 0

    assert told(session) == ["p0@open-day.example.org", "p1@open-day.example.org"]
    assert event.feedback.startswith("feedback-default-")
    session.commit()
    for language in PUBLIC_LANGUAGES:
        assert browser.get(f"/{language}/surveys/{event.feedback}").status == 200


def test_everybody_with_a_place_is_asked_where_nobody_was_checked_in(session: Session):
    over(session, came=0, absent=2)

    feedback.job(current_app)(session, utcnow())

    assert len(told(session)) == 2


def test_a_big_event_has_a_survey_of_its_own_and_small_ones_share_one(session: Session):
    big, small, other = over(session, 20, slug="big"), over(session, 19, slug="small"), over(session, 1, slug="other")

    feedback.job(current_app)(session, utcnow())

    assert big.feedback == "feedback-big"
    assert small.feedback == other.feedback != big.feedback
    own, shared = queries.by_slug(session, big.feedback), queries.by_slug(session, small.feedback)
    assert own is not None
    assert shared is not None
    assert (own.shown_from, shared.shown_from) == (10, 20)
    assert own.activity.title["de"] == "Wie war es? Offener Tag"


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({"state": "cancelled"}, id="cancelled"),
        pytest.param({"template": True}, id="a pattern"),
        pytest.param({"feedback": "there"}, id="asked already"),
    ],
)
def test_some_events_get_none(session: Session, columns: dict[str, Any]):
    over(session, 2, **columns)

    assert feedback.job(current_app)(session, utcnow()) == 0


def test_feedback_is_in_no_list_of_the_public(app: Flask, session: Session):
    over(session, 2)
    feedback.job(current_app)(session, utcnow())

    with app.test_request_context():
        assert [each.kind for each in showing.shown(session, lang="en", now=utcnow())].count("survey") == 0


def test_the_questions_hold_in_every_public_language(session: Session):
    event = over(session, 2)
    feedback.job(current_app)(session, utcnow())
    survey = queries.by_slug(session, event.feedback)
    assert survey is not None
    assert survey.version is not None

    assert set(survey.activity.languages) == set(PUBLIC_LANGUAGES)
    assert not any(name in str(survey.version.document) for name in ("{hub}", "{event}", "{period}"))


def test_results_are_shown_to_nobody_before_enough_have_answered(app: Flask, sign_in: Any):
    with transaction(app) as session:
        event = over(session, 2)
        feedback.job(current_app)(session, utcnow())
        slug = event.feedback
        survey = queries.by_slug(session, slug)
        assert survey is not None
        _answer(session, survey, 19)
    browser = sign_in(RoleName.ORGANISER)

    page = browser.get(f"/console/surveys/{slug}/results")
    assert "Not enough answers yet" in page
    assert browser.raw("GET", f"/console/surveys/{slug}/results.csv").mimetype in ("text/html",)

    with transaction(app) as session:
        survey = queries.by_slug(session, slug)
        assert survey is not None
        _answer(session, survey, 1)
    assert "Not enough answers yet" not in browser.get(f"/console/surveys/{slug}/results")


def _answer(session: Session, survey: Any, number: int) -> None:
    version = fielding.answered_version(session, survey, now=utcnow())
    row = {
        "version_id": version.id,
        "language": "en",
        "channel": "open",
        "day": utcnow().date(),
        "answers": {"overall": "good"},
    }
    fielding.add_responses(session, survey, [row] * number)
