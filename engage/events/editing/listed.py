"""Lists of events for hub teams: statements for tables that are sorted, filtered and searched in the database."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Case, ColumnElement, Select, case, or_, select
from sqlalchemy.orm import Session, contains_eager

from engage.activities.domain.kinds import ActivityState
from engage.activities.models import Activity, ActivityHub
from engage.db.folding import folded, localized, words_of
from engage.events.domain.kinds import Phase
from engage.events.models import Event, Site
from engage.hubs.models import Hub


def events(hubs: Collection[int] | None, *, templates: bool = False) -> Select[Event]:
    """The events that people of these hubs see: those that the hubs own or have a site of; all without hubs.

    :param templates: patterns to make events from, instead of events
    """
    statement = (
        select(Event)
        .join(Event.activity)
        .join(Hub, Activity.hub_id == Hub.id)
        .options(contains_eager(Event.activity))
        .where(Activity.state != ActivityState.REMOVED, Event.template.is_(templates))
    )
    if hubs is None:
        return statement
    here = select(Site.event_id).where(Site.hub_id.in_(hubs))
    return statement.where(or_(_owned_by(hubs), Event.id.in_(here)))


def owned(hubs: Collection[int] | None, *, templates: bool = False) -> Select[Event]:
    """Those that the hubs own."""
    statement = events(None, templates=templates)
    return statement if hubs is None else statement.where(_owned_by(hubs))


def _owned_by(hubs: Collection[int]) -> ColumnElement[bool]:
    beside = select(ActivityHub.activity_id).where(ActivityHub.hub_id.in_(hubs))
    return or_(Activity.hub_id.in_(hubs), Activity.id.in_(beside))


def title(language: str) -> ColumnElement[str]:
    """What a list is sorted by: the title in a language, without case and accents."""
    return folded(localized(Activity.title, language))


def words() -> Sequence[Any]:
    """Where words are looked for: the titles in every language, the place in addresses, and the hub."""
    return words_of(Activity.title), Event.slug, Hub.name


def state(now: datetime) -> Case[str]:
    """Where an event stands, as `domain.phases.phase` says it, but for whether it is full."""
    return case(
        (Activity.state == ActivityState.DRAFT, Phase.DRAFT.value),
        (Activity.state == ActivityState.CANCELLED, Phase.CANCELLED.value),
        (Event.ends_at <= now, Phase.OVER.value),
        (Event.starts_at <= now, Phase.RUNNING.value),
        (Event.registration_closes_at <= now, Phase.CLOSED.value),
        (Event.registration_opens_at > now, Phase.ANNOUNCED.value),
        (Event.registration_paused, Phase.CLOSED.value),
        else_=Phase.OPEN.value,
    )


def coming(session: Session, hubs: Collection[int] | None, now: datetime, most: int) -> Sequence[Event]:
    """Announced events that are not over, the next first."""
    statement = events(hubs).where(Activity.state == ActivityState.ANNOUNCED, Event.ends_at > now)
    return session.scalars(statement.order_by(Event.starts_at, Event.id).limit(most)).all()


def drafts(session: Session, hubs: Collection[int] | None, most: int) -> Sequence[Event]:
    """Events that were never announced, the newest first."""
    statement = owned(hubs).where(Activity.state == ActivityState.DRAFT)
    return session.scalars(statement.order_by(Event.id.desc()).limit(most)).all()


def leading(session: Session, hubs: Collection[int] | None) -> Sequence[Hub]:
    """The hubs that lead the events which people of these hubs see."""
    seen = events(hubs).with_only_columns(Activity.hub_id)
    return session.scalars(select(Hub).where(Hub.id.in_(seen)).order_by(Hub.name)).all()
