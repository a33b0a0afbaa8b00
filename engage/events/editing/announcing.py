"""From a draft to the public and back: announce, pause, move, cancel, take away; everybody is told once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.core.refusal import Refusal
from engage.events import queries
from engage.events.domain import publishing
from engage.events.domain.kinds import LIVE, Ask, Asked, SiteKind
from engage.events.domain.parties import ITEM
from engage.events.domain.publishing import Missing, Ready
from engage.events.domain.questions import of_health
from engage.events.domain.telling import Told
from engage.events.editing import settings, wording
from engage.events.editing.settings import ChangedMeanwhile, When
from engage.events.mails.telling import tell
from engage.events.models import Event, Quota
from engage.events.models_people import Registration
from engage.events.places import locking
from engage.i18n.text import LocalizedText
from engage.instruments.document import from_document
from engage.instruments.models import InstrumentVersion

HEALTH = (Ask.ACCESS, Ask.DIET)
"""Standard items whose answers say something about health."""
CANCELLED = "cancelled"
"""The place of the words on why an event does not take place."""


class NotReady(Refusal):
    """Something is missing; `missing` says what."""

    code = "not_ready"

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


class NotADraft(Refusal):
    """It was announced: people know of it. It can be cancelled, and not be taken away."""

    code = "not_a_draft"


class NotAnnounced(Refusal):
    """Only what was announced is moved or cancelled, and only until it is over."""

    code = "not_announced"


class QuotaOfHealth(Refusal):
    """Quotas count a question that says something about health: who gets a place would give the answer away. Its
    argument is the quotas' names."""

    code = "quota_of_health"


def facts(session: Session, event: Event) -> Ready:
    """What announcing asks for, as it is now."""
    words, hub = wording.sources(session, event), event.activity.hub
    asked = from_document(event.version.document) if event.version else None
    sites = event.sites
    seats = _seats(event)
    minimums = session.scalar(select(func.sum(Quota.minimum)).where(Quota.event_id == event.id)) or 0
    return Ready(
        title=bool(words.get("title", "").strip()),
        summary=bool(words.get("summary", "").strip()),
        about=bool(words.get("about", "").strip()),
        consent=bool(words.get("consent", "").strip()),
        starts_at=event.starts_at,
        opens_at=event.registration_opens_at,
        closes_at=event.registration_closes_at,
        sites=len(sites),
        rooms_without_address=sum(site.kind is SiteKind.ROOM and not site.address.strip() for site in sites),
        rooms_without_link=sum(site.kind is SiteKind.ONLINE and not site.join_link for site in sites),
        contact=bool(event.contact_email or event.contact_phone or hub.contact_email or hub.contact_phone),
        asks_health=any(event.asks.get(ask, Asked.NO) != Asked.NO for ask in HEALTH)
        or (asked is not None and asked.has_special_category),
        unpublished_questions=event.version is None and has_questions(session, event),
        limited=seats is not None,
        minimums_fit=seats is None or minimums <= seats,
        languages_open=all(each.open for each in wording.ready(session, event).values()),
    )


def _seats(event: Event) -> int | None:
    """Citizens' places in all: those of the event, or where it has no number those of its sites."""
    if event.seats is not None:
        return event.seats
    seats = [site.seats if site.seats is not None else site.room for site in event.sites]
    return None if None in seats else sum(each or 0 for each in seats)


def newest(session: Session, event: Event) -> InstrumentVersion:
    """The questions as they are written now."""
    statement = select(InstrumentVersion).where(InstrumentVersion.instrument_id == event.instrument_id)
    return session.scalars(statement.order_by(InstrumentVersion.number.desc()).limit(1)).one()


def has_questions(session: Session, event: Event) -> bool:
    """Whether questions were written, published or not."""
    return any(item.is_question for item in from_document(newest(session, event).document).items)


def announce(session: Session, event: Event, *, now: datetime) -> None:
    """Show an event to everybody.

    :raises NotReady: when something is missing
    :raises NotADraft: when it is announced already, or a template
    """
    if event.template or event.activity.state is not ActivityState.DRAFT:
        raise NotADraft
    if missing := publishing.missing(facts(session, event), now):
        raise NotReady(missing)
    event.activity.state = ActivityState.ANNOUNCED
    wording.in_step(session, event, now=now, anew=True)


def pause(session: Session, event: Event, *, paused: bool, now: datetime) -> None:
    """Close registration for now, or open it again."""
    event.registration_paused = paused
    wording.in_step(session, event, now=now)


def move(session: Session, event: Event, when: When, *, seen: int, now: datetime) -> int:
    """Another time for an announced event: the old one is kept and shown, and whoever is registered is told.

    :param seen: the event's `sequence` as the page showed it: pressed twice, it moves once
    :returns: how many were told
    :raises NotAnnounced: for a draft, or one that is over or cancelled
    :raises ChangedMeanwhile: when it was moved or changed since
    """
    locking.hold(session, event.id)
    session.refresh(event)
    _require_ahead(event, now)
    if event.sequence != seen:
        raise ChangedMeanwhile
    before = settings.when_of(event)
    if not settings.set_when(session, event, when, now=now):
        return 0
    settings.keep_move(session, event, before, now=now)
    return _tell_everybody(session, event, Told.MOVED, {}, now=now)


def cancel(session: Session, event: Event, words: Mapping[str, str], *, now: datetime) -> int:
    """An announced event does not take place; everybody who is registered or waits is told, once.

    :param words: why, by language; the source language stands for those that are missing
    :returns: how many were told
    :raises NotAnnounced: for a draft, or one that is over or cancelled
    """
    locking.hold(session, event.id)
    session.refresh(event)
    session.refresh(event.activity)
    _require_ahead(event, now)
    why = LocalizedText.of("", event.source_language, **dict(words))
    wording.put(session, event, CANCELLED, why)
    event.activity.state = ActivityState.CANCELLED
    event.sequence += 1
    wording.in_step(session, event, now=now)
    return _tell_everybody(session, event, Told.EVENT_CANCELLED, {"words": why}, now=now)


def _require_ahead(event: Event, now: datetime) -> None:
    if event.activity.state is not ActivityState.ANNOUNCED or now >= event.ends_at:
        raise NotAnnounced


def _tell_everybody(
    session: Session, event: Event, what: Told, texts: Mapping[str, LocalizedText], *, now: datetime
) -> int:
    statement = select(Registration).where(Registration.event_id == event.id, Registration.status.in_(LIVE))
    told = 0
    for registration in session.scalars(statement.order_by(Registration.number)).all():
        values = {name: text.in_(registration.language) for name, text in texts.items()}
        tell(session, what, event, registration, now=now, **values)
        told += bool(registration.email)
    return told


def without_mail(session: Session, event: Event) -> int:
    """Live registrations without a mail address: the team tells them itself."""
    where = (Registration.event_id == event.id, Registration.status.in_(LIVE), Registration.email == "")
    return session.scalar(select(func.count()).select_from(Registration).where(*where)) or 0


def live(session: Session, event: Event) -> int:
    """Registrations that are not ended."""
    where = (Registration.event_id == event.id, Registration.status.in_(LIVE))
    return session.scalar(select(func.count()).select_from(Registration).where(*where)) or 0


def remove(session: Session, event: Event, *, now: datetime) -> None:
    """Take a draft or a template away; it is kept, so that it can come back.

    :raises NotADraft: when it was announced
    """
    if event.activity.state is not ActivityState.DRAFT:
        raise NotADraft
    event.activity.state = ActivityState.REMOVED
    event.activity.updated_at = now
    session.flush()


def bring_back(session: Session, slug: str, *, now: datetime) -> Event | None:
    """A draft that was taken away, as it was; None when it is not there or is no longer away."""
    event = queries.by_slug(session, slug)
    if event is None or event.activity.state is not ActivityState.REMOVED:
        return None
    event.activity.state = ActivityState.DRAFT
    event.activity.updated_at = now
    session.flush()
    return event


def publish_questions(session: Session, event: Event, *, seen: tuple[int, int] | None, now: datetime) -> None:
    """Ask the newest questions from now on. Who has registered keeps what they answered, with the version they saw.

    :param seen: number and revision that the page showed
    :raises ChangedMeanwhile: when somebody has changed the questions since
    :raises QuotaOfHealth: when a quota counts a question that is about health in this version
    """
    version = newest(session, event)
    session.refresh(version)
    if seen is not None and seen != (version.number, version.revision):
        raise ChangedMeanwhile
    health = [f"{ITEM}{item.name}" for item in of_health(from_document(version.document))]
    counted = select(Quota.name).where(Quota.event_id == event.id, Quota.key.in_(health)).order_by(Quota.position)
    if names := session.scalars(counted).all():
        raise QuotaOfHealth("; ".join(names))
    if version.published_at is None:
        version.published_at = now
    event.version_id = version.id
    session.flush()
    session.expire(event, ["version"])
    event.each_person = [name for name in event.each_person if from_document(version.document).item(name)]
    wording.in_step(session, event, now=now)


def ask_nothing(session: Session, event: Event, *, now: datetime) -> None:
    """Ask no questions of its own any more; those who have answered keep their answers."""
    event.version_id, event.each_person = None, []
    session.flush()
    session.expire(event, ["version"])
    wording.in_step(session, event, now=now)
