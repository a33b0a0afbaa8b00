"""Where in a country engagement happens."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.activities import queries as activities
from engage.activities.domain.kinds import ActivityState
from engage.db.folding import fold
from engage.events.models import Event
from engage.events.models_people import Attendee
from engage.hubs.domain.kinds import HubScope
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument, ItemType
from engage.instruments.regions import Region, regions
from engage.maturity.measuring import Counted, Figures
from engage.portal.measures import scope
from engage.portal.measures.scope import Span, share
from engage.surveys import queries as surveys

if TYPE_CHECKING:
    from engage.hubs.models import Hub

PARTICIPANTS = 10
"""People from a region, from which it is reached without an activity of its own."""


def spread(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M07: territorial spread, of national hubs of countries with more than one region."""
    there = regions([hub.country]).get(hub.country, ()) if hub.country else ()
    if hub.scope is not HubScope.NATIONAL or len(there) < 2:
        return Figures({})
    own, span = scope.with_parts(session, hub.id), Span(since, until)
    with_activity = _with_activity(session, own, span, there)
    people = _people(session, own, span)
    reached = {each.code for each in there if each.code in with_activity or people[each.code] >= PARTICIPANTS}
    return Figures(
        {"regions": len(reached), "of": len(there), "share": share(len(reached), len(there))},
        [Counted(title=f"{each.name} ({each.code})", counts=each.code in reached) for each in there],
    )


def _with_activity(session: Session, own: Collection[int], span: Span, there: Sequence[Region]) -> frozenset[str]:
    """Regions whose own part of the hub did something: what it calls its region is a region's name or code."""
    names = {fold(name): each.code for each in there for name in (each.name, each.code)}
    found = session.scalars(activities.within(own)).unique()
    did = (
        each.hub.region
        for each in found
        if each.state is ActivityState.ANNOUNCED and span.holds(each.ends_on or each.starts_on)
    )
    return frozenset(names[fold(region)] for region in did if fold(region) in names)


def _people(session: Session, own: Collection[int], span: Span) -> Counter[str]:
    """People by region, as they said it in surveys and at registration."""
    found: Counter[str] = Counter()
    fielded = [each for each in scope.fielded(session, own, span) if each.activity.hub_id in own]
    for survey, instrument in scope.instruments(session, fielded).items():
        name = _asks(instrument)
        if name:
            found.update(scope.answers_to(session, survey, name, span.since, span.until))
    for name, events in _events_that_ask(session, scope.held(session, own, span)).items():
        found.update(_registered(session, name, events))
    return found


def _asks(instrument: Instrument) -> str:
    """The first question that asks for a region, so that nobody counts twice; empty where none does."""
    return next((item.name for item in instrument.items if item.type is ItemType.REGION), "")


def _events_that_ask(session: Session, events: Sequence[Event]) -> Mapping[str, list[int]]:
    """Events by the name of the question that asks for the region."""
    documents = surveys.documents(session, [each.version_id for each in events if each.version_id is not None])
    found: dict[str, list[int]] = {}
    for event in events:
        name = _asks(from_document(documents[event.version_id])) if event.version_id in documents else ""
        if name:
            found.setdefault(name, []).append(event.id)
    return found


def _registered(session: Session, name: str, events: Sequence[int]) -> Mapping[str, int]:
    given = (
        scope.took_part(events)
        .with_only_columns(Attendee.answers[name].as_string().label("answer"), maintain_column_froms=True)
        .subquery()
    )
    counted = select(given.c.answer, func.count()).where(given.c.answer.is_not(None)).group_by(given.c.answer)
    return {row[0]: row[1] for row in session.execute(counted)}
