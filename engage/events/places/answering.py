"""What people answer: yes, this is my address; yes or no to an offer; I come, or I do not."""

from datetime import datetime

from sqlalchemy.orm import Session

from engage.events.domain.kinds import HOLDING, RegistrationStatus
from engage.events.domain.places import NotPossibleNow, OfferOver
from engage.events.domain.telling import Told
from engage.events.mails.telling import tell
from engage.events.models_people import Registration
from engage.events.places import ending
from engage.events.places.ground import Ground, held_for, require_live
from engage.events.places.registering import TOLD


def confirm_address(session: Session, registration: Registration, *, now: datetime) -> None:
    """They followed the link of the mail. A second time changes nothing.

    :raises NotPossibleNow: the registration has ended
    :raises OfferOver: too late, though no job has seen it yet
    """
    ground = held_for(session, registration)
    require_live(registration)
    if registration.confirm_by is None:
        return
    if registration.confirm_by <= now and not ground.has_begun(now):
        raise OfferOver
    registration.confirm_by = None
    _still_coming(ground, registration, now)
    if registration.status in TOLD:
        tell(session, TOLD[registration.status], ground.event, registration, now=now)


def accept_offer(session: Session, registration: Registration, *, now: datetime) -> None:
    """Yes to the places that came free. The address is confirmed by it too.

    :raises NotPossibleNow: nothing is offered
    :raises OfferOver: the deadline has passed
    """
    ground = held_for(session, registration)
    if registration.status is not RegistrationStatus.OFFERED:
        raise NotPossibleNow
    if registration.answer_by is None or registration.answer_by <= now:
        raise OfferOver
    registration.status = RegistrationStatus.CONFIRMED
    registration.answer_by = registration.confirm_by = None
    _still_coming(ground, registration, now)
    tell(session, Told.CONFIRMED, ground.event, registration, now=now)


def decline_offer(session: Session, registration: Registration, *, now: datetime) -> None:
    """No: the places go on to the next, and nothing is offered to these people again.

    :raises NotPossibleNow: nothing is offered
    """
    ground = held_for(session, registration)
    if registration.status is not RegistrationStatus.OFFERED:
        raise NotPossibleNow
    ending.end(session, ground, registration, RegistrationStatus.DECLINED, now=now)


def cancel(
    session: Session, registration: Registration, *, now: datetime, by_team: bool = False, reason: str = ""
) -> None:
    """The whole party does not come. `reason` is what the organiser says to them.

    :raises NotPossibleNow: the registration has ended, or the event is over
    """
    ground = held_for(session, registration)
    require_live(registration)
    if now >= ground.rules.window.ends_at:
        raise NotPossibleNow
    registration.reason = reason
    told = Told.CANCELLED_BY_TEAM if by_team else Told.CANCELLED
    ending.end(session, ground, registration, RegistrationStatus.CANCELLED, told, now=now)


def release(session: Session, registration: Registration, *, now: datetime) -> None:
    """ "I release my place."

    :raises NotPossibleNow: there is none
    """
    ground = held_for(session, registration)
    if registration.status not in HOLDING or ground.has_begun(now):
        raise NotPossibleNow
    ending.end(session, ground, registration, RegistrationStatus.CANCELLED, Told.CANCELLED, now=now)


def still_coming(session: Session, registration: Registration, *, now: datetime) -> None:
    """ "I still come."

    :raises NotPossibleNow: they have no place
    """
    ground = held_for(session, registration)
    if registration.status is not RegistrationStatus.CONFIRMED or ground.has_begun(now):
        raise NotPossibleNow
    registration.still_coming_at = now


def _still_coming(ground: Ground, registration: Registration, now: datetime) -> None:
    """Who says yes to anything once people are asked has said that they come."""
    asked_from = ground.rules.reconfirm_from
    if asked_from is not None and now >= asked_from:
        registration.still_coming_at = now
