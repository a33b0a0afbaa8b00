"""New events: from nothing, from another event, from a template, in a series."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from engage.activities.domain.kinds import ActivityKind, ActivityState
from engage.activities.models import Activity, ActivityHub, ActivityPartner
from engage.events import queries
from engage.events.domain import schedule
from engage.events.domain.kinds import AttendeeRole, MaterialPhase, SiteKind
from engage.events.editing import wording
from engage.events.models import (
    Event,
    EventText,
    Material,
    Places,
    ProgrammeSession,
    Quota,
    Site,
    Speaker,
    Track,
)
from engage.hubs.models import Hub, HubScope
from engage.i18n.stored import encoded
from engage.instruments.document import to_document
from engage.instruments.domain.editing.beginning import empty_instrument
from engage.instruments.models import InstrumentVersion, StoredInstrument
from engage.instruments.readers.reading import slug_for

RESERVED = frozenset({"new", "templates", "feed", "register"})
"""Words of addresses beside those of events."""
REMINDERS = (7, 1)
"""Days before the start, for a new event."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What is known of an event when it is begun."""

    kind: ActivityKind
    title: str
    language: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    where: SiteKind
    site: str
    """What the room is called."""
    address: str = ""


def begin(session: Session, begun: Begun, hub: Hub, *, now: datetime) -> Event:
    """A draft with one site, its hub's.

    :raises NotAllowed: when the title is empty or too long
    :raises NotALanguage: when the language is no well-formed tag
    """
    instrument = empty_instrument(begun.title, begun.language)
    activity = Activity(
        hub=hub,
        kind=begun.kind,
        title={begun.language: begun.title},
        state=ActivityState.DRAFT,
        languages=[begun.language],
        scope=hub.scope or HubScope.NATIONAL,
        created_at=now,
    )
    stored = StoredInstrument(name=begun.title[:200], created_at=now)
    session.add_all([activity, stored])
    session.flush()
    session.add(_version(stored.id, to_document(instrument), now))
    event = Event(
        activity=activity,
        slug=slug_for(begun.title, _taken(session)),
        uid=str(uuid4()),
        instrument_id=stored.id,
        source_language=begun.language,
        languages=list(dict.fromkeys((begun.language, *hub.languages))),
        starts_at=begun.starts_at,
        ends_at=begun.ends_at,
        time_zone=begun.time_zone,
        roles=[AttendeeRole.CITIZEN.value, AttendeeRole.COMPANION.value],
        reminder_days=list(REMINDERS),
    )
    session.add(event)
    session.flush()
    session.add(Places(event_id=event.id))
    site = Site(
        event_id=event.id,
        hub_id=hub.id,
        kind=begun.where,
        address=begun.address,
        time_zone=begun.time_zone,
        languages=[begun.language],
    )
    session.add(site)
    session.flush()
    wording.say(session, event, {"title": begun.title, f"site:{site.id}:name": begun.site})
    session.refresh(event, ["sites"])
    wording.in_step(session, event, now=now)
    return event


def _taken(session: Session) -> set[str]:
    return {*session.scalars(select(Event.slug)), *RESERVED}


def _version(instrument_id: int, document: dict[str, object], now: datetime) -> InstrumentVersion:
    return InstrumentVersion(
        instrument_id=instrument_id,
        number=1,
        document=document,
        findings={"file": "", "findings": []},
        created_at=now,
    )


# -- copies


def copy(
    session: Session, event: Event, day: date, *, now: datetime, template: bool = False, series: bool = False
) -> Event:
    """A draft like an event, on another day at the same hours of its clock; nobody is registered for it.

    Everything that is set comes along: texts with their states, sites, programme, materials from before, places,
    questions. What came afterwards (report, feedback, moves, draws) does not.

    :param template: make a pattern instead of an event
    :param series: both belong to one series from now on
    """
    days = schedule.days_until(event.starts_at, day, event.time_zone)
    made = _same_event(session, event, days, now=now, template=template)
    if series:
        event.series = event.series or str(uuid4())
        made.series = event.series
    numbers = _same_parts(session, event, made, days)
    for place, text in queries.texts(session, event).items():
        if (new := _moved(place, numbers)) is not None:
            session.add(EventText(event_id=made.id, place=new, text=encoded(text)))
    session.flush()
    session.refresh(made, ["sites"])
    wording.in_step(session, made, now=now)
    return made


def copies(session: Session, event: Event, days: Sequence[date], *, now: datetime) -> list[Event]:
    """One copy for each day, in one series with the event."""
    return [copy(session, event, day, now=now, series=True) for day in days]


_KEPT = (
    "source_language",
    "languages",
    "text_gate",
    "mode",
    "time_zone",
    "seats",
    "waiting_seats",
    "roles",
    "role_seats",
    "max_party",
    "confirm_hours",
    "offer_hours",
    "reminder_days",
    "adult_age",
    "asks",
    "each_person",
    "contact_name",
    "contact_phone",
    "contact_email",
)
_SHIFTED = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at", "reconfirm_from", "reconfirm_by")


def _same_event(session: Session, event: Event, days: int, *, now: datetime, template: bool) -> Event:
    activity = _same_activity(event.activity, now)
    stored = StoredInstrument(name=event.instrument.name, created_at=now)
    session.add_all([activity, stored])
    session.flush()
    version = _newest(session, event)
    asked = _version(stored.id, version.document, now)
    asked.published_at = now if event.version_id else None
    session.add(asked)
    session.flush()
    zone = event.time_zone
    moments = {
        name: schedule.shifted(moment, days, zone) for name in _SHIFTED if (moment := getattr(event, name)) is not None
    }
    if moments["ends_at"] <= moments["starts_at"]:
        moments["ends_at"] = moments["starts_at"] + (event.ends_at - event.starts_at)
    made = Event(
        activity=activity,
        slug=slug_for(next(iter(activity.title.values()), event.slug), _taken(session)),
        uid=str(uuid4()),
        instrument_id=stored.id,
        version_id=asked.id if event.version_id else None,
        template=template,
        **{name: _own(getattr(event, name)) for name in _KEPT},
        **moments,
    )
    session.add(made)
    session.flush()
    session.add(Places(event_id=made.id))
    return made


def _own(value: object) -> object:
    """Lists and dictionaries are not shared between rows."""
    if isinstance(value, list):
        return list(value)
    return dict(value) if isinstance(value, dict) else value


def _newest(session: Session, event: Event) -> InstrumentVersion:
    """The questions that are asked, or where none are yet the newest that were written."""
    if event.version is not None:
        return event.version
    statement = select(InstrumentVersion).where(InstrumentVersion.instrument_id == event.instrument_id)
    return session.scalars(statement.order_by(InstrumentVersion.number.desc()).limit(1)).one()


def _same_activity(activity: Activity, now: datetime) -> Activity:
    return Activity(
        hub=activity.hub,
        kind=activity.kind,
        title=dict(activity.title),
        summary=dict(activity.summary),
        state=ActivityState.DRAFT,
        scope=activity.scope,
        mission_areas=list(activity.mission_areas),
        sectors=list(activity.sectors),
        audience=list(activity.audience),
        groups=activity.groups,
        languages=list(activity.languages),
        cover=activity.cover,
        cover_text=dict(activity.cover_text),
        owners=[ActivityHub(hub_id=each.hub_id) for each in activity.owners],
        partners=[ActivityPartner(name=each.name, website=each.website) for each in activity.partners],
        created_at=now,
    )


Numbers = dict[str, dict[int, int]]
"""For each kind of part the number of the copy, by that of the original."""


def _same_parts(session: Session, event: Event, made: Event, days: int) -> Numbers:
    numbers: Numbers = {"site": {}, "track": {}, "session": {}, "speaker": {}, "quota": {}}

    def add(kind: str, old: int, row: Site | Track | Speaker | ProgrammeSession) -> None:
        session.add(row)
        session.flush()
        numbers[kind][old] = row.id

    for site in event.sites:
        new = Site(event_id=made.id, **_columns(site, "hub_id position kind address join_link seats room time_zone"))
        new.languages = list(site.languages)
        add("site", site.id, new)
    for track in session.scalars(select(Track).where(Track.event_id == event.id)):
        add("track", track.id, Track(event_id=made.id, position=track.position))
    for speaker in session.scalars(select(Speaker).where(Speaker.event_id == event.id)):
        add("speaker", speaker.id, Speaker(event_id=made.id, **_columns(speaker, "name affiliation position")))
    for slot in session.scalars(select(ProgrammeSession).where(ProgrammeSession.event_id == event.id)).all():
        add("session", slot.id, _same_session(slot, made, numbers, days))
    _same_materials(session, event, made, numbers)
    _same_quotas(session, event, made, numbers, days)
    return numbers


def _columns(row: object, names: str) -> dict[str, object]:
    return {name: getattr(row, name) for name in names.split()}


def _same_session(slot: ProgrammeSession, made: Event, numbers: Numbers, days: int) -> ProgrammeSession:
    return ProgrammeSession(
        event_id=made.id,
        track_id=numbers["track"].get(slot.track_id or 0),
        site_id=numbers["site"].get(slot.site_id or 0),
        starts_at=schedule.shifted(slot.starts_at, days, made.time_zone),
        ends_at=schedule.shifted(slot.ends_at, days, made.time_zone),
        languages=list(slot.languages),
        interpreted=list(slot.interpreted),
        speaker_ids=[numbers["speaker"][old] for old in slot.speaker_ids if old in numbers["speaker"]],
    )


def _same_materials(session: Session, event: Event, made: Event, numbers: Numbers) -> None:
    statement = select(Material).where(Material.event_id == event.id, Material.phase == MaterialPhase.BEFORE)
    names = "phase registered_only title language link file_name media_type size content position"
    for material in session.scalars(statement.options(undefer(Material.content))).all():
        of = numbers["session"].get(material.session_id or 0)
        session.add(Material(event_id=made.id, session_id=of, **_columns(material, names)))


def _same_quotas(session: Session, event: Event, made: Event, numbers: Numbers, days: int) -> None:
    for quota in session.scalars(select(Quota).where(Quota.event_id == event.id)).all():
        release = quota.release_at
        new = Quota(
            event_id=made.id,
            site_id=numbers["site"].get(quota.site_id or 0),
            codes=list(quota.codes),
            release_at=schedule.shifted(release, days, made.time_zone) if release else None,
            **_columns(quota, "name key minimum maximum position"),
        )
        session.add(new)
        session.flush()
        numbers["quota"][quota.id] = new.id


def _moved(place: str, numbers: Numbers) -> str | None:
    """Where a text stands in the copy; None for one that does not come along."""
    kind, _, rest = place.partition(":")
    if not rest:
        return place if place != "cancelled" else None
    number, _, name = rest.partition(":")
    if kind not in numbers or int(number) not in numbers[kind]:
        return None
    return f"{kind}:{numbers[kind][int(number)]}:{name}"
