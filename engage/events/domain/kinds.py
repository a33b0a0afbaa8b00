"""The words of events: how places are given, how far a registration is, who somebody is there."""

from enum import StrEnum


class Mode(StrEnum):
    """How places are given."""

    FIRST_COME = "first_come"
    APPROVAL = "approval"
    """The organiser says yes or no to each."""
    DRAW = "draw"
    """People apply; who comes is drawn within the quotas."""
    INVITATION = "invitation"
    """Who has an invitation (single, of a list, or a code); then first come."""


class RegistrationStatus(StrEnum):
    APPLIED = "applied"
    """Waits for the organiser's yes, or for the draw."""
    CONFIRMED = "confirmed"
    """Has its places."""
    WAITING = "waiting"
    OFFERED = "offered"
    """Places came free and are held for them until they say yes, at the latest by `answer_by`."""
    CANCELLED = "cancelled"
    """By whoever registered, or by the organiser for them."""
    DECLINED = "declined"
    """Said no to an offer. Nothing is offered to them again."""
    EXPIRED = "expired"
    """A deadline passed: to confirm the address, to answer an offer, or to say that they still come."""
    REFUSED = "refused"
    """By the organiser."""


HOLDING = (RegistrationStatus.CONFIRMED, RegistrationStatus.OFFERED)
"""They take places."""
LIVE = (*HOLDING, RegistrationStatus.WAITING, RegistrationStatus.APPLIED)
"""Not ended."""


class AttendeeRole(StrEnum):
    """Only citizens count against the citizens' places and quotas; every other role has a number of its own."""

    CITIZEN = "citizen"
    COMPANION = "companion"
    """A companion or carer: tied to a person."""
    STAFF = "staff"
    INTERPRETER = "interpreter"
    SPEAKER = "speaker"
    PRESS = "press"


class Channel(StrEnum):
    """How a registration came."""

    WEB = "web"
    PHONE = "phone"
    PAPER = "paper"
    DESK = "desk"
    """Walked in."""


class SiteKind(StrEnum):
    ROOM = "room"
    ONLINE = "online"


class Ask(StrEnum):
    """Standard items of a registration that an organiser switches on. Everything else is a question of the
    registration's instrument."""

    COUNTRY = "country"
    HUB = "hub"
    """The home hub."""
    ORGANISED = "organised"
    """Whether somebody comes for an organisation, and for which."""
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    PHOTOS = "photos"
    FOLLOW_UP = "follow_up"
    """Whether to write what came of it."""
    ACCESS = "access"
    DIET = "diet"
    INTERPRETATION = "interpretation"
    TRAVEL = "travel"


class Asked(StrEnum):
    NO = "no"
    OPTIONAL = "optional"
    REQUIRED = "required"


class NeedKind(StrEnum):
    """What somebody needs to take part. Access and diet say something about health."""

    ACCESS = "access"
    DIET = "diet"
    INTERPRETATION = "interpretation"
    TRAVEL = "travel"


class NeedState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    """Taken care of, or will be by a day."""
    REFUSED = "refused"


class MaterialPhase(StrEnum):
    BEFORE = "before"
    AFTER = "after"


class InvitationKind(StrEnum):
    SINGLE = "single"
    LIST = "list"
    CODE = "code"
    """One code for many, as on a leaflet."""


class Phase(StrEnum):
    """Where an event stands, as people see it."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    FULL = "full"
    """Open with a waiting list."""
    CLOSED = "closed"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"
