"""An event with one site, and people who registered for it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityKind, ActivityState
from engage.activities.models import Activity
from engage.events.domain.kinds import AttendeeRole
from engage.events.models import Event, EventText, Places, Quota, Site
from engage.hubs import queries as hubs
from engage.hubs.models import Hub
from engage.i18n.stored import encoded
from engage.i18n.text import LocalizedText
from engage.instruments.document import to_document
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.editing.beginning import empty_instrument
from engage.instruments.models import InstrumentVersion, StoredInstrument

SLUG = "open-day"


def make_event(
    session: Session,
    *,
    slug: str = SLUG,
    seats: int | None = 10,
    questions: Instrument | None = None,
    sites: Iterable[dict[str, Any]] = ({},),
    quotas: Iterable[dict[str, Any]] = (),
    texts: dict[str, LocalizedText] | None = None,
    kind: ActivityKind = ActivityKind.DIALOGUE,
    state: ActivityState = ActivityState.ANNOUNCED,
    hub: Hub | None = None,
    starts_in: timedelta = timedelta(days=30),
    now: datetime | None = None,
    **columns: Any,
) -> Event:
    """An announced event of the default hub in English and German, in Oslo, for three hours; `columns` on its row.

    Sites and quotas are dictionaries of their columns; a site's `name` becomes a text of the event.
    """
    now = now or datetime.now(UTC)
    hub = hub or hubs.default(session)
    start = (now + starts_in).replace(minute=0, second=0, microsecond=0)
    title = LocalizedText.of("Open day", "en", de="Offener Tag")
    activity = Activity(
        hub=hub,
        kind=kind,
        title={"en": "Open day", "de": "Offener Tag"},
        state=state,
        languages=["en", "de"],
        starts_on=start.date(),
        ends_on=start.date(),
        created_at=now,
    )
    instrument = StoredInstrument(name=slug, created_at=now)
    session.add_all([activity, instrument])
    session.flush()
    version = InstrumentVersion(
        instrument_id=instrument.id,
        number=1,
        document=to_document(questions or empty_instrument("Open day", "en")),
        findings={"file": "", "findings": []},
        created_at=now,
        published_at=now if questions else None,
    )
    session.add(version)
    session.flush()
    values: dict[str, Any] = {
        "time_zone": "Europe/Oslo",
        "starts_at": start,
        "ends_at": start + timedelta(hours=3),
        "roles": [AttendeeRole.CITIZEN.value, AttendeeRole.COMPANION.value],
        "version_id": version.id if questions else None,
        "text_gate": "none",
    }
    event = Event(
        activity=activity,
        slug=slug,
        uid=f"{slug}@engage.invalid",
        instrument_id=instrument.id,
        seats=seats,
        **(values | columns),
    )
    session.add(event)
    session.flush()
    session.add(Places(event_id=event.id))
    words = {"title": title, "summary": LocalizedText.of("Come and talk.", "en", de="Kommen Sie."), **(texts or {})}
    for at, site in enumerate(sites):
        given = {"hub_id": hub.id, "time_zone": "Europe/Oslo", "position": at, "address": "Storgata 1, Oslo"} | site
        name = given.pop("name", f"Room {at + 1}")
        made = Site(event_id=event.id, **given)
        session.add(made)
        session.flush()
        words[f"site:{made.id}:name"] = LocalizedText.of(name, "en", de=f"{name} (de)")
    for at, quota in enumerate(quotas):
        session.add(Quota(event_id=event.id, position=at, **({"name": quota["key"]} | quota)))
    session.add_all(EventText(event_id=event.id, place=place, text=encoded(text)) for place, text in words.items())
    session.flush()
    session.refresh(event, ["sites"])
    return event
