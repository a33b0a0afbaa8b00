"""Taking a registration: places where there are some, else the waiting list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.db.straight import Call, Open, Rows, together
from engage.events import queries_places as queries
from engage.events.domain.kinds import LIVE, Channel, Mode, Phase, RegistrationStatus
from engage.events.domain.parties import composed
from engage.events.domain.phases import phase
from engage.events.domain.places import (
    EventChanged,
    InvitationNeeded,
    InvitationUsed,
    NoSuchSite,
    PartyTooLarge,
    RegistrationClosed,
    RoleNotOffered,
    Taken,
    full,
)
from engage.events.domain.telling import Told
from engage.events.domain.waiting import answer_by
from engage.events.domain.wanted import Wanted
from engage.events.mails import telling
from engage.events.models import Event
from engage.events.models_people import FollowUp, Invitation, Registration
from engage.events.places import persons, storing
from engage.events.places.ground import Ground, held_on
from engage.events.places.promoting import move_up
from engage.events.queries_places import Rules
from engage.privacy import service as privacy

SUBJECT = "registration"
"""Of consents."""
FOLLOW_UP_KEPT = timedelta(days=150)
"""After the end of an event."""
TOLD = {
    RegistrationStatus.CONFIRMED: Told.CONFIRMED,
    RegistrationStatus.WAITING: Told.WAITING,
    RegistrationStatus.APPLIED: Told.APPLIED,
}


def register(session: Session, event: Event, wanted: Wanted, *, now: datetime) -> Registration:
    """Register a party: CONFIRMED where it fits, else WAITING; APPLIED where the organiser or a draw decides.

    :raises RegistrationClosed: not open: by oneself outside the time for it, at the desk once it is over
    :raises EventFull: neither place nor waiting list (RoleFull, QuotaFull: because of those alone)
    :raises PartyTooLarge, RoleNotOffered, CompanionAlone, NoSuchSite: what the form should not have let through
    :raises InvitationNeeded, InvitationUsed: where only invited people may register
    """
    return storing.as_read(session, taken_down(session, event, wanted, now=now).columns)


@dataclass(frozen=True, slots=True)
class TakenDown:
    """A registration that was stored."""

    columns: Mapping[str, Any]
    rules: Rules
    """Of the event, as they were when it was taken."""


def _anything(_columns: Mapping[str, Any], _answers: Sequence[Rows]) -> None: ...


@dataclass(frozen=True, slots=True)
class Proviso:
    """What else has to hold for a registration to be written, while its event's places are held."""

    stands: tuple[Any, ...] | None = None
    """How the event stood when the form was read; None: however it stands."""
    asking: Sequence[Call] = ()
    judge: Callable[[Mapping[str, Any], Sequence[Rows]], None] = _anything
    """Is given the registration by column, and what `asking` answered; raises where it must not be written."""


def taken_down(
    session: Session, event: Event, wanted: Wanted, *, now: datetime, proviso: Proviso = Proviso()
) -> TakenDown:
    """The same without an object of the session, in two goes: lock and look, decide, write.

    :raises EventChanged: the event stands otherwise now
    """
    consent = privacy.keep_text(session, *wanted.consent) if wanted.consent else None
    session.flush()
    made = _taken_down(session.connection(), session, event, wanted, now, proviso)
    if consent:
        _record_consent(session, made.columns["id"], consent, now.date())
    if wanted.follow_up and wanted.email:
        keep_follow_up(session, made.rules, wanted)
    return made


class SessionNeeded(Exception):
    """More belongs to this registration than straight statements do. The transaction has to be undone."""


def taken_down_alone(connection: Open, event: Event, wanted: Wanted, *, now: datetime, proviso: Proviso) -> TakenDown:
    """The same on a connection without a session, as most registrations are. It may be committed already.

    :raises SessionNeeded: as it said; begin anew with `taken_down`
    """
    if wanted.consent or wanted.follow_up:
        raise SessionNeeded
    return _taken_down(connection, None, event, wanted, now, proviso)


def _taken_down(
    connection: Open, session: Session | None, event: Event, wanted: Wanted, now: datetime, proviso: Proviso
) -> TakenDown:
    persons.check_companions(wanted.party)
    ground = held_on(connection, event, numbers=1, asking=proviso.asking)
    rules = ground.rules
    if proviso.stands is not None and rules.stands != proviso.stands:
        raise EventChanged
    _check_open(rules, wanted.channel, now)
    _check_party(rules, wanted)
    _check_invitation(session, rules, wanted)
    quotas = rules.limits.quotas
    party = rules.limits.taken(composed(wanted.site_id, wanted.party, quotas, wanted.group_name))
    status = _status(session, ground, party, len(wanted.party), now)
    columns = storing.columns(wanted, _columns(ground, wanted, status, now))
    proviso.judge(columns, ground.asked)
    followed = status is RegistrationStatus.CONFIRMED and ground.waiting and rules.limits.keepers(now)
    moving = _needed(session) if followed else None
    mail = telling.call(_told(columns), event, columns, now=now)
    together(connection, *storing.calls(columns, wanted, quotas), *mail, commit=session is None)
    if moving is not None:
        ground.taken += party
        move_up(moving, ground, now=now)
    return TakenDown(columns, rules)


def _needed(session: Session | None) -> Session:
    """:raises SessionNeeded: there is none"""
    if session is None:
        raise SessionNeeded
    return session


def _told(columns: Mapping[str, Any]) -> Told:
    return TOLD[columns["status"]] if columns["confirm_by"] is None else Told.CHECK_ADDRESS


def record_consent(session: Session, registration: Registration, digest: bytes, day: date) -> None:
    _record_consent(session, registration.id, digest, day)


def _record_consent(session: Session, registration_id: int, digest: bytes, day: date) -> None:
    privacy.record(
        session,
        purpose=privacy.SPECIAL_CATEGORY,
        subject=SUBJECT,
        subject_id=registration_id,
        digest=digest,
        day=day,
    )


def _check_open(rules: Rules, channel: Channel, now: datetime) -> None:
    """By oneself only while registration is open; the team until the end."""
    found = phase(rules.window, now)
    if channel is Channel.WEB:
        allowed = found is Phase.OPEN
    else:
        allowed = found in (Phase.ANNOUNCED, Phase.OPEN, Phase.CLOSED, Phase.RUNNING)
    if not allowed:
        raise RegistrationClosed


def _check_party(rules: Rules, wanted: Wanted) -> None:
    if wanted.site_id not in rules.limits.sites:
        raise NoSuchSite
    if not wanted.party:
        raise PartyTooLarge
    if wanted.channel is not Channel.WEB:
        return
    if len(wanted.party) > rules.max_party:
        raise PartyTooLarge
    if any(person.role.value not in rules.roles for person in wanted.party):
        raise RoleNotOffered


def _check_invitation(session: Session | None, rules: Rules, wanted: Wanted) -> None:
    """An invitation is good for as many registrations as it says, of those that have not ended."""
    if wanted.invitation_id is None:
        if rules.mode is Mode.INVITATION and wanted.channel is Channel.WEB:
            raise InvitationNeeded
        return
    session = _needed(session)
    invitation = session.get(Invitation, wanted.invitation_id, populate_existing=True)
    if invitation is None or invitation.event_id != rules.event_id:
        raise InvitationNeeded
    used = select(func.count()).where(Registration.invitation_id == invitation.id, Registration.status.in_(LIVE))
    if invitation.revoked_at is not None or (session.scalar(used) or 0) >= invitation.most:
        raise InvitationUsed


def _status(session: Session | None, ground: Ground, party: Taken, size: int, now: datetime) -> RegistrationStatus:
    rules = ground.rules
    decided_later = rules.mode is Mode.APPROVAL or (
        rules.mode is Mode.DRAW and not queries.was_drawn(_needed(session), rules.event_id)
    )
    if decided_later and not ground.has_begun(now):
        return RegistrationStatus.APPLIED
    if ground.waiting and ground.fits(party, now):
        move_up(_needed(session), ground, now=now)  # a deadline may have passed that no job has seen yet
    stops = rules.limits.stops(ground.taken, ground.taken + party, now)
    if not stops:
        return RegistrationStatus.CONFIRMED
    most = rules.waiting_seats
    if ground.has_begun(now) or (most is not None and ground.waiting + size > most):
        raise full(stops)
    return RegistrationStatus.WAITING


def _columns(ground: Ground, wanted: Wanted, status: RegistrationStatus, now: datetime) -> dict[str, Any]:
    rules = ground.rules
    by_oneself = wanted.channel is Channel.WEB and bool(wanted.email)
    asked_already = rules.reconfirm_from is not None and now >= rules.reconfirm_from
    return {
        "event_id": ground.event.id,
        "number": ground.number,
        "site_id": wanted.site_id,
        "status": status,
        "channel": wanted.channel,
        "email": wanted.email,
        "phone": wanted.phone,
        "language": wanted.language,
        "group_name": wanted.group_name,
        "created_at": now,
        "confirm_by": answer_by(now, rules.confirm_hours, rules.window.starts_at) if by_oneself else None,
        "still_coming_at": now if asked_already else None,
        "invitation_id": wanted.invitation_id,
        "guardian_name": wanted.guardian_name,
        "guardian_contact": wanted.guardian_contact,
        "guardian_consented_at": now if wanted.guardian_name else None,
        "double_of_id": wanted.double_of_id,
    }


def keep_follow_up(session: Session, rules: Rules, wanted: Wanted) -> None:
    """Kept apart from the registration, once for each address."""
    asked = select(FollowUp.id).where(FollowUp.event_id == rules.event_id, FollowUp.email == wanted.email)
    if session.scalar(asked) is None:
        keep_until = (rules.window.ends_at + FOLLOW_UP_KEPT).date()
        session.add(
            FollowUp(event_id=rules.event_id, email=wanted.email, language=wanted.language, keep_until=keep_until)
        )
