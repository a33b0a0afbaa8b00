"""What people do with their own account: settings, a copy of their data, another address, closing it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from engage.accounts import links, mails_people, personal_data
from engage.accounts.models import LinkPurpose, Person
from engage.accounts.service import find, normal
from engage.core.actor import Actor
from engage.core.refusal import Refusal
from engage.privacy import audit
from engage.privacy.registry import Keeps, Sought

_LEAVING = "engage-leaving"
Leaving = Callable[[Session, int], None]
"""What a higher room lets go of when the account with this id is closed."""


class AddressTaken(Refusal):
    """Another account has this address."""

    code = "address_taken"


class _App(Protocol):
    extensions: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    language: str
    """Of mails, and of the console where it speaks it."""
    time_zone: str
    quiet: tuple[str, ...]
    """Topics of mails that the person does without."""


def change_profile(session: Session, person: Person, profile: Profile, *, now: datetime) -> bool:
    """Keep what a person set; whether that changed anything."""
    before = (person.name, person.language, person.time_zone, tuple(person.quiet))
    after = (profile.name, profile.language, profile.time_zone, profile.quiet)
    if before == after:
        return False
    person.name, person.language, person.time_zone = profile.name, profile.language, profile.time_zone
    person.quiet = list(profile.quiet)
    _note(session, person, "person.settings-changed", now)
    return True


def is_quiet(session: Session, address: str, topic: str, hub_id: int | None) -> bool:  # noqa: ARG001 -- all hubs alike
    """Whether the account of an address wants no mails of a topic; the mail room asks before it sends."""
    person = find(session, address)
    return person is not None and topic in person.quiet


def copy(session: Session, person: Person, stores: Iterable[Keeps], *, now: datetime) -> dict[str, Any]:
    """All that the registry of personal data finds of a person, as one document."""
    sought = Sought(address=person.email)
    found: dict[str, Sequence[dict[str, Any]]] = {}
    for store in stores:
        rows = store.export(session, sought) if store.export else ()
        if rows:
            found[store.store] = rows
    return {"made_at": now.isoformat(timespec="seconds"), "address": person.email, "data": found}


def ask_for_address(session: Session, person: Person, address: str, *, now: datetime) -> None:
    """Send a link that confirms a new address. Where another account has it no mail goes out, and nobody is told."""
    link = links.make(session, person, LinkPurpose.NEW_ADDRESS, address=normal(address), now=now)
    if find(session, address) is None:
        mails_people.confirm_address(session, link, person, now=now)


def change_address(session: Session, person: Person, address: str, *, now: datetime) -> None:
    """Give an account another address, which its owner has proven to be theirs; the former one is told.

    :raises AddressTaken: when another account has it by now
    """
    other = find(session, address)
    if other is not None and other.id != person.id:
        raise AddressTaken
    former, person.email = person.email, normal(address)
    if former == person.email:
        return
    links.end_all(session, person.id, now=now)
    audit.record(session, Actor(person.id, former), "person.address-changed", "person", person.id, now=now)
    mails_people.tell_address_changed(session, person, former, now=now)
    session.flush()


def when_leaving(app: _App, *deeds: Leaving) -> None:
    """Let a higher room act when an account is closed; from its wiring."""
    app.extensions.setdefault(_LEAVING, []).extend(deeds)


def leaving(app: _App) -> tuple[Leaving, ...]:
    return tuple(app.extensions.get(_LEAVING, ()))


def close(session: Session, person: Person, deeds: Iterable[Leaving], *, now: datetime) -> None:
    """Close one's own account: roles, duties, sessions, secrets and address are deleted.

    What they did for their hubs stays, without saying who it was; the trail keeps the address of the time.

    :param deeds: what higher rooms let go of (`leaving`)
    :raises LastOfTheOffice: when nobody of the network office would be left
    """
    address, language = person.email, person.language
    by = Actor(person.id, address)
    personal_data.close(session, person, now=now)
    for deed in deeds:
        deed(session, person.id)
    audit.record(session, by, "person.closed", "person", person.id, now=now)
    mails_people.tell_closed(session, address, language, now=now)


def _note(session: Session, person: Person, action: str, now: datetime) -> None:
    audit.record(session, Actor(person.id, person.email), action, "person", person.id, now=now)
