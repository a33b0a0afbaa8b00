"""Mails to invited people: once, reminders to who is missing, and nothing anywhere that tells who that is."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.db.session import db
from engage.mail import delivery, post
from engage.mail.models import MailState, OutboxMail
from engage.mail.outbox import put
from engage.surveys import participation
from engage.surveys.domain.invitations import AlreadyAnswered, NotYet
from engage.surveys.inviting import counting, lists, mails, sending
from engage.surveys.models import Survey
from engage.surveys.models_reach import Participant
from tests.factories.invited import letter_of, listed, token_of, waiting
from tests.factories.surveys import make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, everything, reading, transaction

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
PEOPLE = [f"p{number:02d}@example.org" for number in range(30)]
LATER = NOW + timedelta(days=8)


@pytest.fixture
def survey_id(app: Flask) -> int:
    """Thirty people were invited; twelve have answered."""
    with transaction(app) as session:
        survey = make_survey(session)
        people = listed(session, survey, *PEOPLE)
        sending.invite(session, survey, now=NOW)
        for person in people[:12]:
            participation.mark(session, person.id, now=NOW)
        return survey.id


def addresses(app: Flask, kind: str) -> list[str]:
    with reading(app) as session:
        return sorted(mail.to for mail in waiting(session, kind))


def send_all(app: Flask) -> delivery.Delivered:
    with app.app_context():
        room = post.of(app)
        return delivery.deliver(db.session(), room, room.transport(), threading.Event())


@ON_SQLITE
def test_everybody_is_invited_once(app: Flask, survey_id: int):
    assert addresses(app, mails.INVITED) == PEOPLE

    with transaction(app) as session:
        assert sending.invite(session, session.get_one(Survey, survey_id), now=LATER) == 0


@ON_SQLITE
def test_a_mail_holds_the_link_that_nothing_stores(app: Flask, survey_id: int):
    with reading(app) as session:
        mail = waiting(session, mails.INVITED)[0]
        said, to = letter_of(app, session, mail), mail.to
        assert set(mail.values) == {"survey_id", "participant_id"}
    assert f"/en/invitations/{token_of(app, to)}" in said


@ON_SQLITE
@pytest.mark.parametrize(
    ("language", "name"),
    [pytest.param("de", "Knoten Nord", id="translated"), pytest.param("fr", "Hub Nord", id="by its own name")],
)
def test_a_hub_is_called_as_it_is_called_in_the_language_of_the_mail(
    app: Flask, survey_id: int, language: str, name: str
):
    with transaction(app) as session:
        hub = session.get_one(Survey, survey_id).activity.hub
        hub.name, hub.names, hub.languages = "Hub Nord", {"de": "Knoten Nord"}, ["nb"]

        assert mails.facts(session, waiting(session, mails.INVITED)[0], language, str)["hub"] == name


def test_one_invitation_is_marked_once(app: Flask, survey_id: int):
    with transaction(app) as session:
        person = session.scalars(select(Participant).where(Participant.email == PEOPLE[-1])).one()
        participation.mark(session, person.id, now=NOW)
        with pytest.raises(AlreadyAnswered):
            participation.mark(session, person.id, now=NOW)


@ON_SQLITE
def test_reminders_go_to_those_who_have_not_answered_a_week_later_and_twice_at_most(app: Flask, survey_id: int):
    with transaction(app) as session:
        survey = session.get_one(Survey, survey_id)
        with pytest.raises(NotYet):
            sending.remind(session, survey, now=NOW + timedelta(days=6))
        sending.remind(session, survey, now=LATER)

    assert addresses(app, mails.REMINDED) == PEOPLE[12:]
    with transaction(app) as session:
        survey = session.get_one(Survey, survey_id)
        sending.remind(session, survey, now=LATER + timedelta(days=7))
        with pytest.raises(NotYet):
            sending.remind(session, survey, now=LATER + timedelta(days=60))


@ON_SQLITE
def test_a_round_of_reminders_is_noted_with_everybody_alike(app: Flask, survey_id: int):
    with transaction(app) as session:
        sending.remind(session, session.get_one(Survey, survey_id), now=LATER)

    with reading(app) as session:
        assert set(session.execute(select(Participant.reminders, Participant.reminded_on))) == {(1, LATER.date())}


@ON_SQLITE
def test_who_is_told_no_more_who_came_back_and_who_answers_meanwhile_gets_no_reminder(app: Flask, survey_id: int):
    with transaction(app) as session:
        survey = session.get_one(Survey, survey_id)
        people = {each.email: each for each in session.scalars(select(Participant))}
        lists.stop(people[PEOPLE[20]])
        for mail in waiting(session, mails.INVITED):
            mail.state = MailState.BOUNCED if mail.to == PEOPLE[21] else MailState.SENT
        session.flush()
        sending.remind(session, survey, now=LATER)
        participation.mark(session, people[PEOPLE[22]].id, now=LATER)

    due = addresses(app, mails.REMINDED)
    assert PEOPLE[20] not in due
    assert PEOPLE[21] not in due
    done = send_all(app)
    assert (done.sent, done.dropped) == (len(due) - 1, 1)


@ON_SQLITE
def test_reminders_are_listed_and_counted_for_nobody_before_and_after_they_are_sent(
    app: Flask, survey_id: int, sign_in: Callable[..., Browser]
):
    """That one got none would tell that they have answered."""
    with transaction(app) as session:
        for mail in waiting(session, mails.INVITED):
            session.delete(mail)
        sending.remind(session, session.get_one(Survey, survey_id), now=LATER)
        ids = [mail.id for mail in waiting(session, mails.REMINDED)]
    boss = sign_in(RoleName.NETWORK_ADMIN)

    assert "No mails yet" in boss.get("/console/mails")
    assert boss.get(f"/console/mails/{ids[0]}").status == 404

    assert send_all(app).sent == 18
    assert addresses(app, mails.REMINDED) == [], "they leave the outbox"
    assert "No mails yet" in boss.get("/console/mails")


@ON_SQLITE
def test_other_mails_stay_in_the_outbox_when_they_are_sent(app: Flask, survey_id: int):
    send_all(app)

    with reading(app) as session:
        assert {mail.state for mail in waiting(session, mails.INVITED)} == {MailState.SENT}


@ON_SQLITE
def test_counts_do_not_move_when_people_are_taken_off(app: Flask, survey_id: int):
    """Otherwise taking them off one by one would tell at which the number falls."""
    with transaction(app) as session:
        before = counting.counts(session, survey_id)
        for email in PEOPLE[5:15]:
            assert lists.take_off(session, Participant.email == email) == 1
        after = counting.counts(session, survey_id)
        left = session.scalars(select(Participant.email).where(Participant.email.is_not(None))).all()

    assert (before.invited, before.answered) == (after.invited, after.answered) == (30, 10)
    assert (before.listed, after.listed) == (30, 20)
    assert set(left).isdisjoint(PEOPLE[5:15])


@ON_SQLITE
def test_who_was_taken_off_before_being_invited_leaves_nothing(app: Flask):
    with transaction(app) as session:
        listed(session, make_survey(session), "ada@example.org")
    with transaction(app) as session:
        lists.take_off(session, Participant.email == "ada@example.org")

    assert everything(app)["participant"] == 0


@ON_SQLITE
def test_a_mail_that_is_no_invitation_stops_nobody_when_it_comes_back(app: Flask, survey_id: int):
    with transaction(app) as session:
        survey = session.get_one(Survey, survey_id)
        other = put(session, "events.other", PEOPLE[3], language="en", activity_id=survey.activity_id, now=NOW)
        other.state = MailState.BOUNCED
        session.flush()
        assert sending.heed_bounces(session, survey) == 0
        assert session.scalars(select(OutboxMail.to).where(OutboxMail.kind == "events.other")).one() == PEOPLE[3]
