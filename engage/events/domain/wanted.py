"""What somebody asks for when registering: a checked form, and nothing of how it came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engage.events.domain.kinds import AttendeeRole, Channel, NeedKind


@dataclass(frozen=True, slots=True)
class NeedAsked:
    """What a person needs to take part."""

    kind: NeedKind
    codes: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    understood: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a party."""

    name: str
    role: AttendeeRole = AttendeeRole.CITIZEN
    companion_of: int | None = None
    """Place in the party of the person that a companion comes with."""
    born_on: date | None = None
    country: str = ""
    hub_id: int | None = None
    organised: bool | None = None
    organisation: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    """Typed answers to the registration's questions, by item name."""
    version_id: int | None = None
    photos: bool = False
    needs: tuple[NeedAsked, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request to attend. The first of the party is who registers; all stay together."""

    site_id: int
    party: tuple[Person, ...]
    language: str
    email: str = ""
    """In lower case; empty where an organiser registers somebody who has none."""
    phone: str = ""
    channel: Channel = Channel.WEB
    group_name: str = ""
    invitation_id: int | None = None
    guardian_name: str = ""
    guardian_contact: str = ""
    follow_up: bool = False
    """Wants to hear what came of it."""
    consent: tuple[str, str] | None = None
    """The words agreed to for special-category data, and their language."""
    double_of_id: int | None = None
    """Looks like the same person as that registration."""
    registration_id: int | None = None
    """Came with the form: a form that is sent twice is one registration. None: any."""
