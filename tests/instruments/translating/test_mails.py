"""Who was asked to translate is reminded by mail, in their language, while it is still true."""

import threading
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.db.session import db
from engage.instruments.translating import work
from engage.mail import post
from engage.mail.models import MailState, OutboxMail
from engage.mail.wiring import look
from tests.factories.people import make_person
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


@pytest.fixture
def asked(session: Session) -> int:
    """Ada, who reads German, is asked for the German texts of a survey by 23 November."""
    survey = make_survey(session)
    ada = make_person(session, RoleName.TRANSLATOR, email="ada@example.org")
    ada.language = "de"
    given = work.assign(
        session, survey.instrument_id, "de", [], person_id=ada.id, due_on=date(2026, 11, 23), by=None, now=NOW
    )
    return given.id


def test_a_reminder_is_written_in_the_language_of_who_was_asked(app: Flask, session: Session, asked: int):
    assert work.remind(session, NOW) == 1

    mail = session.scalars(select(OutboxMail)).one()
    letter = post.of(app).letter(session, mail)
    assert (mail.to, mail.language, letter.language) == ("ada@example.org", "de", "de")
    assert "23. November 2026" in letter.text
    assert "Deutsch" in letter.text
    assert "http://localhost/console/translating/" in letter.text
    assert "/de/mail/" in letter.text


def test_no_reminder_is_sent_for_what_is_done_meanwhile(app: Flask, session: Session, asked: int):
    work.remind(session, NOW)
    person = session.scalars(select(work.Assignment.person_id)).one()
    work.mark_done(session, asked, person_id=person, done=True, now=NOW)
    session.commit()

    look(app, threading.Event())

    db.session().expire_all()
    assert session.scalars(select(OutboxMail.state)).one() is MailState.DROPPED


def test_nobody_is_written_to_whose_account_is_off(session: Session, asked: int):
    ada = session.scalars(select(work.Assignment)).one().person_id
    person = session.get(work.mails.Person, ada)
    assert person is not None
    person.active = False

    work.remind(session, NOW)

    assert session.scalars(select(OutboxMail)).first() is None
