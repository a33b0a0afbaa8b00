"""What a registration form is made of, read once for each revision of an event: plain values, no rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core import zones
from engage.events import queries
from engage.events.domain.form_rules import Purpose, Rules, asks_of, each_of
from engage.events.domain.kinds import Ask, AttendeeRole, Mode, SiteKind
from engage.events.domain.questions import Questions
from engage.events.models import Event, Quota
from engage.hubs import queries as hub_queries
from engage.hubs.domain.texts import named
from engage.i18n.gates import passing
from engage.i18n.text import LocalizedText
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.pictures import Pictures
from engage.instruments.models import InstrumentVersion
from engage.instruments.pictures import shown

TEAMS = (Purpose.TEAM, Purpose.TEAM_CHANGE)
"""They may say of somebody that they are staff, or speak."""
ITEM = "item:"
"""What the key of a quota begins with that counts answers."""
NEEDS_KEPT = timedelta(days=30)
"""After the end, where the event says nothing else."""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    id: int
    name: LocalizedText
    address: str
    online: bool
    zone: str


@dataclass(frozen=True, slots=True)
class HubFacts:
    id: int
    name: str
    language: str
    """In which it is called so."""


@dataclass(frozen=True, eq=False)
class Facts:
    """Everything but what changes from one visitor to the next."""

    event_id: int
    slug: str
    mode: Mode
    source_language: str
    title: LocalizedText
    consent: LocalizedText
    starts_at: datetime
    ends_at: datetime
    zone: str
    sites: tuple[SiteFacts, ...]
    hubs: tuple[HubFacts, ...]
    hub_name: str
    rules: Rules
    questions: Questions | None
    version_id: int | None
    pictures: Pictures
    needs_until: date
    """The last day on which needs are kept."""


def of(session: Session, event: Event, language: str, purpose: Purpose) -> Facts:
    texts = {place: passing(text, event.text_gate) for place, text in queries.texts(session, event).items()}
    nothing = LocalizedText.of("", event.source_language)
    keys = tuple(session.scalars(select(Quota.key).where(Quota.event_id == event.id)))
    instrument, version = _instrument(session, event)
    asks = asks_of(purpose, event.asks, keys)
    hubs = _hubs(session, language) if Ask.HUB in asks else ()
    return Facts(
        event_id=event.id,
        slug=event.slug,
        mode=event.mode,
        source_language=event.source_language,
        title=texts.get("title", nothing),
        consent=texts.get("consent", nothing),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.time_zone,
        sites=tuple(
            SiteFacts(
                site.id,
                texts.get(f"site:{site.id}:name", nothing),
                site.address,
                site.kind is SiteKind.ONLINE,
                site.time_zone,
            )
            for site in event.sites
        ),
        hubs=hubs,
        hub_name=_called(event, language),
        rules=_rules(event, purpose, keys, hubs),
        questions=_questions(instrument, event, keys, purpose),
        version_id=event.version_id,
        pictures=shown(session, event.instrument_id, version.published_at) if version else {},
        needs_until=_needs_until(event),
    )


def _instrument(session: Session, event: Event) -> tuple[Instrument | None, InstrumentVersion | None]:
    version = session.get(InstrumentVersion, event.version_id) if event.version_id else None
    return (from_document(version.document), version) if version else (None, None)


def _questions(instrument: Instrument | None, event: Event, keys: Sequence[str], purpose: Purpose) -> Questions | None:
    """Nothing of health is shown to whoever changes it for others."""
    counted = [key.removeprefix(ITEM) for key in keys if key.startswith(ITEM)]
    found = Questions.of(instrument, {*event.each_person, *counted})
    return replace(found, health=()) if found and purpose is Purpose.TEAM_CHANGE else found


def _rules(event: Event, purpose: Purpose, keys: Sequence[str], hubs: Sequence[HubFacts]) -> Rules:
    offered = list(AttendeeRole) if purpose in TEAMS else event.roles
    tags = [tag for site in event.sites for tag in site.languages]
    return Rules(
        purpose=purpose,
        sites=tuple(site.id for site in event.sites),
        roles=tuple(AttendeeRole(role) for role in offered if role in set(AttendeeRole)) or (AttendeeRole.CITIZEN,),
        most=event.max_party,
        asks=asks_of(purpose, event.asks, keys),
        each=each_of(keys),
        hubs=frozenset(hub.id for hub in hubs),
        adult_age=event.adult_age,
        first_day=zones.local(event.starts_at, event.time_zone).date(),
        languages=tuple(dict.fromkeys((*event.activity.languages, *tags))),
        invited=event.mode is Mode.INVITATION and purpose is Purpose.WEB,
    )


def _hubs(session: Session, language: str) -> tuple[HubFacts, ...]:
    published = (hub for hub in hub_queries.every(session) if hub.published_at is not None)
    found = ((hub.id, named(hub.name, hub.names, hub.languages, language)) for hub in published)
    return tuple(sorted((HubFacts(id_, said.text, said.language) for id_, said in found), key=lambda hub: hub.name))


def _called(event: Event, language: str) -> str:
    hub = event.activity.hub
    return named(hub.name, hub.names, hub.languages, language).text


def _needs_until(event: Event) -> date:
    return event.needs_keep_until or (event.ends_at + NEEDS_KEPT).date()
