"""What somebody who registered can do now, on the page that is theirs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engage.events.domain.kinds import LIVE, RegistrationStatus


class Action(StrEnum):
    CONFIRM = "confirm"
    """The mail address."""
    ANSWER = "offer"
    """Yes or no to places that came free."""
    COMING = "coming"
    """"I still come", or "I release my place"."""
    CHANGE = "change"
    HAND_OVER = "hand-over"
    CANCEL = "cancel"
    TICKET = "ticket"
    CALENDAR = "calendar"
    AGAIN = "again"
    """Register once more."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a registration is, and its event."""

    status: RegistrationStatus
    starts_at: datetime
    ends_at: datetime
    takes_place: bool = True
    """Announced, and not cancelled."""
    confirm_by: datetime | None = None
    answer_by: datetime | None = None


def possible(stand: Stand, now: datetime) -> frozenset[Action]:
    """The actions that would be taken now. Nothing is, once the event is over or called off."""
    if not stand.takes_place or now >= stand.ends_at:
        return frozenset()
    if stand.status not in LIVE:
        return frozenset({Action.AGAIN}) if now < stand.starts_at else frozenset()
    found = {Action.CANCEL, *_with_places(stand, now)}
    if now < stand.starts_at:
        found |= _before(stand, now)
    return frozenset(found)


def _with_places(stand: Stand, now: datetime) -> set[Action]:
    if stand.status is not RegistrationStatus.CONFIRMED or unconfirmed(stand, now):
        return set()
    return {Action.TICKET, Action.CALENDAR}


def _before(stand: Stand, now: datetime) -> set[Action]:
    found = {Action.CHANGE}
    if unconfirmed(stand, now) and stand.status is not RegistrationStatus.OFFERED:
        found.add(Action.CONFIRM)
    elif stand.status is RegistrationStatus.CONFIRMED:
        found |= {Action.COMING, Action.HAND_OVER}
    if stand.status is RegistrationStatus.OFFERED and stand.answer_by is not None and now < stand.answer_by:
        found.add(Action.ANSWER)
    return found


def unconfirmed(stand: Stand, now: datetime) -> bool:
    """Whether the address is still to be confirmed. Once the event has begun nobody asks any more."""
    return stand.confirm_by is not None and now < stand.starts_at
