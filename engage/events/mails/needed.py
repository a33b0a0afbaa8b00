"""Whether a mail about a registration still says something true when it is about to be sent.

A mail with a personal link goes to the address of the registration and to no other: after places were handed over,
what still lay in the outbox for the person before must not open the new one's page.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.events.domain.kinds import LIVE, RegistrationStatus
from engage.events.mails.facts import event_of, registration_of
from engage.events.models import Event
from engage.events.models_people import Invitation, Registration
from engage.mail.models import OutboxMail

Needed = Callable[[Session, OutboxMail, datetime], bool]
Check = Callable[[Event, Registration, datetime], bool]


def still(*statuses: RegistrationStatus, check: Check | None = None) -> Needed:
    """While the registration is in one of these states, is the recipient's, and its event takes place.

    :param check: what has to hold beside that
    """

    def asked(session: Session, mail: OutboxMail, now: datetime) -> bool:
        registration = registration_of(session, mail)
        event = session.get(Event, registration.event_id) if registration else None
        if registration is None or event is None or registration.email.casefold() != mail.to.casefold():
            return False
        held = event.activity.state is ActivityState.ANNOUNCED and registration.status in statuses
        return held and (check is None or check(event, registration, now))

    return asked


def ahead(event: Event, _registration: Registration, now: datetime) -> bool:
    """It has not begun."""
    return event.starts_at > now


def unconfirmed(_event: Event, registration: Registration, now: datetime) -> bool:
    return registration.confirm_by is not None and registration.confirm_by > now


def offered(_event: Event, registration: Registration, now: datetime) -> bool:
    return registration.answer_by is not None and registration.answer_by > now


def unanswered(event: Event, registration: Registration, now: datetime) -> bool:
    open_still = event.reconfirm_by is not None and event.reconfirm_by > now
    return open_still and registration.still_coming_at is None


def is_theirs(session: Session, mail: OutboxMail, _now: datetime) -> bool:
    """The registration is there and the recipient's, however far it is."""
    registration = registration_of(session, mail)
    return registration is not None and registration.email.casefold() == mail.to.casefold()


def is_there(session: Session, mail: OutboxMail, _now: datetime) -> bool:
    """The event is."""
    return event_of(session, mail) is not None


def is_cancelled(session: Session, mail: OutboxMail, now: datetime) -> bool:
    event = event_of(session, mail)
    called_off = event is not None and event.activity.state is ActivityState.CANCELLED
    return called_off and is_theirs(session, mail, now)


def is_invited(session: Session, mail: OutboxMail, now: datetime) -> bool:
    invitation = session.get(Invitation, int(mail.values.get("invitation_id") or 0))
    event = event_of(session, mail)
    open_still = event is not None and event.activity.state is ActivityState.ANNOUNCED and event.starts_at > now
    return open_still and invitation is not None and invitation.revoked_at is None


def has_report(session: Session, mail: OutboxMail, _now: datetime) -> bool:
    """Everybody can read it."""
    event = event_of(session, mail)
    return event is not None and event.report_published_at is not None


HAS_PLACES = (RegistrationStatus.CONFIRMED,)
EVERY_LIVE = LIVE


def has_feedback(session: Session, mail: OutboxMail, _now: datetime) -> bool:
    event = event_of(session, mail)
    return event is not None and bool(event.feedback)
