"""Mails about registrations say what holds when they are sent, and open nobody else's page."""

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.events import places
from engage.events.domain.kinds import InvitationKind
from engage.events.domain.telling import Told
from engage.events.domain.wanted import Person, Wanted
from engage.events.mails import follow_up
from engage.events.mails.reminding import remind
from engage.events.mails.telling import tell
from engage.events.models import Event
from engage.events.models_people import GroupMail, Invitation, Registration
from engage.events.tickets import links
from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.mail import envelope, kinds, outbox, post
from engage.mail.models import OutboxMail
from tests.factories.events import make_event
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE


def register(session: Session, event: Event, name: str = "Ada", language: str = "en", **more: Any) -> Registration:
    wanted = Wanted(event.sites[0].id, (Person(name),), language, f"{name.lower()}@example.org", **more)
    return places.register(session, event, wanted, now=utcnow())


def newest(session: Session, what: Told) -> OutboxMail:
    session.flush()
    found = select(OutboxMail).where(OutboxMail.kind == f"events.{what}").order_by(OutboxMail.made_at.desc())
    return session.scalars(found).first() or pytest.fail(f"no mail {what}")


def written(app: Flask, session: Session, mail: OutboxMail) -> EmailMessage:
    """The message as it would leave."""
    office = post.of(app)
    letter = office.letter(session, mail)
    made = envelope.message(
        letter, message_id=mail.message_id, to=mail.to, sender=office.mailbox, unsubscribe=office.unsubscribe(mail),
        now=utcnow(),
    )  # fmt: skip
    parsed = message_from_bytes(made.as_bytes(), policy=policy.SMTP)
    assert isinstance(parsed, EmailMessage)
    return parsed


def text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def wanted(app: Flask, session: Session, mail: OutboxMail) -> bool:
    return post.of(app).is_wanted(session, mail, utcnow())


def test_every_told_is_a_kind_of_mail(app: Flask):
    assert {f"events.{what}" for what in Told} <= set(kinds.registered(app))


def test_the_first_mail_names_event_place_deadline_and_the_link(app: Flask, session: Session):
    made = register(session, make_event(session))

    words = text(written(app, session, newest(session, Told.CHECK_ADDRESS)))

    assert "“Open day”" in words
    assert "Storgata 1, Oslo" in words
    assert "Your places are held for you until then." in words
    assert f"http://localhost/en/registrations/{links.token(made)}/confirm" in words


def test_who_waits_is_told_why_and_about_where(app: Flask, session: Session):
    event = make_event(session, seats=1)
    register(session, event)
    waits = register(session, event, "Bo")
    places.confirm_address(session, waits, now=utcnow())

    words = text(written(app, session, newest(session, Told.WAITING)))

    assert "All places are taken at the moment. You are about number 1 of those who wait" in words
    assert "bo@example.org" in words


def test_a_place_comes_with_a_ticket_and_an_entry_for_the_calendar(app: Flask, session: Session):
    made = register(session, make_event(session))
    places.confirm_address(session, made, now=utcnow())

    message = written(app, session, newest(session, Told.CONFIRMED))

    ticket, entry = message.iter_attachments()
    assert (ticket.get_content_type(), ticket.get_content()[:5]) == ("application/pdf", b"%PDF-")
    assert (entry.get_content_type(), entry.get_param("method")) == ("text/calendar", "PUBLISH")
    calendar = icalendar.Calendar.from_ical(entry.get_payload(decode=True))
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar.events[0]["SUMMARY"] == "Open day"


def test_who_cancels_gets_the_event_out_of_their_calendar(app: Flask, session: Session):
    made = register(session, make_event(session))
    places.cancel(session, made, now=utcnow())

    [entry] = written(app, session, newest(session, Told.CANCELLED)).iter_attachments()

    assert entry.get_param("method") == "CANCEL"


@pytest.mark.parametrize("language", PUBLIC_LANGUAGES)
def test_each_can_be_written_in_each_language(app: Flask, session: Session, language: str):
    event = make_event(session)
    made = register(session, event, language=language)
    group = GroupMail(event_id=event.id, words={"en": {"subject": "S", "body": "B"}}, at=utcnow(), count=1)
    session.add(group)
    session.flush()
    for what in Told:
        tell(session, what, event, made, now=utcnow(), group_mail_id=group.id)
        assert written(app, session, newest(session, what))["Subject"]


def test_a_mail_that_is_not_true_any_more_is_not_sent(app: Flask, session: Session):
    made = register(session, make_event(session))
    check = newest(session, Told.CHECK_ADDRESS)
    assert wanted(app, session, check)

    places.confirm_address(session, made, now=utcnow())
    confirmed = newest(session, Told.CONFIRMED)
    assert (wanted(app, session, check), wanted(app, session, confirmed)) == (False, True)

    places.cancel(session, made, now=utcnow())
    assert not wanted(app, session, confirmed)


def test_after_places_were_handed_over_no_mail_to_the_old_address_opens_the_new_page(app: Flask, session: Session):
    event = make_event(session)
    made = register(session, event)
    places.confirm_address(session, made, now=utcnow())
    old = newest(session, Told.CONFIRMED)

    person = Person("Grace")
    places.hand_over(
        session, made, name="Grace", email="grace@example.org", language="en", person=person, now=utcnow()
    )  # fmt: skip

    assert not wanted(app, session, old)
    told = written(app, session, newest(session, Told.HANDED_OVER))
    assert told["To"] == "ada@example.org"
    assert "/registrations/" not in text(told)


def test_words_to_a_group_come_in_the_recipients_language_with_their_values(app: Flask, session: Session):
    event = make_event(session)
    made = register(session, event, language="de")
    words = {
        "en": {"subject": "News of {event}", "body": "Come at {when}."},
        "de": {"subject": "Neues zu {event}", "body": "Hallo {who}\n\n[Meine Seite]({page})"},
    }
    group = GroupMail(event_id=event.id, words=words, at=utcnow(), count=1)
    session.add(group)
    session.flush()
    tell(session, Told.GROUP, event, made, now=utcnow(), group_mail_id=group.id)

    message = written(app, session, newest(session, Told.GROUP))

    assert message["Subject"] == "Neues zu Offener Tag"
    assert "Hallo Ada" in text(message)
    assert f"/de/registrations/{links.token(made)}" in text(message)
    assert "One-Click" in message["List-Unsubscribe-Post"]


def test_what_organisers_said_of_cancelling_is_not_cut_short(app: Flask, session: Session):
    event = make_event(session)
    made = register(session, event)
    tell(session, Told.EVENT_CANCELLED, event, made, now=utcnow(), words="Sorry. " * 90)

    words = text(written(app, session, newest(session, Told.EVENT_CANCELLED)))

    assert words.count("Sorry.") == 90


def test_nothing_of_a_person_lies_in_the_outbox_but_the_address(session: Session):
    register(session, make_event(session), guardian_name="Mother")

    assert set(newest(session, Told.CHECK_ADDRESS).values) == {"event_id", "registration_id"}


def soon(session: Session, **columns: Any) -> Event:
    return make_event(session, starts_in=timedelta(days=2, hours=3), reminder_days=[7, 2], **columns)


def reminders(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(select(OutboxMail.to).where(OutboxMail.kind == "events.reminder")))


def before(now: datetime) -> datetime:
    return now - timedelta(days=3)


def test_people_with_places_are_reminded_once(session: Session):
    event = soon(session)
    made, unconfirmed = register(session, event), register(session, event, "Bo")
    places.confirm_address(session, made, now=utcnow())
    made.created_at = unconfirmed.created_at = before(utcnow())
    now = event.starts_at - timedelta(days=1)

    assert (remind(session, now), remind(session, now)) == (1, 0)
    assert reminders(session) == ["ada@example.org"]
    assert made.reminded == [2, 7]


def test_who_registered_after_the_morning_of_a_reminder_gets_the_next_one(session: Session):
    event = soon(session)
    made = register(session, event)
    places.confirm_address(session, made, now=utcnow())
    made.created_at = event.starts_at - timedelta(hours=20)

    assert remind(session, event.starts_at - timedelta(hours=19)) == 0
    assert remind(session, event.starts_at + timedelta(minutes=1)) == 0


def test_an_invitation_names_all_sites_and_holds_its_code(app: Flask, session: Session):
    event = make_event(session, sites=[{"name": "Oslo"}, {"name": "Rome", "time_zone": "Europe/Rome"}])
    invitation = Invitation(
        event_id=event.id, kind=InvitationKind.SINGLE, code="7K3M9Q", email="ada@example.org", made_at=utcnow()
    )
    session.add(invitation)
    session.flush()
    values = {"event_id": event.id, "invitation_id": invitation.id}
    mail = outbox.put(session, "events.invited", "ada@example.org", language="en", values=values, now=utcnow())

    words = text(written(app, session, mail))

    assert "Oslo and Rome" in words
    assert "http://localhost/en/events/open-day/register?code=7K3M9Q" in words
    assert wanted(app, session, mail)
    invitation.revoked_at = utcnow()
    assert not wanted(app, session, mail)


def test_what_came_of_it_goes_to_addresses_that_somebody_confirmed(session: Session):
    event = make_event(session)
    mine, _ = register(session, event, follow_up=True), register(session, event, "Eve", follow_up=True)
    places.confirm_address(session, mine, now=utcnow())

    assert follow_up.number(session, event.id) == 1
    assert [each.email for each in follow_up.take(session, [event.activity_id])] == ["ada@example.org"]
    assert follow_up.number(session, event.id) == 0


def test_what_came_of_it_is_said_without_a_link_of_one_s_own_and_not_once_the_report_is_gone(
    app: Flask, session: Session
):
    event = make_event(session, report_published_at=utcnow())
    values = {"event_id": event.id}
    mail = outbox.put(session, "events.follow-up", "ada@example.org", language="en", values=values, now=utcnow())

    words = text(written(app, session, mail))

    assert "http://localhost/en/events/open-day/report" in words
    assert "This was the only mail." in words
    assert "events.follow-up" in kinds.unseen(app)
    assert wanted(app, session, mail)
    event.report_published_at = None
    assert not wanted(app, session, mail)
