"""What events keep of persons, and how it is found, handed over, deleted when its time is over, and erased."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from engage.events.models import Event, Speaker
from engage.events.models_people import DeskLink, Draw, FollowUp, GroupMail, Invitation
from engage.events.personal_data_needs import NEEDS
from engage.events.personal_data_registrations import (
    DAYS,
    NOTES,
    REGISTRATIONS,
    events_covered,
    over,
)
from engage.privacy.finding import mentions, rid
from engage.privacy.registry import Basis, Keeps, Sought, Whose, keeps

INVITATION_DAYS = 30
DESK_DAYS = 30
FOLLOW_UP_DAYS = 150


def install(app: Flask) -> None:
    """Say it to the registry. The lower stands first: needs and notes are looked for before their registration goes."""
    keeps(app, CONTACTS, SPEAKERS, DRAWS, DESKS, MAILS, INVITATIONS, FOLLOW_UPS, REGISTRATIONS, NOTES, NEEDS)


def _of_event(model: Any, sought: Sought) -> ColumnElement[bool]:
    """Rows of events inside of a request."""
    found: ColumnElement[bool] = model.event_id.in_(select(Event.id).where(events_covered(sought)))
    return found


def _deleted(session: Session, statement: Any) -> int:
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount


def _delete_rows(session: Session, rows: Sequence[Any]) -> int:
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


# -- follow-up


def _followers(session: Session, sought: Sought) -> Sequence[FollowUp]:
    if sought.code:
        return ()
    own = select(FollowUp).where(FollowUp.email == sought.address, _of_event(FollowUp, sought))
    return session.scalars(own).all()


FOLLOW_UPS = Keeps(
    "event_follow_up",
    what=lambda _: _("The mail addresses of people who want to hear what came of an event, and their language"),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that they hear it"),
    basis=Basis.CONSENT,
    how_long=lambda _: _(
        "Until they were told or say no more, at most until %(days)s days after the event", days=FOLLOW_UP_DAYS
    ),
    delete_due=lambda session, now: _deleted(session, delete(FollowUp).where(FollowUp.keep_until < now.date())),
    find=lambda session, sought: len(_followers(session, sought)),
    export=lambda session, sought: [
        {
            "event": session.get_one(Event, each.event_id).slug,
            "mail": each.email,
            "language": each.language,
            "until": each.keep_until.isoformat(),
        }
        for each in _followers(session, sought)
    ],
    erase=lambda session, sought: _delete_rows(session, _followers(session, sought)),
)


# -- invitations


def _invitations(session: Session, sought: Sought) -> Sequence[Invitation]:
    if sought.code:
        return ()
    own = mentions(sought.address, Invitation.email, Invitation.note)
    return session.scalars(select(Invitation).where(own, _of_event(Invitation, sought))).all()


def _old_invitations(session: Session, now: datetime) -> int:
    ended = select(Event.id).where(Event.ends_at < now - timedelta(days=INVITATION_DAYS))
    return _deleted(session, delete(Invitation).where(Invitation.event_id.in_(ended)))


INVITATIONS = Keeps(
    "event_invitation",
    what=lambda _: _("Who was invited to an event: mail address, language, a note of the team"),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that the people who were invited can register"),
    basis=Basis.TASK,
    how_long=lambda _: _("%(days)s days after the event", days=INVITATION_DAYS),
    delete_due=_old_invitations,
    find=lambda session, sought: len(_invitations(session, sought)),
    export=lambda session, sought: [
        {"mail": each.email, "language": each.language, "note": each.note, "sent": str(each.sent_at or "")}
        for each in _invitations(session, sought)
    ],
    erase=lambda session, sought: _delete_rows(session, _invitations(session, sought)),
)


# -- what teams wrote and made


def _mails(session: Session, sought: Sought) -> Sequence[GroupMail]:
    if sought.code:
        return ()
    own = mentions(sought.address, GroupMail.words, GroupMail.filters)
    return session.scalars(select(GroupMail).where(own, _of_event(GroupMail, sought))).all()


def _old_mails(session: Session, now: datetime) -> int:
    return _deleted(session, delete(GroupMail).where(GroupMail.event_id.in_(select(Event.id).where(over(now)))))


MAILS = Keeps(
    "event_mail",
    what=lambda _: _(
        "Mails that a team wrote to a group of registered people: the words, to whom in general, how many"
    ),
    whose=Whose.TEAMS,
    why=lambda _: _("So that nobody is written to twice, and the team knows what was said"),
    basis=Basis.TASK,
    how_long=lambda _: _("Until the day that each event names, else %(days)s days after its end", days=DAYS),
    delete_due=_old_mails,
    find=lambda session, sought: len(_mails(session, sought)),
    export=lambda session, sought: [
        {"at": each.at.isoformat(), "words": each.words} for each in _mails(session, sought)
    ],
    erase=lambda session, sought: rid(_mails(session, sought), sought.address, "words", "filters"),
)


def _desks(session: Session, sought: Sought) -> Sequence[DeskLink]:
    if sought.code:
        return ()
    own = mentions(sought.address, DeskLink.name)
    return session.scalars(select(DeskLink).where(own, _of_event(DeskLink, sought))).all()


DESKS = Keeps(
    "event_desk_link",
    what=lambda _: _("Links to the desks of an event: for which site and day, what the desk is called, who made it"),
    whose=Whose.TEAMS,
    why=lambda _: _("So that helpers can let people in without an account"),
    basis=Basis.TASK,
    how_long=lambda _: _("%(days)s days after the day they are for", days=DESK_DAYS),
    delete_due=lambda session, now: _deleted(
        session, delete(DeskLink).where(DeskLink.day < now.date() - timedelta(days=DESK_DAYS))
    ),
    find=lambda session, sought: len(_desks(session, sought)),
    export=lambda session, sought: [
        {"day": each.day.isoformat(), "desk": each.name} for each in _desks(session, sought)
    ],
    erase=lambda session, sought: rid(_desks(session, sought), sought.address, "name"),
)


def _draws(session: Session, sought: Sought) -> Sequence[Draw]:
    if sought.code:
        return ()
    own = mentions(sought.address, Draw.by_name)
    return session.scalars(select(Draw).where(own, _of_event(Draw, sought))).all()


DRAWS = Keeps(
    "event_draw",
    what=lambda _: _("How places were drawn: numbers of registrations, no names; and who of the team drew"),
    whose=Whose.TEAMS,
    why=lambda _: _("So that everybody can check the draw"),
    basis=Basis.DUTY,
    how_long=lambda _: _("As long as the event is kept"),
    goes_to=lambda _: _("Everybody, but for who drew"),
    find=lambda session, sought: len(_draws(session, sought)),
    export=lambda session, sought: [
        {"at": each.made_at.isoformat(), "by": each.by_name} for each in _draws(session, sought)
    ],
    stays=lambda _: _("Who drew places has to be shown later."),
)


def _speakers(session: Session, sought: Sought) -> Sequence[Speaker]:
    if sought.code:
        return ()
    own = mentions(sought.address, Speaker.name, Speaker.affiliation)
    return session.scalars(select(Speaker).where(own, _of_event(Speaker, sought))).all()


SPEAKERS = Keeps(
    "event_speaker",
    what=lambda _: _("Who speaks at an event: name, organisation, what is said of them"),
    whose=Whose.CONTACTS,
    why=lambda _: _("So that people know whom they hear"),
    basis=Basis.TASK,
    how_long=lambda _: _("Until the team changes it"),
    goes_to=lambda _: _("Everybody: it stands on the event's page"),
    find=lambda session, sought: len(_speakers(session, sought)),
    export=lambda session, sought: [
        {"name": each.name, "organisation": each.affiliation} for each in _speakers(session, sought)
    ],
    erase=lambda session, sought: rid(_speakers(session, sought), sought.address, "name", "affiliation"),
)


def _contacts(session: Session, sought: Sought) -> Sequence[Event]:
    if sought.code:
        return ()
    named = mentions(sought.address, Event.contact_email, Event.contact_name)
    return session.scalars(select(Event).where(named, events_covered(sought))).all()


def _erase_contacts(session: Session, sought: Sought) -> int:
    found = _contacts(session, sought)
    for event in found:
        event.contact_name, event.contact_phone, event.contact_email = "", "", ""
        event.revision += 1
    return len(found)


CONTACTS = Keeps(
    "event",
    what=lambda _: _("Name, telephone number and mail address of the person who answers questions about an event"),
    whose=Whose.CONTACTS,
    why=lambda _: _("So that people can ask somebody"),
    basis=Basis.TASK,
    how_long=lambda _: _("Until the team changes it"),
    goes_to=lambda _: _("Everybody: it stands on the event's pages"),
    find=lambda session, sought: len(_contacts(session, sought)),
    export=lambda session, sought: [
        {"event": each.slug, "name": each.contact_name, "phone": each.contact_phone, "mail": each.contact_email}
        for each in _contacts(session, sought)
    ],
    erase=_erase_contacts,
)
