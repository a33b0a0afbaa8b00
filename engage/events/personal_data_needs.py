"""What people need, and what they answered about health, as personal data: found, handed over, deleted, erased."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from engage.events.domain.parties import ITEM, read_traits, written_trait
from engage.events.domain.questions import of_health
from engage.events.models import Event
from engage.events.models_people import Attendee, Need, Registration
from engage.events.personal_data_registrations import SUBJECT, registrations
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Item
from engage.instruments.models import InstrumentVersion
from engage.privacy import service as privacy
from engage.privacy.models import Consent
from engage.privacy.registry import Basis, Keeps, Sought, Whose

NEEDS_DAYS = 30
_BATCH = 200


def needs_over(now: datetime) -> ColumnElement[bool]:
    """Events whose last day for keeping needs has passed."""
    return or_(
        Event.needs_keep_until < now.date(),
        and_(Event.needs_keep_until.is_(None), Event.ends_at < now - timedelta(days=NEEDS_DAYS)),
    )


def _needs(session: Session, sought: Sought) -> list[Need]:
    return [need for each in registrations(session, sought) for person in each.attendees for need in person.needs]


def _erase_needs(session: Session, sought: Sought) -> int:
    found = _needs(session, sought)
    for need in found:
        session.delete(need)
    session.flush()
    for registration in registrations(session, sought):
        session.expire(registration)
        _forget_consent(session, registration)
    return len(found)


def _delete_needs(session: Session, now: datetime) -> int:
    """Needs, and answers about health: both were agreed to until that day."""
    needing = Registration.id.in_(select(Attendee.registration_id).join(Need))
    agreed = Registration.id.in_(select(Consent.subject_id).where(Consent.subject == SUBJECT))
    ended = select(Registration).join(Event, Event.id == Registration.event_id).where(needs_over(now))
    due = ended.where(or_(needing, agreed)).limit(_BATCH)
    count = 0
    while found := session.scalars(due).all():
        for registration in found:
            for person in registration.attendees:
                count += len(person.needs)
                person.needs = []
                _forget_health(session, person)
            session.flush()
            privacy.erase(session, subject=SUBJECT, subject_id=registration.id)
        session.flush()
    return count


def _forget_consent(session: Session, registration: Registration) -> None:
    """The consent goes with the needs, unless answers about health stay for as long as the registration does."""
    if not any(_says_something_of_health(session, person) for person in registration.attendees):
        privacy.erase(session, subject=SUBJECT, subject_id=registration.id)


def _says_something_of_health(session: Session, person: Attendee) -> bool:
    return any(key in person.answers for item in _of_health(session, person) for key in item.keys)


def _forget_health(session: Session, person: Attendee) -> None:
    """The answers about health go, and what quotas counted of them."""
    items = _of_health(session, person)
    keys = {key for item in items for key in item.keys}
    if keys.isdisjoint(person.answers):
        return
    person.answers = {key: value for key, value in person.answers.items() if key not in keys}
    counted = {f"{ITEM}{item.name}" for item in items}
    kept = sorted(trait for trait in read_traits(person.traits) if trait.key not in counted)
    person.traits = ";".join(map(written_trait, kept))


def _of_health(session: Session, person: Attendee) -> tuple[Item, ...]:
    """What says something about health among what somebody answered."""
    version = session.get(InstrumentVersion, person.version_id) if person.version_id and person.answers else None
    return of_health(from_document(version.document)) if version else ()


NEEDS = Keeps(
    "attendee_need",
    what=lambda _: _(
        "What people need to take part: access, food, languages, help with the journey, and what the team answered. "
        "Some of it is about health"
    ),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that they can take part"),
    basis=Basis.CONSENT,
    how_long=lambda _: _("Until the day that each event names, else %(days)s days after its end", days=NEEDS_DAYS),
    goes_to=lambda _: _("Those of the team who were chosen to answer; everybody else sees numbers"),
    delete_due=_delete_needs,
    find=lambda session, sought: len(_needs(session, sought)),
    export=lambda session, sought: [
        {
            "kind": need.kind.value,
            "chosen": need.codes,
            "speaks": need.spoken,
            "understands": need.understood,
            "signs": need.signed,
            "words": need.words,
            "state": need.state.value,
            "answer": need.answer,
        }
        for need in _needs(session, sought)
    ],
    erase=_erase_needs,
)
