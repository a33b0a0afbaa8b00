"""Changing a party, its site or answers; handing the places over to somebody else."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engage.events import queries_places as queries
from engage.events.domain.kinds import HOLDING, Channel, RegistrationStatus
from engage.events.domain.parties import Composition, composed
from engage.events.domain.places import (
    DoesNotFit,
    NoSuchSite,
    NotPossibleNow,
    PartyTooLarge,
    RegistrationClosed,
    RoleNotOffered,
)
from engage.events.domain.telling import Told
from engage.events.domain.waiting import answer_by
from engage.events.domain.wanted import Person, Wanted
from engage.events.mails.telling import tell
from engage.events.models_people import Attendee, Registration, RegistrationNote
from engage.events.places import persons
from engage.events.places.ground import Ground, held_for, require_live, without
from engage.events.places.promoting import move_up
from engage.events.places.registering import SUBJECT, keep_follow_up, record_consent
from engage.privacy import service as privacy


def change(session: Session, registration: Registration, wanted: Wanted, *, now: datetime) -> None:
    """What they want instead. Persons who are still in the party keep their tickets. Somebody who waits keeps their
    number.

    A new mail address ends the old personal link.

    :raises DoesNotFit: there are no places for it; all stays as it was. Its arguments are the limits in the way
    :raises NotPossibleNow, RegistrationClosed: the registration has ended; the event has begun
    :raises NoSuchSite, PartyTooLarge, RoleNotOffered, CompanionAlone: what the form should not have let through
    """
    persons.check_companions(wanted.party)
    consent = privacy.keep_text(session, *wanted.consent) if wanted.consent else None
    ground = held_for(session, registration)
    require_live(registration)
    if ground.has_begun(now):
        raise RegistrationClosed
    _check(ground, registration, wanted)
    quotas = ground.rules.limits.quotas
    party = composed(wanted.site_id, wanted.party, quotas, wanted.group_name)
    _exchange(session, ground, registration, party, now)
    registration.site_id = wanted.site_id
    registration.phone = wanted.phone
    registration.language = wanted.language
    registration.group_name = wanted.group_name
    _write_guardian(registration, wanted, now)
    if wanted.email and wanted.email != registration.email:
        registration.email = wanted.email
        registration.generation += 1
    registration.attendees = _kept(ground, registration.attendees, wanted)
    session.flush()
    if consent:
        privacy.erase(session, subject=SUBJECT, subject_id=registration.id)
        record_consent(session, registration, consent, now.date())
    if wanted.follow_up and wanted.email:
        keep_follow_up(session, ground.rules, wanted)
    tell(session, Told.CHANGED, ground.event, registration, now=now)
    move_up(session, ground, now=now)


def hand_over(
    session: Session,
    registration: Registration,
    *,
    name: str,
    email: str,
    language: str,
    person: Person,
    now: datetime,
) -> None:
    """Somebody else comes in place of who registered; the rest of the party stays. The old link ends, what the old
    person said and needed goes, and what was noted of them; the new address has to be confirmed in time.

    :raises DoesNotFit: a quota has no place for the new person
    :raises NotPossibleNow: there is no place to hand over, or the event has begun
    """
    ground = held_for(session, registration)
    if registration.status is not RegistrationStatus.CONFIRMED or ground.has_begun(now):
        raise NotPossibleNow
    old = registration.attendees
    quotas = ground.rules.limits.quotas
    party = composed(registration.site_id, [person, *old[1:]], quotas, registration.group_name)
    _exchange(session, ground, registration, party, now)
    before = registration.email
    newcomer = persons.attendee(registration.event_id, 0, person, quotas, registration.group_name)
    newcomer.name = name or person.name
    registration.attendees = [newcomer, *old[1:]]
    if not any(other.needs for other in old[1:]):
        privacy.erase(session, subject=SUBJECT, subject_id=registration.id)
    if before:
        tell(session, Told.HANDED_OVER, ground.event, registration, now=now, to=before)
    _begin_anew(ground, registration, email, language, now)
    session.execute(delete(RegistrationNote).where(RegistrationNote.registration_id == registration.id))
    session.flush()
    tell(session, Told.CHECK_ADDRESS, ground.event, registration, now=now)
    move_up(session, ground, now=now)


def _begin_anew(ground: Ground, registration: Registration, email: str, language: str, now: datetime) -> None:
    rules = ground.rules
    asked_already = rules.reconfirm_from is not None and now >= rules.reconfirm_from
    registration.generation += 1
    registration.email = email
    registration.language = language
    registration.phone = registration.guardian_name = registration.guardian_contact = ""
    registration.guardian_consented_at = registration.reconfirm_asked_at = None
    registration.still_coming_at = now if asked_already else None
    registration.confirm_by = answer_by(now, rules.confirm_hours, rules.window.starts_at) if email else None
    registration.double_of_id, registration.double_decided = None, ""
    registration.reminded = []


def _check(ground: Ground, registration: Registration, wanted: Wanted) -> None:
    if wanted.site_id not in ground.rules.limits.sites:
        raise NoSuchSite
    if not wanted.party:
        raise PartyTooLarge
    if wanted.channel is not Channel.WEB:
        return
    if len(wanted.party) > max(ground.rules.max_party, len(registration.attendees)):
        raise PartyTooLarge
    allowed = ground.rules.roles | {attendee.role.value for attendee in registration.attendees}
    if any(person.role.value not in allowed for person in wanted.party):
        raise RoleNotOffered


def _exchange(session: Session, ground: Ground, registration: Registration, party: Composition, now: datetime) -> None:
    """The places of the party as it was for those of the party as it shall be. A party that only gets smaller may
    always.

    :raises DoesNotFit: none of it was done
    """
    limits, most = ground.rules.limits, ground.rules.waiting_seats
    if registration.status in HOLDING:
        before = queries.cells(session, registration)
        after = without(ground.taken, limits.taken(before))
        after.update(limits.taken(party))
        stops = () if party <= before else limits.stops(ground.taken, after, now)
        if stops:
            raise DoesNotFit(*stops)
        ground.taken = after
    elif registration.status is RegistrationStatus.WAITING:
        more = party.total() - len(registration.attendees)
        if more > 0 and most is not None and ground.waiting + more > most:
            raise DoesNotFit


def _write_guardian(registration: Registration, wanted: Wanted, now: datetime) -> None:
    if wanted.guardian_name != registration.guardian_name:
        registration.guardian_consented_at = now if wanted.guardian_name else None
    registration.guardian_name = wanted.guardian_name
    registration.guardian_contact = wanted.guardian_contact


def _kept(ground: Ground, before: Sequence[Attendee], wanted: Wanted) -> list[Attendee]:
    """Who is in the party now: known by name, else by where they stand in it; the others are new."""
    quotas = ground.rules.limits.quotas
    left = list(before)
    rows: dict[int, Attendee] = {}
    for at, person in enumerate(wanted.party):
        same = next((row for row in left if row.name.casefold() == person.name.casefold()), None)
        if same is not None:
            rows[at] = same
            left.remove(same)
    for at, person in enumerate(wanted.party):
        row = rows.get(at) or next((row for row in left if row.position == at), None)
        if row in left:
            left.remove(row)
        if row is None:
            rows[at] = persons.attendee(ground.event.id, at, person, quotas, wanted.group_name)
        else:
            rows[at] = row
    for at, person in enumerate(wanted.party):
        persons.write(rows[at], at, person, quotas, wanted.group_name)
    return [rows[at] for at in range(len(wanted.party))]
