"""Registrations as personal data: found, handed over, deleted when their time is over, and erased."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from engage.activities.models import Activity, ActivityHub
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.events import places
from engage.events.domain.kinds import LIVE
from engage.events.models import Event, Site
from engage.events.models_people import Attendance, Attendee, Registration, RegistrationNote
from engage.privacy import service as privacy
from engage.privacy.finding import mentions, rid
from engage.privacy.registry import Basis, Keeps, Sought, Whose

SUBJECT = "registration"
"""Of consents."""
DAYS = 365
"""After the end of an event that names no day itself."""
_BATCH = 200


def over(now: datetime) -> ColumnElement[bool]:
    """Events whose last day for keeping registrations has passed."""
    return or_(
        Event.keep_until < now.date(),
        and_(Event.keep_until.is_(None), Event.ends_at < now - timedelta(days=DAYS)),
    )


def events_covered(sought: Sought) -> ColumnElement[bool]:
    """Events that belong to a hub inside of a request."""
    if sought.hubs is None:
        return true()
    hubs = sorted(sought.hubs)
    beside = select(ActivityHub.activity_id).where(ActivityHub.hub_id.in_(hubs))
    return or_(
        Event.activity_id.in_(select(Activity.id).where(Activity.hub_id.in_(hubs))), Event.activity_id.in_(beside)
    )


def _covered(sought: Sought) -> ColumnElement[bool]:
    """Registrations inside of a request: of the hubs' events, and of their sites in the events of others."""
    if sought.hubs is None:
        return true()
    own = Registration.event_id.in_(select(Event.id).where(events_covered(sought)))
    return or_(own, Registration.site_id.in_(select(Site.id).where(Site.hub_id.in_(sorted(sought.hubs)))))


def registrations(session: Session, sought: Sought) -> Sequence[Registration]:
    """Those of an address."""
    if sought.code:
        return ()
    own = select(Registration).where(Registration.email == sought.address, _covered(sought))
    return session.scalars(own.order_by(Registration.created_at)).all()


def _naming(session: Session, sought: Sought) -> list[Registration | Attendee]:
    """What others wrote about an address: as a guardian's contact, in an answer."""
    if sought.code:
        return []
    theirs = (Registration.email != sought.address, _covered(sought))
    of_all = mentions(
        sought.address, Registration.guardian_contact, Registration.guardian_name, Registration.group_name,
        Registration.reason, Registration.phone,
    )  # fmt: skip
    of_one = mentions(sought.address, Attendee.name, Attendee.organisation, Attendee.answers)
    people = select(Attendee).join(Registration, Registration.id == Attendee.registration_id)
    return [
        *session.scalars(select(Registration).where(of_all, *theirs)),
        *session.scalars(people.where(of_one, *theirs)),
    ]


def _export(session: Session, sought: Sought) -> list[dict[str, Any]]:
    return [
        *(_copy(session, each) for each in registrations(session, sought)),
        *({"mentioned in": "registration of somebody else"} for _ in _naming(session, sought)),
    ]


def _copy(session: Session, found: Registration) -> dict[str, Any]:
    event = session.get_one(Event, found.event_id)
    return {
        "event": event.slug,
        "number": found.number,
        "registered": found.created_at.isoformat(),
        "status": found.status.value,
        "how": found.channel.value,
        "mail": found.email,
        "phone": found.phone,
        "language": found.language,
        "group": found.group_name,
        "guardian": {"name": found.guardian_name, "contact": found.guardian_contact},
        "told": found.reason,
        "persons": [_person(session, each) for each in found.attendees],
    }


def _person(session: Session, found: Attendee) -> dict[str, Any]:
    came = select(Attendance).where(Attendance.attendee_id == found.id, Attendance.undone_at.is_(None))
    return {
        "name": found.name,
        "role": found.role.value,
        "born": found.born_on.isoformat() if found.born_on else "",
        "country": found.country,
        "organisation": found.organisation,
        "answers": found.answers,
        "photographs": found.photos,
        "ticket": found.ticket,
        "came": [{"day": each.day.isoformat(), "at": each.at.isoformat()} for each in session.scalars(came)],
    }


def _erase(session: Session, sought: Sought) -> int:
    """Whole registrations of the address: their places go to others where the event is still ahead."""
    mine = registrations(session, sought)
    for each in mine:
        _end(session, each)
        _delete(session, each)
    count = len(mine)
    for found in _naming(session, sought):
        names = ("name", "organisation", "answers")
        if isinstance(found, Registration):
            names = ("guardian_contact", "guardian_name", "group_name", "reason", "phone")  # type: ignore[assignment]
        count += rid([found], sought.address, *names)
    return count


def _end(session: Session, registration: Registration) -> None:
    if registration.status in LIVE:
        with suppress(Refusal):  # it is over: no place to give back
            places.cancel(session, registration, now=utcnow())
        session.flush()


def _delete(session: Session, registration: Registration) -> None:
    privacy.erase(session, subject=SUBJECT, subject_id=registration.id)
    session.delete(registration)
    session.flush()


def _delete_due(session: Session, now: datetime) -> int:
    due = select(Registration).join(Event, Event.id == Registration.event_id).where(over(now)).limit(_BATCH)
    count = 0
    while found := session.scalars(due).all():
        for each in found:
            _delete(session, each)
        count += len(found)
    return count


REGISTRATIONS = Keeps(
    "registration",
    what=lambda _: _(
        "Who registered for an event: mail address, telephone number, the persons with names, roles and answers, the "
        "guardian of a minor, tickets, and on which days they came"
    ),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that people get the places there are, are told what changes, and are let in"),
    basis=Basis.TASK,
    how_long=lambda _: _("Until the day that each event names, else %(days)s days after its end", days=DAYS),
    goes_to=lambda _: _("The hubs that hold the event, each the people of its own sites"),
    tables=("registration", "attendee", "attendance"),
    delete_due=_delete_due,
    find=lambda session, sought: len(registrations(session, sought)) + len(_naming(session, sought)),
    export=_export,
    erase=_erase,
)


# -- notes of the team


def _notes(session: Session, sought: Sought) -> list[RegistrationNote]:
    """Those on registrations of the address, and those that name it."""
    if sought.code:
        return []
    mine = [each.id for each in registrations(session, sought)]
    about = or_(RegistrationNote.registration_id.in_(mine), mentions(sought.address, RegistrationNote.words))
    statement = select(RegistrationNote).join(Registration, Registration.id == RegistrationNote.registration_id)
    return list(session.scalars(statement.where(about, _covered(sought))))


def _erase_notes(session: Session, sought: Sought) -> int:
    found = _notes(session, sought)
    for note in found:
        session.delete(note)
    session.flush()
    return len(found)


NOTES = Keeps(
    "registration_note",
    what=lambda _: _("What somebody of the team noted about a registration, for the others of the team"),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that a call need not be made twice"),
    basis=Basis.TASK,
    how_long=lambda _: _("As long as the registration"),
    find=lambda session, sought: len(_notes(session, sought)),
    export=lambda session, sought: [
        {"at": note.at.isoformat(), "words": note.words} for note in _notes(session, sought)
    ],
    erase=_erase_notes,
)
