"""Mails to a panel say what holds when they are sent, and go to nobody for whom they are no longer true."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.mail import kinds, post
from engage.mail.models import OutboxMail
from engage.maturity import links
from engage.maturity.domain.kinds import Stage
from engage.maturity.mails.telling import Told, tell
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member
from tests.factories.maturity import make_assessment
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE


def _told(session: Session, what: Told, *, stage: Stage = Stage.RATING, **member: Any) -> tuple[OutboxMail, Member]:
    made = make_assessment(session, stage=stage, members=[member], pay="50 euros")
    found = session.scalars(select(Member)).one()
    tell(session, what, made, found, now=utcnow())
    session.flush()
    return session.scalars(select(OutboxMail)).one(), found


def _wanted(app: Flask, session: Session, mail: OutboxMail) -> bool:
    return post.of(app).is_wanted(session, mail, utcnow())


def test_every_told_is_a_kind_of_mail(app: Flask):
    assert {f"maturity.{what}" for what in Told} <= set(kinds.registered(app))


def test_an_invitation_says_what_is_paid_until_when_and_leads_to_the_page_before_the_questions(
    app: Flask, session: Session
):
    mail, member = _told(session, Told.INVITED, stage=Stage.PREPARING)

    letter = post.of(app).letter(session, mail)

    assert "What you get for it: 50 euros" in letter.text
    assert f"http://localhost/en/assessments/{links.token(member)}/about" in letter.text
    assert links.token(member) not in str(mail.values)


@pytest.mark.parametrize("language", PUBLIC_LANGUAGES)
def test_each_can_be_written_in_each_language(app: Flask, session: Session, language: str):
    made = make_assessment(session, members=[{"language": language}])
    member = session.scalars(select(Member)).one()
    for what in Told:
        tell(session, what, made, member, now=utcnow())
    session.flush()

    assert all(post.of(app).letter(session, mail).subject for mail in session.scalars(select(OutboxMail)))


@pytest.mark.parametrize(
    ("what", "stage", "member", "wanted"),
    [
        pytest.param(Told.REMINDED, Stage.RATING, {}, True, id="reminded while people rate"),
        pytest.param(Told.REMINDED, Stage.RATING, {"submitted_on": "today"}, False, id="has handed in meanwhile"),
        pytest.param(Told.REMINDED, Stage.RATING, {"declined": True}, False, id="has declined meanwhile"),
        pytest.param(Told.REMINDED, Stage.CONSENSUS, {}, False, id="closed meanwhile"),
        pytest.param(Told.REMINDED, Stage.RATING, {"email": "new@example.org"}, False, id="has another address now"),
        pytest.param(Told.INVITED, Stage.PREPARING, {}, True, id="invited early"),
        pytest.param(Told.INVITED, Stage.CANCELLED, {}, False, id="cancelled meanwhile"),
        pytest.param(Told.CANCELLED, Stage.CANCELLED, {}, True, id="told that it is cancelled"),
        pytest.param(Told.CANCELLED, Stage.PREPARING, {}, False, id="brought back meanwhile"),
    ],
)
def test_a_mail_that_is_not_true_any_more_is_not_sent(
    app: Flask, session: Session, what: Told, stage: Stage, member: dict[str, Any], wanted: bool
):
    mail, found = _told(session, what, stage=stage)
    for name, value in member.items():
        setattr(found, name, utcnow().date() if value == "today" else value)
    session.flush()

    assert _wanted(app, session, mail) is wanted


def test_who_rates_on_paper_gets_no_mail(session: Session):
    made: Assessment = make_assessment(session, members=[{"email": None}])
    tell(session, Told.INVITED, made, session.scalars(select(Member)).one(), now=utcnow())

    assert session.scalars(select(OutboxMail)).all() == []
