"""Mails around signing in: what they lead to, and what the outbox keeps of it."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts import invitations, links, mails
from engage.accounts.models import LinkPurpose, Person
from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.hubs import queries as hubs
from engage.mail import kinds, post
from engage.mail.models import OutboxMail
from tests.factories.people import make_person
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction
from tests.support.signing_in import EMAIL, make_kari

pytestmark = ON_SQLITE


@pytest.fixture(autouse=True)
def _kari(app: Flask) -> None:
    with app.app_context():
        make_kari(app)


def put_link(app: Flask, purpose: LinkPurpose, *, ago: timedelta = timedelta()) -> None:
    with transaction(app) as session:
        kari, now = session.scalars(select(Person)).one(), utcnow() - ago
        if purpose is LinkPurpose.INVITATION:
            by = make_person(session, RoleName.COORDINATOR, email="ada@example.org")
            by.name = "Ada"
            invitations.send(session, kari, by=by, hub_id=hubs.default(session).id, now=now)
            return
        kind = mails.SIGN_IN if purpose is LinkPurpose.SIGN_IN else mails.NEW_PASSWORD
        link = links.make(session, kari, purpose, now=now)
        mails.send_link(session, kind, link, kari.email, language="en", now=now)


def written(app: Flask) -> str:
    """The plain text of the one mail that waits."""
    with reading(app) as session:
        mail = session.scalars(select(OutboxMail)).one()
        return str(post.of(app).letter(session, mail).text)


mailed = pytest.mark.parametrize(
    "purpose", [LinkPurpose.INVITATION, LinkPurpose.SIGN_IN, LinkPurpose.NEW_PASSWORD], ids=str
)


@mailed
def test_a_mail_leads_to_a_page_that_waits_for_a_button(app: Flask, browser: Browser, purpose: LinkPurpose) -> None:
    put_link(app, purpose)
    found = re.search(r"http://localhost(\S+)", written(app))
    assert found

    page = browser.get(urlsplit(found[0]).path)

    assert page.status == 200
    assert EMAIL in page or page.value("username") == EMAIL


@mailed
def test_the_outbox_keeps_nothing_that_opens_the_link(app: Flask, purpose: LinkPurpose) -> None:
    put_link(app, purpose)
    found = re.search(r"/([\w=-]{32})\s", written(app))
    assert found

    with reading(app) as session:
        mail = session.scalars(select(OutboxMail)).one()
        kept = " ".join(str(getattr(mail, column.key)) for column in OutboxMail.__mapper__.column_attrs)
    assert found[1] not in kept


@mailed
def test_a_mail_whose_link_is_over_is_not_sent_any_more(app: Flask, purpose: LinkPurpose) -> None:
    put_link(app, purpose, ago=links.LIFETIME[purpose])

    with reading(app) as session:
        mail = session.scalars(select(OutboxMail)).one()
        assert post.of(app).is_wanted(session, mail, utcnow()) is False


def test_an_invitation_says_who_invites_to_what(app: Flask) -> None:
    put_link(app, LinkPurpose.INVITATION)
    with reading(app) as session:
        hub = hubs.default(session).name

    text = written(app)
    assert "Ada" in text
    assert hub in text


def test_mails_about_the_safety_of_an_account_cannot_be_ended_and_no_hub_changes_them(app: Flask) -> None:
    known = kinds.registered(app)

    for kind in mails.KINDS:
        assert known[kind.name] is kind
        assert kind.topic is None
        assert kind.hubs_change_it is (kind is mails.INVITATION)
